#!/bin/sh
# Builds the guest of `make test-peers`: a user-mode-linux kernel and an initramfs with rp-pppoe's pppoe-server and pppd,
# all taken from the running Debian release. Usage: build.sh FOLDER. Nothing is done when the guest there is up to date.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
out=$(cd "$1" && pwd)
root=$out/root # what the packages bring
disk=$out/disk # what the guest gets of it

if [ -s "$out/guest.gz" ] && [ -z "$(find "$here" -newer "$out/guest.gz")" ]; then
    exit 0
fi
rm -rf "$root" "$disk" "$out/guest.gz"
"$here/packages.sh" "$out/packages" "$root"

# The packages put libraries and programs under / or /usr, depending on the release; the guest has them all under /usr.
mkdir -p "$disk/etc" "$disk/proc" "$disk/sys" "$disk/dev" "$disk/run" "$disk/tmp" "$disk/root" "$disk/modules"
for folder in bin sbin lib lib64; do
    mkdir -p "$disk/usr/$folder"
    ln -s "usr/$folder" "$disk/$folder"
done
mkdir -p "$disk/var"
ln -s /run "$disk/var/run"
ln -s /tmp "$disk/var/log"
cp -R "$here/guest/." "$disk/"
chmod 755 "$disk/init" "$disk/pppd" "$disk/www/cgi-bin/sum"
chmod 600 "$disk"/etc/ppp/*-secrets

busybox=$(find "$root" -type f -path '*/bin/busybox')
cp "$busybox" "$disk/bin/busybox"
for applet in $("$busybox" --list); do
    [ "$applet" = busybox ] || ln -s busybox "$disk/bin/$applet"
done
for program in pppd pppoe-server pppoe; do
    cp "$(find "$root" -type f -path "*/sbin/$program" | head -n 1)" "$disk/sbin/"
done

# Libraries go under the very names the loader looks for, found by asking the release's own loader.
loader=$(find "$root" -name 'ld-linux-*.so.*' | head -n 1)
folders=$(find "$root" -name '*.so*' -exec dirname {} + | sort -u | paste -sd :)
"$loader" --library-path "$folders" --list "$disk/sbin/pppd" >"$out/libraries"
sed -n 's/.* => \([^ ]*\) .*/\1/p' "$out/libraries" | while read -r library; do
    cp -L "$library" "$disk/lib/"
done
cp -L "$loader" "$disk/lib64/"
plugins=$(find "$root" -type d -path '*/lib/pppd/*')
mkdir -p "$disk/lib/pppd/$(basename "$plugins")"
cp "$plugins/pppoe.so" "$disk/lib/pppd/$(basename "$plugins")/"
# OpenSSL from Debian 13 on keeps MD4, without which pppd does not start, in a module of its own.
find "$root" -name legacy.so | while read -r module; do
    place=$disk${module#"$root"}
    mkdir -p "$(dirname "$place")"
    cp "$module" "$place"
done

modules=$(find "$root" -type d -path '*/uml/modules/*' -name '[0-9]*' | head -n 1)
"$here/modules.sh" "$modules" "$disk/modules"
cp "$(find "$root" -type f -name linux.uml)" "$out/linux"
(cd "$disk" && find . | LC_ALL=C sort >"$out/files" && ./bin/busybox cpio -o -H newc <"$out/files" >"$out/guest")
gzip -6nf "$out/guest"
rm -rf "$root" "$disk" "$out/files" "$out/libraries"
