#!/usr/bin/env bash
# How long a rolling restart of six supervised servers takes, next to its critical path: the sum over the
# batches of what the slowest member needs to stop and to boot, and of the soak. At most 1.1 times that
# and 200 ms for each batch.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/common.sh

sandbox=$(mktemp -d)
clean_up() {
  testbed/supervisor stop "$sandbox/s"
  rm -rf "$sandbox"
}
trap clean_up EXIT
trap 'exit 130' INT TERM
bench/phase.py --sandbox "$sandbox" --write-programs
SUPERVISOR_INCLUDE=$sandbox/programs.conf testbed/supervisor start "$sandbox/s" ||
  fail 'the test bed has no supervisord'
bench/phase.py --sandbox "$sandbox" --runs "${BENCH_PAIRS:-5}"
