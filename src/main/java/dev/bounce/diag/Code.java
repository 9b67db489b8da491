package dev.bounce.diag;

import java.util.Arrays;
import java.util.Optional;

/**
 * Every kind of error that bounce reports. A code is never given a second meaning; each has a page
 * that {@code bounce explain CODE} shows.
 *
 * <p>The letter says where the error is found: S source and syntax, C checking, P planning, R
 * running, B a backend, I the inventory, U the command line, J journal and state directory.
 */
public enum Code {
  S001("unexpected text"),
  S002("a bracket or string is not closed"),
  S003("a bracket that closes nothing"),
  S004("not a number, duration or percent"),
  S005("not a character of the language"),
  S006("the file is not UTF-8"),
  S007("the file is larger than 8 MiB"),
  S008("nested deeper than 256"),
  S009("the file cannot be read"),
  S010("an unknown escape sequence"),

  C001("unknown verb"),
  C002("a verb lacks a term"),
  C003("a term has no place"),
  C004("a clause lacks its value"),
  C005("a clause is given twice"),
  C006("unknown name"),
  C007("the wrong type"),
  C008("not supported yet"),
  C009("a name is declared twice"),
  C010("unknown backend"),
  C011("unknown property"),
  C012("services wait for each other in a circle"),
  C013("this needs another version of bounce"),
  C014("a declaration stands in the wrong place"),
  C015("unknown function"),
  C016("the wrong arguments"),
  C017("unknown module"),
  C018("modules use each other in a circle"),
  C019("unknown member of a module"),
  C020("a procedure calls itself"),
  C021("a missing bound"),
  C022("a wait on something that cannot change"),
  C023("no backend for a service"),
  C024("a value where a shell would not take it for one"),
  C025("a block that the verb does not take, or lacks"),
  C026("unknown type"),
  C027("not a value of the enum"),
  C028("the requirement is not met"),
  C029("a meaningless clause"),
  C030("unknown attribute"),
  C031("a bound is outside of what is possible"),
  C032("unknown state"),
  C033("a statement that would do nothing"),
  C034("a regular expression that does not compile"),
  C035("a secret in an argument vector"),
  C036("not the name of a signal"),
  C037("not a place"),

  P001("a parameter lacks its value"),
  P002("an unknown parameter"),
  P003("a value does not fit its parameter"),
  P004("a value cannot be computed"),
  P005("a file outside of the runbook's folder"),
  P007("the plan is too large"),
  P008("there is nothing to do"),
  P011("a target does not exist"),
  P012("a setting is missing or unusable"),
  P014("the floor cannot be kept"),

  R001("a restart is not proven"),
  R002("a member did not come up"),
  R003("a member did not stop"),
  R004("a time bound has passed"),
  R005("a command failed"),
  R006("a check does not hold"),
  R007("not healthy in time"),
  R008("the error budget is spent"),
  R009("the runbook gave up"),
  R010("declined"),
  R011("interrupted"),
  R012("a value is not there"),
  R013("fewer members would serve than the floor"),
  R014("a step could not be carried out"),
  R015("a member died in its stable window"),
  R016("a batch failed"),
  R017("a confirmation needs a terminal"),
  R018("a variable that may not be loaded"),
  R019("nobody there to get the signal"),

  B001("no connection to the service manager"),
  B002("the service manager refused the credentials"),
  B003("unknown program, group or unit"),
  B004("the service manager answered with an error"),
  B005("permission denied"),
  B006("the program could not be started"),
  B007("a pid file is not believed"),
  B008("an answer that cannot be read"),
  B009("the configuration of the service manager cannot be read"),
  B010("the service manager would not do what the runbook says"),

  I001("the inventory is not YAML"),
  I002("an unknown key in the inventory"),
  I003("a wrong value in the inventory"),
  I004("the inventory is too large"),
  I005("the inventory cannot be read"),

  U001("wrong use of the command line"),
  U002("no such file"),
  U003("no such run"),
  U004("unknown error code"),
  U005("a test of the runbook failed"),
  U006("not formatted"),

  J001("the state directory is not safe"),
  J002("the journal cannot be written"),
  J003("the journal cannot be read"),

  X001("an error of bounce itself");

  private final String title;

  Code(String title) {
    this.title = title;
  }

  /** Returns what the code means, in a few words. */
  public String title() {
    return title;
  }

  /** Returns the code of that name, whatever its case. */
  public static Optional<Code> find(String name) {
    return Arrays.stream(values()).filter(code -> code.name().equalsIgnoreCase(name)).findFirst();
  }
}
