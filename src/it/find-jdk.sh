#!/bin/sh
# Prints the home of a JDK 25 or newer: JAVA_HOME, else the newest that lies in a usual place.
set -eu
best=
best_version=24
for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/* /opt/jdk*; do
  [ -n "$home" ] && [ -x "$home/bin/javac" ] && [ -r "$home/release" ] || continue
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
  if [ "${version:-0}" -gt "$best_version" ]; then
    best=$home
    best_version=$version
    [ "$home" != "${JAVA_HOME:-}" ] || break
  fi
done
if [ -z "$best" ]; then
  echo "no JDK 25 or newer in JAVA_HOME, /usr/lib/jvm, /opt/java or /opt" >&2
  exit 1
fi
echo "$best"
