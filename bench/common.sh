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

# run_class CLASS [ARG ...]: becomes a main of the benchmarks or tests, which are compiled first
run_class() {
  . src/launcher/find-jdk.sh
  find_jdk
  JAVA_HOME=$java_home mvn -B -ntp -q -Pbench -Dspotless.check.skip test-compile
  exec "$java_home/bin/java" --enable-native-access=ALL-UNNAMED \
    -cp "target/test-classes:target/classes:$(<target/bench.classpath)" "$@"
}
