#!/usr/bin/env bash
# Restarting a group of 20 supervised programs, each of which has to stay up for a second.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/common.sh
. bench/supervisord.sh

start_supervisord 20
export XDG_STATE_HOME=$sandbox/state

# Both find the configuration in the directory in which they run.
paired restart-20 1.05 --warm-up 1 --directory "$sandbox" \
  -- "$PWD/bounce" exec 'restart bench via supervisor' \
  -- supervisorctl restart 'bench:*'
