#!/usr/bin/env bash
# Parsing and checking 100,000 lines, warm, in 512 MB: at most 2 s.
set -euo pipefail
cd "$(dirname "$0")/.."
. src/launcher/find-jdk.sh
find_jdk
classes=target/check-benchmark
rm -rf "$classes"
mkdir -p "$classes"
build=target/launcher/builds/$(<target/launcher/current)
"$java_home/bin/javac" -d "$classes" -cp "$build/bounce.jar:$build/lib/*" \
  bench/src/main/java/dev/bounce/bench/CheckBenchmark.java
exec "$java_home/bin/java" -Xmx512m -cp "$classes:$build/bounce.jar:$build/lib/*" \
  dev.bounce.bench.CheckBenchmark
