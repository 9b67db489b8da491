package dev.bounce.verb;

import dev.bounce.check.Later;
import dev.bounce.check.Matched;
import dev.bounce.check.Signature;
import dev.bounce.check.Signature.BlockRule;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.plan.Formula;
import dev.bounce.plan.Planning;
import dev.bounce.plan.Step;
import dev.bounce.plan.StepHead;
import dev.bounce.plan.Verb;
import dev.bounce.value.Texts;
import dev.bounce.value.Type;
import dev.bounce.value.Value;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** {@code signal T NAME}: a signal to every member that runs. */
final class SignalVerb implements Verb {
  /** Signals of signal(7) that say something to a service; not those that a fault raises. */
  private static final Set<String> NAMES =
      Set.of(
          "ABRT", "ALRM", "CONT", "HUP", "INT", "KILL", "PIPE", "PROF", "QUIT", "STOP", "TERM",
          "TSTP", "TTIN", "TTOU", "URG", "USR1", "USR2", "VTALRM", "WINCH");

  @Override
  public Signature signature() {
    return Signature.of("signal")
        .takes("target", Type.TARGET)
        .takes("name", Type.WORD)
        .clause("via", Type.BACKEND)
        .laterClause("as", Type.WORD, "this version acts as the user it runs as")
        .block(BlockRule.NONE);
  }

  @Override
  public Step plan(Matched matched, StepHead head, Planning planning) {
    Formula target = planning.target(matched);
    planning.touch();
    return new Step.SendSignal(
        head.id(), head.title(), head.place(), target, name(matched, planning));
  }

  private static String name(Matched matched, Planning planning) {
    Optional<Value> known = planning.formula(matched.required("name"), Type.WORD).known();
    if (known.isEmpty()) {
      planning.report(Later.SIGNAL_OF_THE_RUN.at(matched.required("name").span()));
      return "";
    }
    String written = Texts.plain(known.get());
    String upper = written.toUpperCase(Locale.ROOT);
    String name = upper.startsWith("SIG") ? upper.substring("SIG".length()) : upper;
    if (!NAMES.contains(name)) {
      planning.report(
          Diagnostic.error(
                  Code.C036,
                  matched.required("name").span(),
                  "`" + written + "` is not the name of a signal")
              .hint("one of " + String.join(", ", NAMES.stream().sorted().toList())));
    }
    return name;
  }
}
