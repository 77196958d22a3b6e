#!/usr/bin/env bash
# The whole-node tests at full size: all 245 files of the corpus through the node, 20 rounds of
# kill -9 with 20,000 objects stored before, 500 slow readers for a minute, hits beside 100 readers of
# files that only the disk has. Prints what was measured
# at the end. An argument names one test class: run.sh CorpusIT
set -euo pipefail
cd "$(dirname "$0")/../../.."

src/it/set-up.sh
JAVA_HOME=$(src/it/find-jdk.sh)
export JAVA_HOME
rm -f target/figures.txt
only=()
if [ $# -gt 0 ]; then
  only=("-Dit.test=$1" -Dfailsafe.failIfNoSpecifiedTests=true)
fi
mvn -Pit -Dit.size=full "${only[@]}" verify
echo
echo "Figures of this run, on $(nproc) cores:"
cat target/figures.txt
