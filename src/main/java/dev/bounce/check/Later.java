package dev.bounce.check;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Span;
import java.util.Optional;

/**
 * What the language has and this version does not carry out, as far as no signature of a verb or
 * function says so. Every diagnostic "not supported yet" is made here, and a test lists them all.
 */
public enum Later {
  HOST("`host`", Later.HERE),
  ON_PLACE("`on PLACE { … }`", Later.HERE),
  SERVICE_HOST("the property `host`", Later.HERE),
  SERVICE_HOSTS("the property `hosts`", Later.HERE),
  BACKEND_OF_THE_RUN(
      "a backend that only the run can name", "give it as a parameter, which the plan knows"),
  TARGET_OF_THE_RUN(
      "a target that only the run can name",
      "its name or its backend depends on what the run will find"),
  EXCEPT_OF_THE_RUN(
      "`except` where only the run can tell the services", "both have to be known to the plan"),
  MODE_OF_THE_RUN("a `mode` that only the run can name", "the plan shows what will be sent"),
  SIGNAL_OF_THE_RUN("a signal that only the run can name", "the plan shows what will be sent"),
  STALE("`is stale`", "nothing tells yet that a service runs older code than there is"),
  PARALLEL_BY_OF_THE_RUN("`parallel … by` that only the run can compute", "the plan shows it");

  private static final String HERE = "this version works on the machine it runs on";

  private final String what;
  private final String why;

  Later(String what, String why) {
    this.what = what;
    this.why = why;
  }

  /** Returns what is said of it, without the place. */
  public String message() {
    return message(what);
  }

  /** Returns the error about it. */
  public Diagnostic at(Span span) {
    return diagnostic(span, what, Optional.of(why));
  }

  /** Returns the error about a verb that its signature marks. */
  static Diagnostic verb(Signature signature, String why, Span span) {
    return diagnostic(span, verb(signature), Optional.of(why));
  }

  /** Returns the error about a clause that the verb's signature marks. */
  static Diagnostic clause(Signature signature, Signature.Clause clause, String why, Span span) {
    return diagnostic(span, clause(signature, clause), Optional.of(why));
  }

  static Diagnostic function(String name, Span span) {
    return diagnostic(span, function(name), Optional.empty());
  }

  /** Returns the message about what is described. */
  static String message(String described) {
    return described + " is not supported yet";
  }

  static String verb(Signature signature) {
    return "`" + signature.verb() + "`";
  }

  static String clause(Signature signature, Signature.Clause clause) {
    return "`" + signature.verb() + " … " + clause.word() + "`";
  }

  static String function(String name) {
    return "`" + name + "(…)`";
  }

  private static Diagnostic diagnostic(Span span, String described, Optional<String> why) {
    Diagnostic error = Diagnostic.error(Code.C008, span, message(described));
    return why.map(error::because).orElse(error);
  }
}
