#!/usr/bin/env bash
# Packs what Maven has built into target/larder-VERSION.tar.gz: unpack it anywhere and run
# bin/larder, or run its install.sh. The same sources give the same bytes.
set -euo pipefail
cd "$(dirname "$0")/.."

version=$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' pom.xml | head -1)
name=larder-$version
if [ ! -f target/larder.jar ] || [ ! -d target/lib ]; then
  echo "tarball: nothing is built yet; run mvn package first" >&2
  exit 1
fi

stage=target/tarball/$name
rm -rf target/tarball
mkdir -p "$stage"/{bin,lib,conf,systemd}
# The launcher knows an installed tree by the libraries beside it; bin is where people look for it.
install -m 755 larder "$stage/larder"
ln -s ../larder "$stage/bin/larder"
install -m 755 packaging/install.sh "$stage/install.sh"
install -m 644 target/larder.jar target/lib/*.jar "$stage/lib/"
install -m 644 conf/* "$stage/conf/"
install -m 644 systemd/* "$stage/systemd/"
install -m 644 README.md LICENSE CHANGELOG.md "$stage/"

# Neither clock, user nor directory order of this machine goes into the archive.
tar --create --directory target/tarball --format=ustar --sort=name --mtime='2026-01-01 00:00:00Z' \
  --owner=0 --group=0 --numeric-owner "$name" | gzip --no-name --best > "target/$name.tar.gz.part"
mv "target/$name.tar.gz.part" "target/$name.tar.gz"
echo "target/$name.tar.gz"
