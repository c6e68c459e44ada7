#!/bin/sh
# Fetches the packages of the guest from the machine's own Debian sources and unpacks them without installing anything.
# Usage: packages.sh CACHE ROOT
set -eu
mkdir -p "$1" "$2"
cache=$(cd "$1" && pwd)
root=$(cd "$2" && pwd)

say() {
    echo "test-peers: $*" >&2
}

for tool in apt-get apt-cache dpkg-deb; do
    command -v "$tool" >/dev/null || {
        say "$tool not found: the guest can only be built on Debian 12 or 13"
        exit 1
    }
done
if ! apt-cache show user-mode-linux ppp pppoe >/dev/null 2>&1; then
    apt-get -q update >&2
fi

# What pppd's libraries need in turn follows from the package list; perl and the like, which only scripts need, does not.
closure=$(apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces \
    --no-enhances ppp | grep '^lib[a-z0-9.+-]*$' | grep -v -e '-perl$' | sort -u)
optional=$(apt-cache pkgnames openssl-provider-legacy)
# A name without a candidate stands for another package, which is in the list under its own name.
# shellcheck disable=SC2086 # lists of names
wanted=$(apt-cache policy user-mode-linux ppp pppoe busybox-static $closure $optional |
    awk '/^[^ ]/ { name = $1 } /Candidate:/ && $2 != "(none)" { print substr(name, 1, length(name) - 1) }')
for name in user-mode-linux ppp pppoe busybox-static; do
    echo "$wanted" | grep -qx "$name" || {
        say "no package $name for this machine: the guest needs Debian 12 or 13 on amd64"
        exit 1
    }
done
# shellcheck disable=SC2086 # a list of names
(cd "$cache" && apt-get -q -o APT::Sandbox::User=root download $wanted >&2)
for package in "$cache"/*.deb; do
    dpkg-deb -x "$package" "$root"
done
rm -rf "$cache"
