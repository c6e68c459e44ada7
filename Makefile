# Bauta's front door: `make help` lists the targets.
SHELL := /bin/sh
WITH := src/build/with.sh
MVN := mvn -q -B
JAVA := src/build/java.sh
# Without this Maven writes escape sequences to a terminal even when it has nothing to say.
export MAVEN_OPTS := $(MAVEN_OPTS) -Djansi.noreset=true
FUZZ_SECONDS ?= 60
SEEDS ?= 10000

.DEFAULT_GOAL := help
.PHONY: help run test accept accept-web test-peers check simulate bench bench-dns image boot flash test-image fuzz format clean build lint network

help: ## this list
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-22s %s\n", $$1, $$2 }'

run: ## the router in a lab of network namespaces, until Ctrl-C
	@$(WITH) root,build,lab $(MAKE) -s build
	@trap : INT; $(WITH) root,build,lab $(JAVA) bauta.lab.RunLab || [ $$? -eq 130 ]

test: ## everything: format, lint, unit, architecture, fuzz corpora, network tests, the stories
	@$(WITH) root,build,lint,lab $(MAKE) -s lint
	@$(WITH) build $(MVN) spotless:check verify
	@$(WITH) build $(MVN) surefire:test -Pfuzz
	@$(WITH) root,build,lab,web $(MAKE) -s network
	@$(WITH) root,build,lab $(JAVA) bauta.lab.AcceptanceStory
	@$(WITH) root,build,lab,web $(JAVA) bauta.lab.WebStory
	@$(WITH) root,build,lab,peers $(JAVA) bauta.lab.PeersStory
	@echo 'test passed'

check: ## format, lint, architecture rules, fast unit tests; needs no privileges
	@$(WITH) build,lint $(MAKE) -s lint
	@$(WITH) build $(MVN) spotless:check verify
	@echo 'check passed'

accept: ## the acceptance story in the lab, a line per promise
	@$(WITH) root,build,lab $(MAKE) -s build
	@$(WITH) root,build,lab $(JAVA) bauta.lab.AcceptanceStory

accept-web: ## a fresh box is set up by its page in a browser on the LAN, in English and Japanese
	@$(WITH) root,build,lab,web $(MAKE) -s build
	@$(WITH) root,build,lab,web $(JAVA) bauta.lab.WebStory

test-peers: ## the same against pppd and rp-pppoe in a user-mode-linux guest
	@$(WITH) root,build,lab,peers $(MAKE) -s build
	@$(WITH) root,build,lab,peers $(JAVA) bauta.lab.PeersStory

simulate: ## SEEDS (10000) runs of the packet's path in a network of virtual time, every rule checked after every event
	@$(WITH) build $(MVN) test-compile
	@$(WITH) build $(JAVA) bauta.sim.Simulate $(SEEDS)

bench: ## packets and new flows per second beside the kernel's own forwarding, cost of the path and of rules, start-up time, memory, DHCP beside dnsmasq
	@$(WITH) root,build,lab $(MAKE) -s build
	@$(WITH) root,build,lab $(JAVA) bauta.bench.PacketRate
	@$(WITH) root,build,lab $(JAVA) bauta.bench.NewFlows
	@$(WITH) root,build,lab $(JAVA) bauta.bench.Pressure
	@$(WITH) root,build,lab $(JAVA) @rootfs-overlay/usr/lib/bauta/jvm.options bauta.bench.PathCost
	@$(WITH) root,build,lab $(JAVA) @rootfs-overlay/usr/lib/bauta/jvm.options bauta.bench.FlowLookups
	@$(WITH) root,build,lab $(JAVA) @rootfs-overlay/usr/lib/bauta/jvm.options bauta.bench.RuleCost
	@$(WITH) root,build,lab $(JAVA) bauta.bench.StartUp
	@$(WITH) root,build,lab $(JAVA) bauta.bench.Memory
	@$(WITH) root,build,lab $(JAVA) bauta.bench.DhcpRate
	@$(WITH) root,build,lab,peers $(JAVA) bauta.bench.DnsBench

bench-dns: ## the name service beside dnsmasq and unbound, a part of bench
	@$(WITH) root,build,lab,peers $(MAKE) -s build
	@$(WITH) root,build,lab,peers $(JAVA) bauta.bench.DnsBench

fuzz: ## each parser for FUZZ_SECONDS (60)
	@$(WITH) build $(MVN) test-compile
	@$(WITH) build src/build/fuzz.sh $(FUZZ_SECONDS)

format: ## formats Java and C
	@$(WITH) build $(MVN) spotless:apply
	@$(WITH) lint src/build/lint.sh --fix

clean: ## removes what the build made
	@rm -rf target

image: ## image BOARD=..., boot BOARD=..., flash BOARD=... DEV=..., test-image: not built yet
image boot flash test-image:
	@echo "make $@: not built yet" >&2; exit 2

# Parts of the targets above, called with the environment that with.sh makes.
build:
	@echo 'Building Bauta (about 15 s) ...'
	@$(MVN) package -DskipTests

lint:
	@src/build/lint.sh

network:
	@$(MVN) surefire:test -Dsurefire.groups=network -Dsurefire.excludedGroups=
