#!/bin/sh
# Fetches packages of others from the machine's own Debian sources and unpacks them, with the libraries they need,
# without installing anything: installed, they would start daemons. Usage: unpacked.sh ROOT PACKAGE...
set -eu
mkdir -p "$1"
root=$(cd "$1" && pwd)
shift
cache=$root.packages
mkdir -p "$cache"
if ! apt-cache show "$@" >/dev/null 2>&1; then
    apt-get -q update >&2
fi
closure=$(apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces \
    --no-enhances "$@" | grep '^lib[a-z0-9.+-]*$' | grep -v -e '-perl$' -e '^libc6$' | sort -u)
# A name without a candidate stands for another package, which is in the list under its own name.
# shellcheck disable=SC2086 # lists of names
wanted=$(apt-cache policy "$@" $closure |
    awk '/^[^ ]/ { name = $1 } /Candidate:/ && $2 != "(none)" { print substr(name, 1, length(name) - 1) }')
# shellcheck disable=SC2086 # a list of names
(cd "$cache" && apt-get -q -o APT::Sandbox::User=root download $wanted >&2)
for package in "$cache"/*.deb; do
    dpkg-deb -x "$package" "$root"
done
rm -rf "$cache"
