package dev.bounce.backend.systemd;

import dev.bounce.backend.MemberState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was seen of a unit that recipes and remarks depend on, as it travels with its state; nothing
 * is known of a member that nobody has looked at.
 */
record Facts(Map<String, String> facts) {
  private static final String LOAD = "LoadState";
  private static final String OUTDATED = "NeedDaemonReload";
  private static final String CAN_RELOAD = "CanReload";
  private static final String NO_START = "RefuseManualStart";
  private static final String NO_STOP = "RefuseManualStop";
  private static final String FORGOTTEN = "forgotten once done";
  private static final String RESTARTED = "restarted with it";
  private static final String STOPPED = "stopped with it";
  private static final String STARTERS = "started by";
  private static final String MAIN_PROCESS = "MainPID";

  /** Returns the facts about a unit, except what depends on others. */
  static Map<String, String> of(Unit unit) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(LOAD, (unit.text(LOAD) + " " + unit.text("LoadError")).strip());
    for (String property : List.of(OUTDATED, CAN_RELOAD, NO_START, NO_STOP, MAIN_PROCESS)) {
      facts.put(property, unit.text(property));
    }
    facts.put(FORGOTTEN, unit.isForgottenOnceDone() ? "yes" : "no");
    return facts;
  }

  /** Returns the facts about a unit. */
  static Map<String, String> of(Unit unit, Cascade cascade) {
    Map<String, String> facts = of(unit);
    facts.put(RESTARTED, String.join(" ", cascade.restartedWith(unit)));
    facts.put(STOPPED, String.join(" ", cascade.stoppedWith(unit)));
    facts.put(STARTERS, String.join(" ", cascade.starters(unit)));
    return facts;
  }

  static Facts of(MemberState state) {
    return new Facts(state.facts());
  }

  boolean isUnknown() {
    return facts.isEmpty();
  }

  /** Returns why it cannot be started, in systemd's words. */
  Optional<String> unusable() {
    String load = facts.getOrDefault(LOAD, "loaded");
    return load.equals("loaded") ? Optional.empty() : Optional.of(load);
  }

  /** Returns the facts as they are when systemd has read the unit file anew. */
  Map<String, String> readAnew() {
    Map<String, String> anew = new LinkedHashMap<>(facts);
    anew.replace(OUTDATED, "no");
    return anew;
  }

  boolean isOutdated() {
    return isYes(OUTDATED);
  }

  boolean canReload() {
    return !facts.getOrDefault(CAN_RELOAD, "yes").equals("no");
  }

  boolean refusesStart() {
    return isYes(NO_START);
  }

  boolean refusesStop() {
    return isYes(NO_STOP);
  }

  boolean isForgottenOnceDone() {
    return isYes(FORGOTTEN);
  }

  boolean hasMainProcess() {
    return !facts.getOrDefault(MAIN_PROCESS, "0").equals("0");
  }

  List<String> restartedWithIt() {
    return names(RESTARTED);
  }

  List<String> stoppedWithIt() {
    return names(STOPPED);
  }

  List<String> starters() {
    return names(STARTERS);
  }

  private boolean isYes(String fact) {
    return facts.getOrDefault(fact, "no").equals("yes");
  }

  private List<String> names(String fact) {
    String names = facts.getOrDefault(fact, "");
    return names.isEmpty() ? List.of() : List.of(names.split(" "));
  }
}
