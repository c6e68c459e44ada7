#!/bin/sh
# Copies the kernel modules that the guest loads, with what they depend on, and writes the order to load them in.
# Usage: modules.sh FOLDER-OF-THE-KERNEL'S-MODULES OUT
set -eu
from=$1
out=$2
: >"$out/order"
for name in pppoe ppp_async ppp_synctty ppp_deflate bsd_comp dummy ipv6; do
    line=$(grep "/$name\.ko[.a-z]*:" "$from/modules.dep") || continue # built into this kernel
    # modules.dep names the direct needs first, each followed by its own, so the reverse order loads cleanly.
    echo "${line%%:*}${line#*:}" | tr ' ' '\n' | tac | while read -r file; do
        plain=$(basename "${file%.xz}")
        grep -qx "$plain" "$out/order" && continue
        case $file in
            *.xz) xz -dc "$from/$file" >"$out/$plain" ;;
            *) cp "$from/$file" "$out/$plain" ;;
        esac
        echo "$plain" >>"$out/order"
    done
done
