# Bauta's front door. `make help` lists the targets.
JAVA_HOME := $(firstword $(wildcard /usr/lib/jvm/temurin-25-jdk-* /usr/lib/jvm/java-25-openjdk-*))
export JAVA_HOME
MVN := mvn -q -B

.PHONY: test
test:
	$(MVN) verify
