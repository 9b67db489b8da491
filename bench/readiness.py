#!/usr/bin/env python3
"""Starts a gunicorn by bounce again and again and prints how late bounce noticed that it serves.

With --preload gunicorn loads the application before it opens its port: until then connections are
refused. Its hook post_worker_init notes the moment at which the first worker can answer; when bounce
noticed that stands in the journal. Exits 1 when a median is beyond the limit, 2 when a run failed.
"""
import argparse
import datetime
import json
import os
import statistics
import subprocess
import sys

FLOOR_SECONDS = 0.05
SHARE = 0.05

HOOK = """
import time


def post_worker_init(worker):
    try:
        with open({file!r}, "x") as file:
            file.write(repr(time.time()))
    except FileExistsError:
        pass  # another worker was first
"""

RUNBOOK = """
service web {{
  via process
  stable 0s
  command [{command}]
  health http "http://127.0.0.1:{port}/"
}}
start web
wait healthy web within 1m
stop web
"""


def read(path):
    with open(path) as file:
        return file.read()


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


def moment(record):
    return datetime.datetime.fromisoformat(record["at"].replace("Z", "+00:00")).timestamp()


def noticed(state):
    """Returns when the process was started and when it was first healthy, by the journal."""
    shown = subprocess.run(
        ["./bounce", "show", "--state", state, "--format", "json"],
        check=True, capture_output=True, text=True)
    records = [json.loads(line) for line in shown.stdout.splitlines()]
    sent = next(moment(one) for one in records if one["kind"] == "effect-sent")
    healthy = next(moment(one) for one in records
                   if one["kind"] == "health" and one["healthy"])
    return sent, healthy


def measure(sandbox, number):
    """Returns the boot time and how late its end was noticed, in seconds."""
    ready = os.path.join(sandbox, "ready")
    state = os.path.join(sandbox, "state-%d" % number)
    environment = dict(os.environ, XDG_STATE_HOME=sandbox)
    if os.path.exists(ready):
        os.remove(ready)
    run = subprocess.run(
        ["./bounce", "run", "--state", state, "--yes", os.path.join(sandbox, "web.runbook")],
        capture_output=True, text=True, env=environment)
    if run.returncode != 0:
        sys.stderr.write(run.stdout + run.stderr)
        sys.exit(2)
    at = float(read(ready))
    sent, healthy = noticed(state)
    return at - sent, healthy - at


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--sandbox", required=True)
    parser.add_argument("boot_seconds", nargs="+")
    options = parser.parse_args()
    sandbox = options.sandbox
    web = os.path.join(sandbox, "web")
    write(os.path.join(sandbox, "ready.py"), HOOK.format(file=os.path.join(sandbox, "ready")))
    command = ", ".join(json.dumps(word) for word in read(os.path.join(web, "command")).split("\n")
                        if word)
    write(os.path.join(sandbox, "web.runbook"),
          RUNBOOK.format(command=command, port=read(os.path.join(web, "port")).strip()))
    missed = False
    number = 0
    for boot in options.boot_seconds:
        write(os.path.join(web, "boot-seconds"), boot)
        boots, delays = [], []
        for _ in range(options.runs):
            number += 1
            booted, late = measure(sandbox, number)
            boots.append(booted)
            delays.append(late)
        limit = max(FLOOR_SECONDS, SHARE * statistics.median(boots))
        median = statistics.median(delays)
        missed |= median > limit
        print("readiness  loading %5s s  boot %.2f s  noticed after %3.0f ms (%.1f %%), longest "
              "%.0f ms; limit %.0f ms%s"
              % (boot, statistics.median(boots), median * 1000,
                 100 * median / statistics.median(boots), max(delays) * 1000, limit * 1000,
                 "  MISSED" if median > limit else ""), flush=True)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
