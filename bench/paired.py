#!/usr/bin/env python3
"""Measures two commands against each other, as pairs A B A B ...

    paired.py --name startup --limit 1.5 [--pairs 10] [--warm-up 2] [--directory DIR] -- A ... -- B ...

Both run in turn, so that whatever else the machine does falls on both. Prints each pair with its
ratio A/B, then the medians. The median of the ratios decides: above the limit the exit code is 1.
A command that fails ends the measurement with exit code 2: a time says nothing about work not done.
"""

import argparse
import statistics
import subprocess
import sys
import time

TIMEOUT_SECONDS = 300


def main():
    options, command_a, command_b = arguments(sys.argv[1:])
    for _ in range(options.warm_up):
        seconds(command_a, options.directory)
        seconds(command_b, options.directory)

    print(f"{options.name}: {options.pairs} pairs")
    print("  A  " + " ".join(command_a))
    print("  B  " + " ".join(command_b))
    print(f"  {'pair':>4} {'A ms':>10} {'B ms':>10} {'A/B':>7}")
    times_a, times_b, ratios = [], [], []
    for pair in range(1, options.pairs + 1):
        times_a.append(seconds(command_a, options.directory))
        times_b.append(seconds(command_b, options.directory))
        ratios.append(times_a[-1] / times_b[-1])
        row(pair, times_a[-1], times_b[-1], ratios[-1])

    ratio = statistics.median(ratios)
    row("med", statistics.median(times_a), statistics.median(times_b), ratio)
    kept = ratio <= options.limit
    verdict = "kept" if kept else "MISSED"
    print(f"  {options.name}: {ratio:.3f}, at most {options.limit}: {verdict}", flush=True)
    return 0 if kept else 1


def arguments(words):
    """The options, and the two commands, each behind a "--"."""
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--name", required=True)
    parser.add_argument("--limit", type=float, required=True)
    parser.add_argument("--pairs", type=int, default=10)
    parser.add_argument("--warm-up", type=int, default=2)
    parser.add_argument("--directory")
    parts = [[]]
    for word in words:
        if word == "--" and len(parts) < 3:
            parts.append([])
        else:
            parts[-1].append(word)
    if len(parts) != 3 or not parts[1] or not parts[2]:
        parser.error("give two commands, each behind a --")
    return parser.parse_args(parts[0]), parts[1], parts[2]


def seconds(command, directory):
    """How long the command takes; its output goes nowhere, its errors are shown when it fails."""
    started = time.perf_counter()
    done = subprocess.run(
        command,
        cwd=directory,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        timeout=TIMEOUT_SECONDS,
    )
    taken = time.perf_counter() - started
    if done.returncode != 0:
        sys.stderr.write(done.stderr.decode(errors="replace"))
        print(f"exit code {done.returncode}: {' '.join(command)}", file=sys.stderr)
        sys.exit(2)
    return taken


def row(label, time_a, time_b, ratio):
    print(f"  {label:>4} {time_a * 1000:10.1f} {time_b * 1000:10.1f} {ratio:7.3f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
