package dev.bounce.value;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A type of the language. */
public sealed interface Type {
  /** Text. */
  Simple STRING = Simple.STRING;

  /** A whole number. */
  Simple INTEGER = Simple.INTEGER;

  /** True or false. */
  Simple BOOLEAN = Simple.BOOLEAN;

  /** A length of time. */
  Simple DURATION = Simple.DURATION;

  /** A share of a hundred. */
  Simple PERCENT = Simple.PERCENT;

  /** A number of members, or a share of them. */
  Simple COUNT = Simple.COUNT;

  /** The name of a file; a string will do. */
  Simple PATH = Simple.PATH;

  /** A service, by name. */
  Simple SERVICE = Simple.SERVICE;

  /** One member of a service. */
  Simple MEMBER = Simple.MEMBER;

  /** What a verb acts on: services, members, or a list of them. */
  Simple TARGET = Simple.TARGET;

  /** A host. */
  Simple HOST = Simple.HOST;

  /** A host or a container: where something is done. */
  Simple PLACE = Simple.PLACE;

  /** A service manager. */
  Simple BACKEND = Simple.BACKEND;

  /** A word that is either given or not; it takes no value. */
  Simple FLAG = Simple.FLAG;

  /** Statements. */
  Simple BLOCK = Simple.BLOCK;

  /** Text that is masked wherever it would be shown. */
  Simple SECRET = Simple.SECRET;

  /** A word that is taken as it stands, such as the name of a signal or of a new binding. */
  Simple WORD = Simple.WORD;

  /** A name that a statement introduces; only a bare word will do. */
  Simple NAME = Simple.NAME;

  /** The batches of a phase: a count, or a list of them. */
  Simple RAMP = Simple.RAMP;

  /** Text, or a list of texts. */
  Type TEXTS = new OneOf(List.of(Simple.STRING, new ListOf(Simple.STRING)));

  /** Not known before the run; fits everything. */
  Simple ANY = Simple.ANY;

  /** Returns how the type is written in the language. */
  String text();

  /** The types without arguments. */
  enum Simple implements Type {
    STRING("string"),
    INTEGER("int"),
    BOOLEAN("bool"),
    DURATION("duration"),
    PERCENT("percent"),
    COUNT("count"),
    PATH("path"),
    SERVICE("service"),
    MEMBER("member"),
    TARGET("target"),
    HOST("host"),
    PLACE("place"),
    BACKEND("backend"),
    FLAG("flag"),
    BLOCK("block"),
    SECRET("secret"),
    WORD("word"),
    NAME("name"),
    RAMP("count or a list of counts"),
    ANY("any");

    private final String text;

    Simple(String text) {
      this.text = text;
    }

    @Override
    public String text() {
      return text;
    }
  }

  /** A list whose elements are of one type. */
  record ListOf(Type element) implements Type {
    @Override
    public String text() {
      return element.equals(ANY) ? "list" : "list(" + element.text() + ")";
    }
  }

  /** A map from text to values of one type. */
  record MapOf(Type element) implements Type {
    @Override
    public String text() {
      return element.equals(ANY) ? "map" : "map(" + element.text() + ")";
    }
  }

  /**
   * A value of one of several types, where a backend takes either.
   *
   * @param options at least one; of lists at most one
   */
  record OneOf(List<Type> options) implements Type {
    /** Copies the list. */
    public OneOf {
      options = List.copyOf(options);
    }

    @Override
    public String text() {
      return options.stream().map(Type::text).collect(Collectors.joining(" or "));
    }
  }

  /**
   * A map whose entries are known by name: what an observation found.
   *
   * @param what whose, as an error calls it: {@code the result of a command}
   * @param attributes the types of the entries by name
   */
  record RecordOf(String what, Map<String, Type> attributes) implements Type {
    /** Copies the map and keeps its order. */
    public RecordOf {
      attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    @Override
    public String text() {
      return what;
    }
  }

  /** One of a few words. */
  record EnumOf(List<String> words) implements Type {
    /** Copies the list. */
    public EnumOf {
      words = List.copyOf(words);
    }

    @Override
    public String text() {
      return "enum(" + String.join(", ", words) + ")";
    }
  }
}
