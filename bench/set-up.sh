#!/usr/bin/env bash
# Installs what the benchmarks need: what the whole-node tests do, and the load and the rival that no test
# asks for.
set -euo pipefail
exec "$(dirname "$0")/../src/it/set-up.sh" \
  wrk:wrk \
  h2load:nghttp2-client \
  varnishd:varnish \
  varnishncsa:varnish
