# Shared by the scripts of this folder; sourced, not run. Everything is done by pid: nothing here
# looks for processes by their names.

# alive PID: is that process there, and not a zombie that nobody has reaped yet?
alive() {
  local stat
  stat=$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null) || return 1
  [ -n "$stat" ] && [ "${stat%% *}" != Z ]
}

# wait_until TENTHS COMMAND…: repeats the command until it succeeds, for that many tenths of a second
wait_until() {
  local left=$1
  shift
  until "$@"; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || return 1
    sleep 0.1
  done
}

gone() { ! alive "$1"; }

# end_process PID TENTHS: TERM, and KILL when that was not enough
end_process() {
  kill -TERM "$1" 2>/dev/null || return 0
  wait_until "$2" gone "$1" || kill -KILL "$1" 2>/dev/null || true
}

# need COMMAND PACKAGE: exit 69 (EX_UNAVAILABLE), naming the package, when the command is not there
need() {
  command -v "$1" >/dev/null || {
    echo "$0: $1 is not installed; it comes with the Debian package $2" >&2
    exit 69
  }
}

# free_port: prints a TCP port of 127.0.0.1 that nobody listens on just now
free_port() {
  need python3 python3
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
