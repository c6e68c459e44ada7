#!/bin/sh
# Checks what the Java build does not see: shell scripts and the C of the XDP program. Usage: lint.sh [--fix]
set -eu
cd "$(dirname "$0")/../.."

# Every file that says it is a shell script.
scripts=$(find .ci src board firmware rootfs-overlay -type f -exec sh -c \
    'head -n 1 "$1" | grep -aq "^#! */[a-z/]*\(env \)\?\(ba\|da\)\?sh" && echo "$1"' _ {} \; 2>/dev/null || true)
# shellcheck disable=SC2086 # a list of names
shellcheck $scripts

sources=$(find src -name '*.c' -o -name '*.h')
if [ -n "$sources" ]; then
    if [ "${1:-}" = --fix ]; then
        # shellcheck disable=SC2086 # a list of names
        clang-format -i $sources
    else
        # shellcheck disable=SC2086 # a list of names
        clang-format --dry-run -Werror $sources
    fi
fi
