package dev.bounce.value;

import java.util.List;

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
