#!/bin/sh
# Runs a command with what it needs: finds or installs a JDK 25, installs the packages of the named groups that are
# missing, and does nothing at all when everything is there. Usage: with.sh GROUP,GROUP... COMMAND ARGUMENT...
set -eu
groups=$1
shift
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
export PATH

# What proves that a package is there (a program, a file below the folders of C headers or of fonts), and its Debian name.
tools_build='mvn=maven clang=clang bpf/bpf_helpers.h=libbpf-dev linux/if_xdp.h=linux-libc-dev asm/types.h=linux-libc-dev'
tools_lint='shellcheck=shellcheck clang-format=clang-format'
tools_lab='ip=iproute2 ethtool=ethtool nft=nftables sysctl=procps tcpdump=tcpdump dnsmasq=dnsmasq-base nginx=nginx-light
    iperf3=iperf3 udhcpc=udhcpc busybox=busybox-static curl=curl dig=bind9-dnsutils ping=iputils-ping
    arping=iputils-arping lftp=lftp socat=socat perfdhcp=kea-admin dhcpcd=dhcpcd-base dhclient=isc-dhcp-client'
tools_lab="$tools_lab kdig=knot-dnsutils drill=ldnsutils delv=bind9-dnsutils dnsperf=dnsperf
    dnssec-signzone=bind9-utils nmap=nmap ncat=ncat scapy=python3-scapy traceroute=traceroute
    tracepath=iputils-tracepath"
tools_web='chromium=chromium vlgothic/VL-Gothic-Regular.ttf=fonts-vlgothic'
tools_peers='apt-get=apt dpkg-deb=dpkg'

say() {
    echo "bauta: $*" >&2
}

is_jdk25() {
    [ -x "$1/bin/javac" ] && grep -qs '^JAVA_VERSION="25[".]' "$1/release"
}

find_jdk25() {
    for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /usr/java/* /opt/*jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
        if is_jdk25 "$home"; then
            echo "$home"
            return
        fi
    done
}

is_there() {
    case $1 in
    *.h)
        for folder in /usr/include /usr/include/"$(uname -m)"-linux-gnu; do
            [ -e "$folder/$1" ] && return
        done
        return 1
        ;;
    *.ttf) [ -e "/usr/share/fonts/truetype/$1" ] ;;
    *) command -v "$1" >/dev/null ;;
    esac
}

missing_packages() {
    for pair in $1; do
        is_there "${pair%%=*}" || echo "${pair#*=}"
    done | sort -u
}

debian_release() {
    # shellcheck disable=SC1091 # a file of the machine
    (. /etc/os-release && [ "${ID:-}" = debian ] && echo "${VERSION_ID:-0}") 2>/dev/null || echo 0
}

install() {
    command -v apt-get >/dev/null || {
        say "install these first (names as in Debian): $*"
        exit 1
    }
    as_root=
    [ "$(id -u)" = 0 ] || as_root=sudo
    say "installing $*"
    if ! DEBIAN_FRONTEND=noninteractive $as_root apt-get install -qq -y --no-install-recommends "$@" >&2; then
        $as_root apt-get update -qq >&2
        DEBIAN_FRONTEND=noninteractive $as_root apt-get install -qq -y --no-install-recommends "$@" >&2
    fi
}

wanted=
for group in $(echo "$groups" | tr ',' ' '); do
    case $group in
    build) wanted="$wanted $tools_build" ;;
    lint) wanted="$wanted $tools_lint" ;;
    lab) wanted="$wanted $tools_lab" ;;
    peers) wanted="$wanted $tools_peers" ;;
    web) wanted="$wanted $tools_web" ;;
    root) [ "$(id -u)" = 0 ] || { say "this makes network namespaces: run it as root"; exit 1; } ;;
    *) say "no such group: $group"; exit 1 ;;
    esac
done
packages=$(missing_packages "$wanted")
jdk=$(find_jdk25)
if [ -z "$jdk" ]; then
    [ "$(debian_release)" -ge 13 ] || {
        say "no JDK 25 found. Install one (Debian 12 has none of its own: unpack Eclipse Temurin 25 below /usr/lib/jvm)"
        say "or set JAVA_HOME to one, then call make again."
        exit 1
    }
    packages="$packages openjdk-25-jdk-headless"
fi
# shellcheck disable=SC2086 # a list of names
[ -z "${packages# }" ] || install $packages
JAVA_HOME=${jdk:-$(find_jdk25)}
export JAVA_HOME
exec "$@"
