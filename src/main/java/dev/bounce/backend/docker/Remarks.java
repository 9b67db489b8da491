package dev.bounce.backend.docker;

import dev.bounce.backend.Action;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.Remark;
import java.util.ArrayList;
import java.util.List;

/** What has to be said before something is done to containers. */
final class Remarks {
  private Remarks() {}

  static List<Remark> of(Action action, List<MemberState> members) {
    List<Remark> remarks = new ArrayList<>();
    for (MemberState member : members) {
      if ("paused".equals(member.facts().get(StateReader.STATUS))) {
        remarks.add(
            Remark.refusal(
                member.member(),
                "the container " + member.member() + " is paused: its processes are frozen",
                "docker unpause " + member.member()));
      }
      if (ends(action)) {
        sayWhatEnds(member, remarks);
      }
    }
    return List.copyOf(remarks);
  }

  private static void sayWhatEnds(MemberState member, List<Remark> remarks) {
    if (member.facts().containsKey(StateReader.REMOVED_AT_END)) {
      remarks.add(
          Remark.refusal(
              member.member(),
              "the container %s was run with --rm: docker removes it when it is stopped"
                  .formatted(member.member()),
              "make it without --rm"));
    }
    String borrowers = member.facts().get(StateReader.LENDS_NETWORK_TO);
    if (borrowers != null) {
      remarks.add(
          Remark.warning(
              member.member(),
              "%s %s the network of %s and loses it"
                  .formatted(borrowers, borrowers.contains(",") ? "use" : "uses", member.member()),
              "restart " + borrowers + " afterwards"));
    }
  }

  private static boolean ends(Action action) {
    return switch (action) {
      case STOP, RESTART -> true;
      case START, RELOAD, HOT_RESTART, ROLL, REFORK, SIGNAL -> false;
    };
  }
}
