#!/bin/sh
# Unpacks promtool from the machine's own Debian sources without installing the package, which would start a daemon.
# Usage: promtool.sh FOLDER; the program is FOLDER/usr/bin/promtool afterwards.
set -eu
mkdir -p "$1"
root=$(cd "$1" && pwd)
[ -x "$root/usr/bin/promtool" ] && exit

say() {
    echo "test-peers: $*" >&2
}

for tool in apt-get apt-cache dpkg-deb; do
    command -v "$tool" >/dev/null || {
        say "$tool not found: promtool can only be fetched on Debian"
        exit 1
    }
done
if ! apt-cache show prometheus >/dev/null 2>&1; then
    apt-get -q update >&2
fi
fresh=$(mktemp -d "$root/fetch.XXXXXX")
trap 'rm -rf "$fresh"' EXIT
(cd "$fresh" && apt-get -q -o APT::Sandbox::User=root download prometheus >&2)
mkdir "$fresh/unpacked"
dpkg-deb -x "$fresh"/prometheus_*.deb "$fresh/unpacked"
mkdir -p "$root/usr/bin"
mv "$fresh/unpacked/usr/bin/promtool" "$root/usr/bin/promtool"
