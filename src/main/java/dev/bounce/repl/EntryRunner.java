package dev.bounce.repl;

import dev.bounce.diag.Diagnostic;
import dev.bounce.plan.Plan;
import dev.bounce.run.Aftermath;
import dev.bounce.run.Interruption;
import dev.bounce.run.MemberReport;
import java.util.List;

/** Carries plans out for a session; each is a run of its own, with its own journal. */
public interface EntryRunner {
  /**
   * Carries a plan out and tells of it as it goes, its end included.
   *
   * @param earlier the members that earlier entries have touched
   * @param interruption ends it early
   * @throws NotRunException when no run could begin, as without a journal
   */
  Aftermath run(Plan plan, List<MemberReport> earlier, Interruption interruption)
      throws NotRunException;

  /**
   * Returns what a plan would do, as text; touches nothing.
   *
   * @throws NotRunException when that cannot be told
   */
  String preview(Plan plan) throws NotRunException;

  /** Is told what may be wrong in an entry, before it is carried out. */
  void warn(List<Diagnostic> warnings);
}
