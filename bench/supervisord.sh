# Sourced by the benchmarks: a real supervisord with its own configuration in $sandbox, a directory
# that goes again, with everything started in it, when the script ends.

sandbox=$(mktemp -d)
supervisord_pid=''
trap stop_supervisord EXIT
trap 'exit 130' INT TERM

# start_supervisord COUNT: the programs bench:sleeper-00 … of the group "bench", each a sleep.
start_supervisord() {
  local count=$1
  command -v supervisord >/dev/null || fail 'supervisord is missing: run bench/install'
  write_configuration "$count" >"$sandbox/supervisord.conf"
  (cd "$sandbox" && exec supervisord -n -c "$sandbox/supervisord.conf") \
    </dev/null >"$sandbox/supervisord.out" 2>&1 &
  supervisord_pid=$!
  local try
  for try in $(seq 100); do
    [ "$(supervisorctl_here status 2>/dev/null | grep -c RUNNING)" -eq "$count" ] && return
    sleep 0.1
  done
  cat "$sandbox/supervisord.out" >&2
  fail "supervisord did not bring up $count programs (tried $try times)"
}

write_configuration() {
  cat <<CONFIGURATION
[unix_http_server]
file=$sandbox/supervisor.sock
chmod=0700
[supervisord]
nodaemon=true
logfile=$sandbox/supervisord.log
pidfile=$sandbox/supervisord.pid
childlogdir=$sandbox
[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
[supervisorctl]
serverurl=unix://$sandbox/supervisor.sock
[program:sleeper]
command=sleep 100000
process_name=%(program_name)s-%(process_num)02d
numprocs=$1
startsecs=1
[group:bench]
programs=sleeper
CONFIGURATION
}

supervisorctl_here() {
  supervisorctl -c "$sandbox/supervisord.conf" "$@"
}

# supervisord ends its programs itself when it gets TERM; it is known by its pid alone.
stop_supervisord() {
  if [ -n "$supervisord_pid" ]; then
    kill -TERM "$supervisord_pid" 2>/dev/null || true
    wait "$supervisord_pid" 2>/dev/null || true
  fi
  rm -rf "$sandbox"
}
