package dev.bounce.backend.puma;

import dev.bounce.backend.Action;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.Remark;
import dev.bounce.backend.puma.Facts.Answer;
import java.util.List;
import java.util.stream.Stream;

/** What speaks against an action on a Puma, judged from what was seen of it. */
final class Objections {
  private final String service;
  private final boolean canBeStarted;

  /**
   * @param canBeStarted whether {@code command} is there
   */
  Objections(String service, boolean canBeStarted) {
    this.service = service;
    this.canBeStarted = canBeStarted;
  }

  List<Remark> of(Action action, List<MemberState> states) {
    return states.stream().flatMap(state -> of(action, state)).toList();
  }

  private Stream<Remark> of(Action action, MemberState state) {
    if (state.condition().isDown()) {
      return whileDown(action, state);
    }
    if (state.facts().isEmpty()) {
      return Stream.of(); // nobody has looked
    }
    Facts facts = Facts.of(state);
    return switch (action) {
      case START, STOP, RELOAD, SIGNAL -> Stream.of();
      case RESTART -> withoutMonitor(state, facts);
      case HOT_RESTART ->
          facts.jruby()
              ? Stream.of(
                  Remark.refusal(
                      state.member(),
                      "on JRuby, Puma closes its listening sockets when it restarts",
                      "`restart " + service + "`, which says that it interrupts"))
              : withoutMonitor(state, facts);
      case ROLL -> phased(state, facts);
      case REFORK -> refork(state, facts);
    };
  }

  private Stream<Remark> whileDown(Action action, MemberState state) {
    return switch (action) {
      case STOP, SIGNAL -> Stream.of();
      case START, RESTART, HOT_RESTART, ROLL ->
          canBeStarted
              ? Stream.of()
              : Stream.of(
                  Remark.refusal(
                      state.member(),
                      "it does not run" + because(state) + ", and nothing says how it is started",
                      "run Puma under systemd or supervisor and restart it `via` that, or give the"
                          + " service a `command`"));
      case REFORK, RELOAD ->
          Stream.of(
              Remark.refusal(
                  state.member(), "it does not run" + because(state), "`start " + service + "`"));
    };
  }

  private static String because(MemberState state) {
    return state.detail().isEmpty() ? "" : " (" + state.detail() + ")";
  }

  private Stream<Remark> phased(MemberState state, Facts facts) {
    if (facts.jruby()) {
      return Stream.of(
          Remark.refusal(
              state.member(),
              "on JRuby, Puma has no workers to replace",
              "`restart " + service + "`"));
    }
    return switch (facts.phased()) {
      case YES -> Stream.of();
      case NO ->
          Stream.of(
              Remark.refusal(
                  state.member(),
                  "Puma would restart all at once instead of worker by worker: "
                      + facts.whyNotPhased(),
                  "`restart " + service + " mode hot`"));
      case UNKNOWN ->
          Stream.of(
              Remark.warning(
                  state.member(),
                  "%s; if it cannot, it restarts all at once, and this fails"
                      .formatted(facts.whyNotPhased()),
                  "name the file that Puma writes to with `log`"));
    };
  }

  private Stream<Remark> refork(MemberState state, Facts facts) {
    if (facts.endpoint().isEmpty()) {
      return Stream.of(
          Remark.refusal(
              state.member(),
              "without a control server nobody can see whether its workers were forked anew",
              "give Puma a control server (`activate_control_app`), or `phase " + service + "`"));
    }
    if (facts.refork() == Answer.NO) {
      return Stream.of(
          Remark.refusal(
              state.member(),
              "it runs without `fork_worker`",
              facts.phased() == Answer.NO
                  ? "`restart " + service + " mode hot`"
                  : "`phase " + service + "`"));
    }
    return facts.phased() == Answer.NO
        ? Stream.of(Remark.refusal(state.member(), facts.whyNotPhased(), ""))
        : Stream.of();
  }

  /** HUP has Puma open its log anew where it has one of its own, and stops it elsewhere. */
  static List<Remark> hangUp(List<MemberState> states) {
    return states.stream()
        .filter(state -> !state.condition().isDown())
        .map(state ->
            Remark.refusal(
                state.member(),
                "a Puma without `stdout_redirect` stops at HUP",
                "say `stdout-redirect true` where its configuration has that, or rotate its log with"
                    + " `copytruncate`"))
        .toList();
  }

  private static Stream<Remark> withoutMonitor(MemberState state, Facts facts) {
    return facts.alone()
        ? Stream.of(
            Remark.warning(
                state.member(),
                "if the new code does not load Puma may end, and nothing is there to start it again",
                "run it under systemd or supervisor"))
        : Stream.of();
  }
}
