#!/bin/sh
# Installs an unpacked Larder as a service. See --help.
set -eu

usage() {
  cat <<'HELP'
usage: install.sh [--prefix DIR] [--sysconfdir DIR] [--uninstall] [--help]

Installs Larder from the directory that this script lies in:

  PREFIX/lib/larder              the program (PREFIX is /usr when nothing is said)
  PREFIX/bin/larder              a link to its launcher
  PREFIX/lib/systemd/system      the service    (/etc/systemd/system when PREFIX is not /usr)
  PREFIX/lib/sysusers.d          its user       (/etc/sysusers.d)
  PREFIX/lib/tmpfiles.d          its directories (/etc/tmpfiles.d)
  SYSCONFDIR/larder/larder.yaml  the configuration (SYSCONFDIR is /etc); one that is there stays,
                                 and the new one is put beside it as larder.yaml.new

With DESTDIR in the environment everything is put below that directory and nothing of this machine
is changed, as packages want it. Without it, on a machine that runs systemd, the user and the
directories are made and systemd is told; the service is neither enabled nor started.

--uninstall takes the program and the service away and leaves configuration and store.
HELP
}

prefix=/usr
sysconfdir=/etc
uninstall=false
while [ $# -gt 0 ]; do
  case $1 in
    --prefix) prefix=${2:?install.sh: --prefix needs a directory}; shift 2 ;;
    --sysconfdir) sysconfdir=${2:?install.sh: --sysconfdir needs a directory}; shift 2 ;;
    --uninstall) uninstall=true; shift ;;
    --help | -h) usage; exit 0 ;;
    *) echo "install.sh: unknown argument $1 (see --help)" >&2; exit 1 ;;
  esac
done

here=$(cd "$(dirname "$0")" && pwd)
root=${DESTDIR:-}
program=$prefix/lib/larder
if [ "$prefix" = /usr ]; then
  system=/usr/lib/systemd/system users=/usr/lib/sysusers.d files=/usr/lib/tmpfiles.d
else
  # systemd looks only at some places, and a prefix of one's own is not among them.
  system=/etc/systemd/system users=/etc/sysusers.d files=/etc/tmpfiles.d
fi

tell_systemd() {
  if [ -z "$root" ] && [ -d /run/systemd/system ]; then
    "$@"
  fi
}

if $uninstall; then
  tell_systemd systemctl disable --now larder.service || true
  rm -rf "$root$program"
  rm -f "$root$prefix/bin/larder" "$root$system/larder.service" \
    "$root$users/larder.conf" "$root$files/larder.conf"
  tell_systemd systemctl daemon-reload
  echo "Larder is gone; $sysconfdir/larder and the store are left."
  exit 0
fi

# Writes a file with the paths of this installation in place of the packaged ones.
placed() {
  sed -e "s|/usr/lib/larder|$program|g" -e "s|/etc/larder|$sysconfdir/larder|g" "$1" > "$2"
  chmod 644 "$2"
}

install -d "$root$program/bin" "$root$program/lib" "$root$program/conf" "$root$prefix/bin" "$root$sysconfdir/larder" \
  "$root$system" "$root$users" "$root$files"
# An upgrade must not leave a library of the old version on the class path.
rm -f "$root$program/lib/"*.jar
install -m 755 "$here/larder" "$root$program/larder"
ln -sf ../larder "$root$program/bin/larder"
install -m 644 "$here/conf/jvm.options" "$root$program/conf/"
install -m 644 "$here/lib/"*.jar "$root$program/lib/"
ln -sf "$program/bin/larder" "$root$prefix/bin/larder"
placed "$here/systemd/larder.service" "$root$system/larder.service"
placed "$here/systemd/larder.sysusers" "$root$users/larder.conf"
placed "$here/systemd/larder.tmpfiles" "$root$files/larder.conf"

configuration=$root$sysconfdir/larder/larder.yaml
if [ -e "$configuration" ] && ! cmp -s "$here/conf/larder.yaml" "$configuration"; then
  install -m 644 "$here/conf/larder.yaml" "$configuration.new"
  echo "Kept $sysconfdir/larder/larder.yaml; the new one is beside it as larder.yaml.new."
else
  install -m 644 "$here/conf/larder.yaml" "$configuration"
fi

tell_systemd systemd-sysusers "$users/larder.conf"
tell_systemd systemd-tmpfiles --create "$files/larder.conf"
tell_systemd systemctl daemon-reload
echo "Larder is installed in $program."
echo "Name your origin in $sysconfdir/larder/larder.yaml, then: systemctl enable --now larder"
