package dev.bounce.backend.systemd;

import dev.bounce.backend.Action;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.Remark;
import dev.bounce.backend.Settings;
import java.util.ArrayList;
import java.util.List;

/** What else an action brings about, and what speaks against it. */
final class Remarks {
  private final Action action;
  private final Settings settings;
  private final List<MemberState> members;
  private final List<Remark> remarks = new ArrayList<>();

  Remarks(Action action, Settings settings, List<MemberState> members) {
    this.action = action;
    this.settings = settings;
    this.members = members;
  }

  List<Remark> all() {
    for (MemberState member : members) {
      Facts facts = Facts.of(member);
      if (facts.isUnknown()) {
        continue;
      }
      switch (action) {
        case START -> {
          if (!member.isRunning()) {
            beforeStart(member, facts);
          }
        }
        case STOP -> {
          if (!member.condition().isDown()) {
            beforeStop(member, facts);
          }
        }
        case RESTART -> beforeRestart(member, facts);
        case RELOAD -> beforeReload(member, facts);
        case HOT_RESTART, ROLL, REFORK, SIGNAL -> {}
      }
    }
    return List.copyOf(remarks);
  }

  private void beforeStart(MemberState member, Facts facts) {
    facts
        .unusable()
        .ifPresent(why ->
            refuse(
                member,
                "cannot be started: its unit is " + why,
                "`systemctl status "
                    + member.member()
                    + "` says what is wrong with its unit file"));
    if (facts.refusesStart()) {
      refuse(member, "says RefuseManualStart=yes in its unit file", "start what it belongs to");
    }
    if (facts.isForgottenOnceDone()) {
      refuse(
          member,
          "is a oneshot that systemd forgets once it is done (RemainAfterExit=no): nothing could"
              + " prove that it ran",
          "run [\"systemctl\", \"restart\", \"%s\"], whose exit code says whether it did"
              .formatted(member.member()));
    }
    mindUnitFile(member, facts);
  }

  private void beforeStop(MemberState member, Facts facts) {
    if (facts.refusesStop()) {
      refuse(member, "says RefuseManualStop=yes in its unit file", "stop what it belongs to");
    }
    also(member, "stop", facts.stoppedWithIt());
    if (action == Action.STOP) {
      for (String starter : facts.starters()) {
        remarks.add(
            Remark.warning(
                member.member(),
                "will be started again by " + starter + ", which is active",
                "stop " + starter + " first"));
      }
      if (facts.isOutdated()) {
        remarks.add(
            Remark.warning(
                member.member(),
                "has a unit file that has changed: it is stopped as the old one says",
                ""));
      }
    }
  }

  private void beforeRestart(MemberState member, Facts facts) {
    beforeStart(member, facts);
    if (facts.refusesStop()) {
      refuse(member, "says RefuseManualStop=yes in its unit file", "restart what it belongs to");
    }
    if (!member.condition().isDown()) {
      also(member, "restart", facts.restartedWithIt());
    }
  }

  private void beforeReload(MemberState member, Facts facts) {
    if (!facts.canReload()) {
      refuse(
          member,
          "has no ExecReload= in its unit file, so that systemd cannot reload it",
          "restart it, or give its unit an ExecReload=");
    } else if (!member.isRunning()) {
      refuse(member, "does not run, so that it cannot be reloaded", "start it");
    }
    mindUnitFile(member, facts);
  }

  private void mindUnitFile(MemberState member, Facts facts) {
    if (!facts.isOutdated()) {
      return;
    }
    if (settings.isSet("daemon-reload")) {
      remarks.add(
          Remark.also(
              member.member(),
              "has a unit file that has changed: systemd will read all unit files anew"));
    } else {
      refuse(
          member,
          "has a unit file that has changed, and systemd would still go by the old one",
          "daemon-reload true in the service lets bounce have systemd read it,"
              + " or: `systemctl daemon-reload`");
    }
  }

  private void also(MemberState member, String verb, List<String> others) {
    List<String> named = members.stream().map(MemberState::member).toList();
    for (String other : others) {
      if (!named.contains(other)) {
        remarks.add(Remark.also(member.member(), verb, other));
      }
    }
  }

  private void refuse(MemberState member, String text, String repair) {
    remarks.add(Remark.refusal(member.member(), text, repair));
  }
}
