package bauta.firewall;

import bauta.link.InputMap;
import bauta.link.InputMap.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/**
 * Parts what may reach the router itself from inside: services that rules let in without any
 * condition go to the kernel at once, by the {@link InputMap} of the port; everything else is
 * judged by the firewall, packet by packet, which also has to know what the house offers by
 * default.
 */
public final class InputRules {
    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;

    /** DHCP, whose sockets take frames of their network alone, broadcasts among them. */
    private static final Set<Integer> DHCP_PORTS = Set.of(67, 68);

    /** Ranges of ports wider than this are left to the firewall. */
    private static final int MOST_PORTS = 64;

    private final List<FirewallRule> rules;

    /**
     * Where packets come from.
     *
     * @param zone of the network
     * @param network its number
     */
    public record From(Zone zone, int network) {}

    /**
     * What came of it.
     *
     * @param map what goes to the kernel at once
     * @param standing rules to stand after all others, for what is offered by default
     * @param openers the id of the rule that opens each service of the map
     */
    public record Parted(InputMap map, List<FirewallRule> standing, Map<Service, String> openers) {
        /** Copies the map. */
        public Parted {
            openers = Map.copyOf(openers);
        }
    }

    /**
     * Takes rules to compile.
     *
     * @param rules in order
     */
    public InputRules(List<FirewallRule> rules) {
        this.rules = rules.stream().filter(FirewallRule::enabled).toList();
    }

    /**
     * Compiles the rules for the port of a network.
     *
     * @param from the network
     * @param offered what the house offers there by default
     * @param slots gives places in the counters by id
     */
    public Parted part(From from, InputMap offered, ToIntFunction<String> slots) {
        Set<Service> services = new TreeSet<>(offered.services());
        services.addAll(named());
        Map<Service, String> open = new HashMap<>();
        for (Service service : services) {
            if (open.size() < InputMap.MAX_SERVICES) {
                opener(from, service, offered).ifPresent(id -> open.put(service, id));
            }
        }
        List<FirewallRule> standing = new ArrayList<>();
        for (Service service : new TreeSet<>(offered.services())) {
            String id = id(from, service);
            Match match = match(from, service);
            standing.add(new FirewallRule(id, match, Verdict.ACCEPT, slots.applyAsInt(id)));
        }
        return new Parted(new InputMap(open.keySet()), standing, open);
    }

    private static String id(From from, Service service) {
        return "default-service-" + from.network + "-" + name(service);
    }

    /** Returns services that a rule names and lets in; not every one of them need be open. */
    private Set<Service> named() {
        Set<Service> services = new HashSet<>();
        for (FirewallRule rule : rules) {
            Match match = rule.match();
            boolean toRouter = match.sets().containsKey(Field.TO_ZONE) && isToRouter(match);
            if (rule.verdict() == Verdict.ACCEPT && toRouter) {
                addPorts(services, match, TCP);
                addPorts(services, match, UDP);
                addTypes(services, match);
            }
        }
        return services;
    }

    private static void addPorts(Set<Service> services, Match match, int protocol) {
        RangeSet ports = match.set(Field.DESTINATION_PORT);
        if (!match.sets().containsKey(Field.PROTOCOL)
                || !match.set(Field.PROTOCOL).contains(protocol)
                || ports.isAny()) {
            return;
        }
        for (int i = 0; i < ports.size(); i++) {
            if (ports.last(i) - ports.first(i) < MOST_PORTS) {
                for (int port = ports.first(i); port <= ports.last(i); port++) {
                    services.add(new Service(protocol, port));
                }
            }
        }
    }

    private static void addTypes(Set<Service> services, Match match) {
        RangeSet types = match.set(Field.ICMP);
        if (!match.set(Field.PROTOCOL).contains(ICMP) || types.isAny()) {
            return;
        }
        for (int type = 0; type < 256; type++) {
            if (Match.icmpType(type).and(types).equals(Match.icmpType(type))) {
                services.add(new Service(ICMP, type));
            }
        }
    }

    private static boolean isToRouter(Match match) {
        return match.set(Field.TO_ZONE).contains(Zone.ROUTER.ordinal());
    }

    /** The first rule that takes any packet of a service has to take all of them, always. */
    private Optional<String> opener(From from, Service service, InputMap offered) {
        Match asked = match(from, service);
        for (FirewallRule rule : rules) {
            boolean decides = covers(rule.match(), asked) && isAlways(rule);
            if (decides || meets(rule.match(), asked) && !isDhcp(service)) {
                boolean opens = decides && rule.verdict() == Verdict.ACCEPT;
                return opens ? Optional.of(rule.id()) : Optional.empty();
            }
        }
        return offered.services().contains(service)
                ? Optional.of(id(from, service))
                : Optional.empty();
    }

    private static boolean isAlways(FirewallRule rule) {
        return rule.limit().isEmpty() && rule.schedule().isEmpty() && !rule.log();
    }

    /** DHCP goes to the kernel or nowhere: conditions about it cannot be judged. */
    private static boolean isDhcp(Service service) {
        return service.protocol() == UDP && DHCP_PORTS.contains(service.port());
    }

    private static Match match(From from, Service service) {
        Match match =
                Match.ANY
                        .from(from.zone)
                        .to(Zone.ROUTER)
                        .with(Field.FROM_NETWORK, RangeSet.of(from.network))
                        .with(Field.PROTOCOL, RangeSet.of(service.protocol()));
        return service.protocol() == ICMP
                ? match.with(Field.ICMP, Match.icmpType(service.port()))
                : match.with(Field.DESTINATION_PORT, RangeSet.of(service.port()));
    }

    /** Returns whether a packet can be in both. */
    private static boolean meets(Match rule, Match asked) {
        for (Field field : rule.sets().keySet()) {
            if (rule.set(field).and(asked.set(field)).size() == 0) {
                return false;
            }
        }
        boolean ported = asked.sets().containsKey(Field.DESTINATION_PORT);
        return !(ported ? rule.sets().containsKey(Field.ICMP) : namesPorts(rule));
    }

    private static boolean namesPorts(Match rule) {
        return rule.sets().containsKey(Field.SOURCE_PORT)
                || rule.sets().containsKey(Field.DESTINATION_PORT)
                || rule.sets().containsKey(Field.SYN);
    }

    /** Returns whether every packet of the one is in the other. */
    private static boolean covers(Match rule, Match asked) {
        for (Field field : rule.sets().keySet()) {
            RangeSet some = asked.set(field);
            if (!rule.set(field).and(some).equals(some)) {
                return false;
            }
        }
        return rule.markMask() == 0;
    }

    private static String name(Service service) {
        return switch (service.protocol()) {
            case ICMP -> "icmp-" + service.port();
            case TCP -> "tcp-" + service.port();
            case UDP -> "udp-" + service.port();
            default -> service.protocol() + "-" + service.port();
        };
    }
}
