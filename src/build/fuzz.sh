#!/bin/sh
# Fuzzes each target for some seconds; a find is written to the inputs folder of its class. Usage: fuzz.sh SECONDS [CLASS...]
set -eu
cd "$(dirname "$0")/../.."
seconds=$1
shift
# shellcheck disable=SC2046 # a list of names
[ $# -gt 0 ] || set -- $(find src/test/java/bauta/fuzz -name '*Fuzz.java' -exec basename {} .java \; | sort)
failed=0
for target in "$@"; do
    echo "fuzz: $target for ${seconds}s"
    JAZZER_FUZZ=1 mvn -q -B surefire:test -Pfuzz -Dtest="$target" -Djazzer.max_duration="${seconds}s" || failed=$((failed + 1))
done
echo "fuzz: $# targets, $failed failed"
[ "$failed" = 0 ]
