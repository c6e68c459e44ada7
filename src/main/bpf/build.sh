#!/bin/sh
# Usage: build.sh OUTPUT-DIRECTORY. Compiles each *.bpf.c beside this script to *.bpf.o there.
# Headers come from the package linux-libc-dev; the directories of both architectures are named,
# the one that does not exist is passed over.
set -eu

from=$(dirname "$0")
to=${1:?output directory}
clang=${CLANG:-clang}

if ! command -v "$clang" >/dev/null 2>&1; then
	echo "bpf: $clang not found; install it (Debian: apt-get install clang) or set CLANG" >&2
	exit 1
fi
mkdir -p "$to"
for source in "$from"/*.bpf.c; do
	object=$to/$(basename "$source" .c).o
	"$clang" -O2 -g -Wall -Wextra -Werror -target bpf -mcpu=v3 \
		-idirafter /usr/include/x86_64-linux-gnu -idirafter /usr/include/aarch64-linux-gnu \
		-fdebug-prefix-map="$from"=. -c "$source" -o "$object.new"
	mv "$object.new" "$object"
done
