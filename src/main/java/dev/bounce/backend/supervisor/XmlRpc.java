package dev.bounce.backend.supervisor;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The XML-RPC protocol: calls as text, answers as values.
 *
 * <p>Values are {@link String}, {@link Long}, {@link Boolean}, {@link Double}, {@link List} and
 * {@link Map} by member name. What is read is not trusted: a document type, an entity of its own,
 * or a nesting deeper than {@link #DEPTH_LIMIT} makes it unreadable; its size is bounded by the one
 * who received it.
 */
final class XmlRpc {
  /** How deep values may lie in one another. */
  static final int DEPTH_LIMIT = 32;

  private XmlRpc() {}

  /** What a method answered. */
  sealed interface Answer {}

  /** The method did what it was asked to. */
  record Result(Object value) implements Answer {}

  /** The method refused, with its number and words. */
  record Fault(int code, String text) implements Answer {}

  /** A call. */
  record Call(String method, List<Object> arguments) {
    Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** Thrown for an answer that is not XML-RPC. */
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }
  }

  /** Returns a call as it is sent. */
  static byte[] write(Call call) {
    StringBuilder xml = new StringBuilder("<?xml version='1.0'?><methodCall><methodName>");
    escape(xml, call.method());
    xml.append("</methodName><params>");
    for (Object argument : call.arguments()) {
      xml.append("<param>");
      value(xml, argument);
      xml.append("</param>");
    }
    return xml.append("</params></methodCall>").toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Returns what an answer says. */
  static Answer read(byte[] answer) throws UnreadableException {
    String text = legal(new String(answer, StandardCharsets.UTF_8));
    try {
      XMLStreamReader xml = factory().createXMLStreamReader(new StringReader(text));
      return new AnswerReader(xml).read();
    } catch (XMLStreamException e) {
      throw new UnreadableException(
          "not XML: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  /** Returns what one entry of the answer to supervisord's {@code system.multicall} says. */
  static Answer entry(Object entry) {
    if (entry instanceof Map<?, ?> fault
        && fault.get("faultCode") instanceof Long code
        && fault.get("faultString") instanceof String text) {
      return new Fault(code.intValue(), text);
    }
    return new Result(entry);
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  private static void value(StringBuilder xml, Object value) {
    xml.append("<value>");
    switch (value) {
      case Boolean truth -> xml.append("<boolean>").append(truth ? 1 : 0).append("</boolean>");
      case Integer number -> xml.append("<int>").append(number).append("</int>");
      case Long number -> xml.append("<int>").append(number).append("</int>");
      case List<?> elements -> {
        xml.append("<array><data>");
        elements.forEach(element -> value(xml, element));
        xml.append("</data></array>");
      }
      case Map<?, ?> members -> {
        xml.append("<struct>");
        members.forEach((name, member) -> {
          xml.append("<member><name>");
          escape(xml, String.valueOf(name));
          xml.append("</name>");
          value(xml, member);
          xml.append("</member>");
        });
        xml.append("</struct>");
      }
      case String text -> {
        xml.append("<string>");
        escape(xml, text);
        xml.append("</string>");
      }
      default -> throw new IllegalArgumentException("not a value of XML-RPC: " + value.getClass());
    }
    xml.append("</value>");
  }

  private static void escape(StringBuilder xml, String text) {
    String legal = legal(text);
    for (int i = 0; i < legal.length(); i++) {
      char character = legal.charAt(i);
      switch (character) {
        case '<' -> xml.append("&lt;");
        case '>' -> xml.append("&gt;");
        case '&' -> xml.append("&amp;");
        case '\r' -> xml.append("&#13;");
        default -> xml.append(character);
      }
    }
  }

  /**
   * Returns a text with every character that XML 1.0 has no place for replaced: Python's writer,
   * and so supervisord, puts a log's control characters into the document as they are. A control
   * character becomes its picture (␛), anything else U+FFFD.
   */
  private static String legal(String text) {
    StringBuilder legal = new StringBuilder(text.length());
    text.codePoints()
        .forEach(point -> {
          boolean control = point < ' ' && point != '\t' && point != '\n' && point != '\r';
          boolean lone = (point >= 0xd800 && point <= 0xdfff) || (point & 0xfffe) == 0xfffe;
          legal.appendCodePoint(control ? 0x2400 + point : lone ? 0xfffd : point);
        });
    return legal.toString();
  }

  /** Walks through one document. */
  private static final class AnswerReader {
    private final XMLStreamReader xml;

    AnswerReader(XMLStreamReader xml) {
      this.xml = xml;
    }

    Answer read() throws XMLStreamException, UnreadableException {
      open("methodResponse");
      String kind = openAny();
      return switch (kind) {
        case "params" -> {
          open("param");
          yield new Result(openedValue(0));
        }
        case "fault" -> fault(openedValue(0));
        default -> throw unexpected(kind);
      };
    }

    private Fault fault(Object value) throws UnreadableException {
      if (entry(value) instanceof Fault fault) {
        return fault;
      }
      throw new UnreadableException("a fault without a code");
    }

    private Object openedValue(int depth) throws XMLStreamException, UnreadableException {
      open("value");
      return value(depth);
    }

    /** Reads a value whose start tag has been read, up to its end tag. */
    private Object value(int depth) throws XMLStreamException, UnreadableException {
      if (depth > DEPTH_LIMIT) {
        throw new UnreadableException("nested deeper than " + DEPTH_LIMIT);
      }
      StringBuilder bare = new StringBuilder();
      int event = next();
      while (event == XMLStreamConstants.CHARACTERS) {
        bare.append(xml.getText());
        event = next();
      }
      if (event == XMLStreamConstants.END_ELEMENT) {
        return bare.toString();
      }
      Object value = typed(xml.getLocalName(), depth);
      close("value");
      return value;
    }

    private Object typed(String type, int depth) throws XMLStreamException, UnreadableException {
      return switch (type) {
        case "int", "i4", "i8" -> number(xml.getElementText().strip());
        case "boolean" -> xml.getElementText().strip().equals("1");
        case "double" -> real(xml.getElementText().strip());
        case "string", "dateTime.iso8601", "base64" -> xml.getElementText();
        case "nil" -> xml.getElementText();
        case "array" -> array(depth);
        case "struct" -> struct(depth);
        default -> throw unexpected(type);
      };
    }

    private List<Object> array(int depth) throws XMLStreamException, UnreadableException {
      List<Object> elements = new ArrayList<>();
      open("data");
      while (opensOrCloses("value")) {
        elements.add(value(depth + 1));
      }
      close("array");
      return elements;
    }

    private Map<String, Object> struct(int depth) throws XMLStreamException, UnreadableException {
      Map<String, Object> members = new LinkedHashMap<>();
      while (opensOrCloses("member")) {
        open("name");
        String name = xml.getElementText();
        members.put(name, openedValue(depth + 1));
        close("member");
      }
      return members;
    }

    private static Long number(String text) throws UnreadableException {
      try {
        return Long.valueOf(text);
      } catch (NumberFormatException _) {
        throw new UnreadableException("not a whole number: " + start(text));
      }
    }

    private static Double real(String text) throws UnreadableException {
      try {
        return Double.valueOf(text);
      } catch (NumberFormatException _) {
        throw new UnreadableException("not a number: " + start(text));
      }
    }

    /** Tells whether an element of that name opens next; otherwise the one around it has closed. */
    private boolean opensOrCloses(String name) throws XMLStreamException, UnreadableException {
      int event = nextTag();
      if (event == XMLStreamConstants.END_ELEMENT) {
        return false;
      }
      if (!xml.getLocalName().equals(name)) {
        throw unexpected(xml.getLocalName());
      }
      return true;
    }

    private void open(String name) throws XMLStreamException, UnreadableException {
      String found = openAny();
      if (!found.equals(name)) {
        throw unexpected(found);
      }
    }

    private String openAny() throws XMLStreamException, UnreadableException {
      if (nextTag() != XMLStreamConstants.START_ELEMENT) {
        throw unexpected("/" + xml.getLocalName());
      }
      return xml.getLocalName();
    }

    private void close(String name) throws XMLStreamException, UnreadableException {
      if (nextTag() != XMLStreamConstants.END_ELEMENT) {
        throw unexpected(xml.getLocalName() + " in " + name);
      }
    }

    /** Goes to the next tag; only white space may lie before it. */
    private int nextTag() throws XMLStreamException, UnreadableException {
      int event = next();
      while (event == XMLStreamConstants.CHARACTERS && xml.isWhiteSpace()) {
        event = next();
      }
      if (event == XMLStreamConstants.CHARACTERS) {
        throw unexpected("text");
      }
      return event;
    }

    /** Returns the next start, end or text. */
    private int next() throws XMLStreamException, UnreadableException {
      while (xml.hasNext()) {
        int event = xml.next();
        switch (event) {
          case XMLStreamConstants.START_ELEMENT, XMLStreamConstants.END_ELEMENT -> {
            return event;
          }
          case XMLStreamConstants.CHARACTERS,
              XMLStreamConstants.CDATA,
              XMLStreamConstants.SPACE -> {
            return XMLStreamConstants.CHARACTERS;
          }
          case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
              throw new UnreadableException("it declares or uses entities of its own");
          default -> {
            // Comments and processing instructions say nothing.
          }
        }
      }
      throw new UnreadableException("it ends early");
    }

    private static String start(String text) {
      return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }

    private static UnreadableException unexpected(String name) {
      return new UnreadableException("not XML-RPC: unexpected " + start(name));
    }
  }
}
