#!/usr/bin/env bash
# How long after a real gunicorn can answer `wait healthy` notices it, for boot times of 0.2, 1 and 5 s:
# in the median at most 50 ms or 5 % of the boot time, whichever is longer.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/common.sh

[ -x /usr/bin/gunicorn ] || fail 'gunicorn is missing: it comes with the Debian package gunicorn'
sandbox=$(mktemp -d)
trap 'rm -rf "$sandbox"' EXIT
trap 'exit 130' INT TERM
testbed/gunicorn prepare "$sandbox/web" --preload --config "$sandbox/ready.py" ||
  fail 'the test bed has no gunicorn'
bench/readiness.py --runs "${BENCH_PAIRS:-10}" --sandbox "$sandbox" 0.2 1 5
