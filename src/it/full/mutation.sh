#!/usr/bin/env bash
# Changes the rules in hundreds of small ways and looks whether their tests notice; fails below 85 %.
# Takes two minutes on two cores. The report is target/pit-reports/index.html.
set -euo pipefail
cd "$(dirname "$0")/../../.."
JAVA_HOME=$(src/it/find-jdk.sh)
export JAVA_HOME
mvn -B -Pmutation test-compile org.pitest:pitest-maven:mutationCoverage
