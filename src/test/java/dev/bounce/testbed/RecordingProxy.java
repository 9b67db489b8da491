package dev.bounce.testbed;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Stands between a client and a supervisord, passes everything on, and writes down every call that
 * could change something, in the order in which they came. A multicall counts as the calls in it.
 */
public final class RecordingProxy implements AutoCloseable {
  /** What only reads; everything else is taken for a change, so that nothing is missed. */
  private static final List<String> READING =
      List.of(
          "supervisor.get",
          "supervisor.read",
          "supervisor.tail",
          "system.listMethods",
          "system.method");

  private final RawServer server;
  private final Path supervisor;
  private final Path socket;
  private final List<String> changes = Collections.synchronizedList(new ArrayList<>());

  private RecordingProxy(Path socket, Path supervisor) throws IOException {
    this.supervisor = supervisor;
    this.socket = socket;
    this.server = RawServer.unix(socket, this::pass);
  }

  /** Listens on a socket, for the supervisord on another one. */
  public static RecordingProxy start(Path socket, Path supervisor) throws IOException {
    return new RecordingProxy(socket, supervisor);
  }

  /** Returns the socket that it listens on. */
  public Path socket() {
    return socket;
  }

  /** Returns the calls that could change something: {@code supervisor.stopProcess(web, false)}. */
  public List<String> changes() {
    synchronized (changes) {
      return List.copyOf(changes);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void pass(SocketChannel client) throws IOException {
    String request = RawServer.read(client);
    record(request.substring(request.indexOf("\r\n\r\n") + 4));
    RawServer.relay(request, supervisor, client);
  }

  private void record(String xml) throws IOException {
    try {
      Document document =
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
      Element call = document.getDocumentElement();
      String method = children(call, "methodName").getFirst().getTextContent();
      List<Element> values = new ArrayList<>();
      for (Element param : children(children(call, "params").getFirst(), "param")) {
        values.addAll(children(param, "value"));
      }
      if (method.equals("system.multicall")) {
        recordAll(values.getFirst());
      } else {
        record(method, values);
      }
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(e);
    }
  }

  private void recordAll(Element calls) {
    for (Element value : elements(calls)) {
      List<Element> members = children(children(value, "struct").getFirst(), "member");
      Element name = children(members.get(0), "value").getFirst();
      Element arguments = children(members.get(1), "value").getFirst();
      record(text(name), elements(arguments));
    }
  }

  private void record(String method, List<Element> arguments) {
    if (READING.stream().noneMatch(method::startsWith)) {
      List<String> texts = arguments.stream().map(RecordingProxy::text).toList();
      changes.add(method + "(" + String.join(", ", texts) + ")");
    }
  }

  private static String text(Element value) {
    List<Element> truth = children(value, "boolean");
    return truth.isEmpty()
        ? value.getTextContent()
        : Boolean.toString(truth.getFirst().getTextContent().equals("1"));
  }

  private static List<Element> elements(Element array) {
    return children(children(children(array, "array").getFirst(), "data").getFirst(), "value");
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    NodeList nodes = parent.getChildNodes();
    for (int i = 0; i < nodes.getLength(); i++) {
      Node node = nodes.item(i);
      if (node instanceof Element element && element.getTagName().equals(name)) {
        found.add(element);
      }
    }
    return found;
  }
}
