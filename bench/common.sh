# Sourced by the benchmarks.

fail() {
  printf 'bench: %s\n' "$*" >&2
  exit 2
}

# paired NAME LIMIT [option ...] -- A ... -- B ...
paired() {
  local name=$1 limit=$2
  shift 2
  bench/paired.py --name "$name" --limit "$limit" --pairs "${BENCH_PAIRS:-10}" "$@"
}
