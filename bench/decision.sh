#!/usr/bin/env bash
# What deciding on a hit costs, in nanoseconds and bytes of garbage: JMH, with its profiler of the
# collector. Whatever is given is handed to JMH: bench/decision.sh -f 1 -wi 2 -i 3
set -euo pipefail
cd "$(dirname "$0")/.."

JAVA_HOME=$(src/it/find-jdk.sh)
export JAVA_HOME
class_path=$(mktemp)
trap 'rm -f "$class_path"' EXIT
mvn -q test-compile dependency:build-classpath \
  -Dmdep.includeScope=test -Dmdep.outputFile="$class_path"
"$JAVA_HOME/bin/java" -cp "target/test-classes:target/classes:$(cat "$class_path")" \
  org.openjdk.jmh.Main HitDecision -prof gc "$@"
