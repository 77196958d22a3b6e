#!/usr/bin/env bash
# Installs what the whole-node tests need from Debian's own packages, and what its arguments name beside
# it. Says what it does, may be run again at any time, and needs root or a sudo that asks nothing.
set -euo pipefail

# command:package, for each program that a test starts; a file by its path
needed=(
  nginx:nginx-light
  /usr/lib/nginx/modules/ngx_http_brotli_filter_module.so:libnginx-mod-http-brotli-filter
  chromium:chromium
  curl:curl
  nghttp:nghttp2-client
  openssl:openssl
  node:nodejs
  npm:npm
  systemd-analyze:systemd
  mount:mount
  "$@"
)

missing=()
for pair in "${needed[@]}"; do
  program=${pair%%:*}
  # nginx lies in /usr/sbin, which an ordinary user's PATH may not have; a module is no command.
  if ! [[ $program == /* && -e $program ]] && ! PATH="$PATH:/usr/sbin:/sbin" command -v "$program" >/dev/null; then
    missing+=("${pair#*:}")
  fi
done

if [ ${#missing[@]} -eq 0 ]; then
  echo "set-up: everything is here already"
  exit 0
fi

if ! command -v apt-get >/dev/null; then
  echo "set-up: no apt-get on this machine; install by hand: ${missing[*]}" >&2
  exit 1
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "set-up: run this as root (there is no sudo); it installs ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo --non-interactive)
fi

echo "set-up: installing ${missing[*]}"
"${as_root[@]}" apt-get update -qq
# A policy of 101 keeps Debian's scripts from starting the system's own nginx.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
  "${as_root[@]}" chmod 755 "$policy"
  trap '"${as_root[@]}" rm -f "$policy"' EXIT
fi
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null
echo "set-up: done"
