#!/usr/bin/env bash
# How long it takes to see a plan, next to the tools that people would otherwise type.
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/common.sh
. bench/supervisord.sh

command -v ansible-playbook >/dev/null || fail 'ansible-playbook is missing: run bench/install'
start_supervisord 3
export XDG_STATE_HOME=$sandbox/state
missed=0

paired startup-ansible 0.3 \
  -- ./bounce plan runbooks/quickstart.runbook \
  -- ansible-playbook --check -i localhost, -c local bench/one-task.yml || missed=1

paired startup-supervisorctl 1.5 \
  -- ./bounce plan runbooks/quickstart.runbook \
  -- supervisorctl -c "$sandbox/supervisord.conf" status || missed=1

exit "$missed"
