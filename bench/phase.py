#!/usr/bin/env python3
"""Has bounce restart six servers in batches of two, and compares the time with the critical path.

The servers (testbed/member) note themselves when they get TERM and when they listen; when a process
had ended, was spawned and was called RUNNING stands in supervisord's log. What a member needs to stop
and to boot follows from these alone: from TERM to the end, and from the spawn until it listens and is
RUNNING. The time of the phase is that of its step in the journal. Exits 1 when a median is beyond the
limit, 2 when a run failed.
"""
import argparse
import collections
import datetime
import json
import os
import re
import statistics
import subprocess
import sys

SHARE = 1.1
SECONDS_FOR_EACH_BATCH = 0.2
STOP_SECONDS = 0.2
BOOT_SECONDS = (0.5, 0.7, 0.9, 1.1, 1.3, 1.5)
BATCH = 2
SOAK_SECONDS = 0.8

# What supervisord calls RUNNING at once, and after a second.
GROUPS = {"swift": 0, "steady": 1}

PROGRAM = """
[program:{group}]
command={member} {group}_%(process_num)d {sandbox}
process_name={group}_%(process_num)d
numprocs={count}
startsecs={startsecs}
"""

RUNBOOK = """
service web {{
  via supervisor
  server "unix://{sandbox}/s/supervisor.sock"
  group "{group}"
  {stable}
  health http "unix://{sandbox}/{group}_${{it.index}}.sock:/"
}}
wait healthy web
{phase}
"""

Case = collections.namedtuple("Case", "group soak phase")
CASES = (
    Case("swift", 0, "phase web by 2"),
    Case("steady", 0, "phase web by 2"),
    Case("steady", SOAK_SECONDS, "phase web by 2 soak 800ms"),
    Case("swift", SOAK_SECONDS, "phase web by 2 { restart it; wait healthy it for 800ms }"),
)

EVENT = re.compile(r"(\S+ \S+) \S+ (?:(spawned): '(\S+)'|(success): (\S+) entered RUNNING"
                   r"|(stopped): (\S+) )")


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


def write_programs(sandbox):
    member = os.path.abspath("testbed/member")
    write(os.path.join(sandbox, "programs.conf"), "".join(
        PROGRAM.format(group=group, member=member, sandbox=sandbox, count=len(BOOT_SECONDS),
                       startsecs=startsecs)
        for group, startsecs in GROUPS.items()))
    for group in GROUPS:
        for number, boot in enumerate(BOOT_SECONDS):
            name = os.path.join(sandbox, "%s_%d" % (group, number))
            write(name + ".boot", str(boot))
            write(name + ".stop", str(STOP_SECONDS))


def last_moment(sandbox, name, word):
    with open(os.path.join(sandbox, name + ".moments")) as file:
        return [float(line.split()[1]) for line in file if line.split()[0] == word][-1]


def logged(sandbox):
    """Returns, by process, when each kind of event stands in supervisord's log for the last time."""
    moments = collections.defaultdict(dict)
    with open(os.path.join(sandbox, "s", "supervisord.log")) as file:
        for line in file:
            match = EVENT.match(line)
            if match:
                kind, name = [word for word in match.groups()[1:] if word]
                at = datetime.datetime.strptime(match.group(1), "%Y-%m-%d %H:%M:%S,%f")
                moments[name][kind] = at.timestamp()
    return moments


def critical_path(sandbox, case):
    """Returns its seconds, and how many batches there are."""
    moments = logged(sandbox)
    needed = []
    for number in range(len(BOOT_SECONDS)):
        name = "%s_%d" % (case.group, number)
        own = moments[name]
        stop = own["stopped"] - last_moment(sandbox, name, "stopping")
        boot = max(own["success"], last_moment(sandbox, name, "ready")) - own["spawned"]
        needed.append(stop + boot)
    batches = [needed[i:i + BATCH] for i in range(0, len(needed), BATCH)]
    return sum(max(batch) + case.soak for batch in batches), len(batches)


def moment(record):
    return datetime.datetime.fromisoformat(record["at"].replace("Z", "+00:00")).timestamp()


def measure(sandbox, case, number):
    """Returns the seconds of the phase, those of its critical path, and how many it may take."""
    state = os.path.join(sandbox, "state-%d" % number)
    runbook = os.path.join(sandbox, "web.runbook")
    stable = "stable 0s" if GROUPS[case.group] == 0 else ""
    write(runbook, RUNBOOK.format(sandbox=sandbox, group=case.group, stable=stable, phase=case.phase))
    run = subprocess.run(["./bounce", "run", "--state", state, runbook],
                         capture_output=True, text=True)
    if run.returncode != 0:
        sys.stderr.write(run.stdout + run.stderr)
        sys.exit(2)
    shown = subprocess.run(["./bounce", "show", "--state", state, "--format", "json"],
                           check=True, capture_output=True, text=True)
    records = [json.loads(line) for line in shown.stdout.splitlines()]
    began, ended = [next(moment(one) for one in records
                         if one["kind"] == kind and one.get("title", "").startswith("phase "))
                    for kind in ("step-started", "step-finished")]
    path, batches = critical_path(sandbox, case)
    return ended - began, path, SHARE * path + SECONDS_FOR_EACH_BATCH * batches


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sandbox", required=True)
    parser.add_argument("--write-programs", action="store_true")
    options = parser.parse_args()
    if options.write_programs:
        write_programs(options.sandbox)
        return
    missed = False
    number = 0
    for case in CASES:
        totals, paths, shares = [], [], []
        for _ in range(options.runs):
            number += 1
            total, path, allowed = measure(options.sandbox, case, number)
            totals.append(total)
            paths.append(path)
            shares.append(total / allowed)
        late = statistics.median(shares) > 1
        missed |= late
        total, path = statistics.median(totals), statistics.median(paths)
        print("phase  startsecs=%d  %-58s %.2f s, critical path %.2f s, ratio %.3f; "
              "%.0f %% of what is allowed, at most %.0f %%%s"
              % (GROUPS[case.group], case.phase, total, path, total / path,
                 100 * statistics.median(shares), 100 * max(shares), "  MISSED" if late else ""),
              flush=True)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
