#!/usr/bin/env bash
# Builds a corpus of real web assets from pinned npm packages and checks every file against
# manifest.tsv (size and SHA-256); exit status 1 on any difference.
#   build-corpus.sh OUTDIR               all packages
#   build-corpus.sh OUTDIR PACKAGE...    only these
#   build-corpus.sh OUTDIR --relock      all packages, and manifest.tsv written anew from spec.txt
# Files land at OUTDIR/PACKAGE/VERSION/FILE. Packed tarballs stay in OUTDIR/.tgz for the next time.
# Several builds into one directory wait for one another.
set -euo pipefail
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
out=${1:?usage: build-corpus.sh OUTDIR [--relock | PACKAGE...]}
shift
relock=false
if [ "${1:-}" = --relock ]; then
  relock=true
  shift
fi

mkdir -p "$out/.tgz"
out=$(cd "$out" && pwd)
exec 9>"$out/.lock"
flock 9
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# package, version, file: one line for each file of the spec, in its order
awk -F'|' -v only="$*" '
  BEGIN { n = split(only, names, " "); for (i = 1; i <= n; i++) wanted[names[i]] = 1 }
  /^[[:space:]]*(#|$)/ { next }
  {
    gsub(/^[[:space:]]+|[[:space:]]+$/, "", $1)
    if (n > 0 && !($1 in wanted)) next
    versions = split($2, version, " "); files = split($3, file, " ")
    for (v = 1; v <= versions; v++)
      for (f = 1; f <= files; f++)
        if (version[v] != "" && file[f] != "") print $1 "\t" version[v] "\t" file[f]
  }' "$here/spec.txt" > "$scratch/files"
[ -s "$scratch/files" ] || { echo "corpus: spec.txt has no package named: $*" >&2; exit 1; }

cut -f1,2 "$scratch/files" | sort -u | while IFS=$'\t' read -r package version; do
  tarball="$out/.tgz/$(echo "$package" | tr -d '@' | tr '/' '-')-$version.tgz"
  if [ ! -s "$tarball" ]; then
    (cd "$out/.tgz" && npm pack --silent --ignore-scripts "$package@$version" </dev/null >/dev/null)
  fi
  [ -s "$tarball" ] || { echo "corpus: no tarball for $package@$version" >&2; exit 1; }
  awk -F'\t' -v p="$package" -v v="$version" '$1 == p && $2 == v { print "package/" $3 }' \
    "$scratch/files" > "$scratch/wanted"
  mkdir -p "$out/$package/$version"
  if ! tar -xzf "$tarball" -C "$out/$package/$version" --strip-components=1 --no-same-owner \
      -T "$scratch/wanted" 2> "$scratch/errors"; then
    echo "corpus: missing in $package@$version:" >&2
    cat "$scratch/errors" >&2
    exit 1
  fi
done

while IFS=$'\t' read -r package version file; do
  path="$out/$package/$version/$file"
  printf '%s\t%s\t%s\t%s\t%s\n' "$package" "$version" "$file" \
    "$(stat -c %s "$path")" "$(sha256sum < "$path" | cut -d' ' -f1)"
done < "$scratch/files" > "$scratch/manifest"

if $relock; then
  cp "$scratch/manifest" "$here/manifest.tsv"
fi
awk -F'\t' -v only="$*" '
  BEGIN { n = split(only, names, " "); for (i = 1; i <= n; i++) wanted[names[i]] = 1 }
  n == 0 || ($1 in wanted)' "$here/manifest.tsv" > "$scratch/expected"
if ! diff "$scratch/expected" "$scratch/manifest" > "$scratch/difference"; then
  echo "corpus: files differ from manifest.tsv:" >&2
  head -20 "$scratch/difference" >&2
  exit 1
fi
awk -F'\t' '{ bytes += $4 } END { print "corpus: " NR " files, " bytes " bytes, all as in manifest.tsv" }' \
  "$scratch/manifest"
