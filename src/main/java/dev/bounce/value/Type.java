package dev.bounce.value;

import java.util.List;

/** A type of the language. */
public sealed interface Type {
  /** Text. */
  Type STRING = Simple.STRING;

  /** A whole number. */
  Type INTEGER = Simple.INTEGER;

  /** True or false. */
  Type BOOLEAN = Simple.BOOLEAN;

  /** A length of time. */
  Type DURATION = Simple.DURATION;

  /** A share of a hundred. */
  Type PERCENT = Simple.PERCENT;

  /** A number of members, or a share of them. */
  Type COUNT = Simple.COUNT;

  /** The name of a file; a string will do. */
  Type PATH = Simple.PATH;

  /** A service, by name. */
  Type SERVICE = Simple.SERVICE;

  /** One member of a service. */
  Type MEMBER = Simple.MEMBER;

  /** What a verb acts on: services, members, or a list of them. */
  Type TARGET = Simple.TARGET;

  /** A host. */
  Type HOST = Simple.HOST;

  /** A host or a container: where something is done. */
  Type PLACE = Simple.PLACE;

  /** A service manager. */
  Type BACKEND = Simple.BACKEND;

  /** A word that is either given or not; it takes no value. */
  Type FLAG = Simple.FLAG;

  /** Statements. */
  Type BLOCK = Simple.BLOCK;

  /** Text that is masked wherever it would be shown. */
  Type SECRET = Simple.SECRET;

  /** A word that is taken as it stands, such as the name of a signal or of a new binding. */
  Type WORD = Simple.WORD;

  /** Not known before the run; fits everything. */
  Type ANY = Simple.ANY;

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
