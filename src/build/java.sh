#!/bin/sh
# Runs a class of the test tree with the class path of the tests. Usage: java.sh CLASS ARGUMENT...
set -eu
cd "$(dirname "$0")/../.."
list=target/test.classpath
if [ ! -s "$list" ] || [ -n "$(find pom.xml -newer "$list")" ]; then
    mvn -q -B dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile="$list"
fi
exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -XX:+EnableDynamicAgentLoading -ea \
    -cp "target/test-classes:target/classes:$(cat "$list")" "$@"
