package bauta.control.config;

import bauta.control.config.rules.AddressTerm;
import bauta.control.config.rules.IcmpTerm;
import bauta.control.config.rules.MarkMatch;
import bauta.control.config.rules.NameTerm;
import bauta.control.config.rules.PortTerm;
import bauta.control.config.rules.ProtocolTerm;
import bauta.control.config.rules.RuleEnd;
import bauta.control.config.rules.RuleMatch;
import bauta.control.config.rules.RuleZone;
import bauta.control.config.rules.TosMatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keys by which rules and policies say what traffic they are about. */
final class MatchKeys {
    static final Key<List<RuleZone>> ZONES =
            Key.optional(
                    "zones",
                    new ListKind<>(
                            Kinds.choice(
                                    Map.of(
                                            "lan", RuleZone.LAN,
                                            "guest", RuleZone.GUEST,
                                            "wan", RuleZone.WAN,
                                            "router", RuleZone.ROUTER)),
                            0,
                            4),
                    List.of(),
                    "[\"guest\"]");
    static final Key<List<NameTerm>> NETWORKS =
            Key.optional(
                    "networks", new ListKind<>(RuleKinds.NAME, 0, 8), List.of(), "[\"!home\"]");
    static final Key<List<NameTerm>> UPLINKS =
            Key.optional(
                    "uplinks", new ListKind<>(RuleKinds.NAME, 0, 8), List.of(), "[\"internet\"]");
    static final Key<List<AddressTerm>> ADDRESSES =
            Key.optional(
                    "addresses",
                    new ListKind<>(RuleKinds.ADDRESSES, 0, 256),
                    List.of(),
                    "[\"192.168.87.0/24\", \"!192.168.87.9\", \"!printer\"]");
    static final Key<List<PortTerm>> PORTS =
            Key.optional(
                    "ports",
                    new ListKind<>(RuleKinds.PORT_TERM, 0, 64),
                    List.of(),
                    "[443, \"8000-8010\"]");

    static final Shape<RuleEnd> END =
            new Shape<>(
                    "rule-end",
                    List.of(ZONES, NETWORKS, UPLINKS, ADDRESSES, PORTS),
                    values ->
                            new RuleEnd(
                                    values.get(ZONES),
                                    values.get(NETWORKS),
                                    values.get(UPLINKS),
                                    values.get(ADDRESSES),
                                    values.get(PORTS)));

    private static final Key<Long> VALUE = Key.required("value", Kinds.UNSIGNED, 0L, "5");
    private static final Key<Long> MASK = Key.optional("mask", Kinds.UNSIGNED, 0xffff_ffffL, "255");

    static final Shape<MarkMatch> MARK_SHAPE =
            new Shape<>(
                    "mark",
                    List.of(VALUE, MASK),
                    values -> new MarkMatch(values.get(VALUE), values.get(MASK)));

    private static final Key<Integer> TOS_VALUE =
            Key.required("value", Kinds.number(0, 255), 0, "16");
    private static final Key<Integer> TOS_MASK =
            Key.optional("mask", Kinds.number(0, 255), 255, "30");

    static final Shape<TosMatch> TOS_SHAPE =
            new Shape<>(
                    "tos",
                    List.of(TOS_VALUE, TOS_MASK),
                    values -> new TosMatch(values.get(TOS_VALUE), values.get(TOS_MASK)));

    static final Key<RuleEnd> FROM =
            Key.optional("from", END, RuleEnd.ANY, "{\"networks\": [\"home\"]}");
    static final Key<RuleEnd> TO = Key.optional("to", END, RuleEnd.ANY, "{\"zones\": [\"wan\"]}");
    static final Key<List<ProtocolTerm>> PROTOCOLS =
            Key.optional(
                    "protocols",
                    new ListKind<>(RuleKinds.PROTOCOL_TERM, 0, 16),
                    List.of(),
                    "[\"tcp\", \"udp\"]");
    static final Key<List<IcmpTerm>> ICMP =
            Key.optional(
                    "icmp",
                    new ListKind<>(RuleKinds.ICMP_TERM, 0, 16),
                    List.of(),
                    "[\"echo-request\"]");
    static final Key<Integer> DSCP = Key.derived("dscp", Kinds.number(0, 63), "46");
    static final Key<TosMatch> TOS = Key.derived("tos", TOS_SHAPE, "{\"value\": 16}");
    static final Key<Boolean> FRAGMENTS = Key.optional("fragments", Kinds.SWITCH, false, "true");
    static final Key<Boolean> SYN = Key.optional("syn", Kinds.SWITCH, false, "true");
    static final Key<MarkMatch> MARK = Key.derived("mark", MARK_SHAPE, "{\"value\": 5}");

    /** All of them, in the order of the reference page. */
    static final List<Key<?>> ALL =
            List.of(FROM, TO, PROTOCOLS, ICMP, DSCP, TOS, FRAGMENTS, SYN, MARK);

    private static final int DSCP_SHIFT = 2;
    private static final int DSCP_MASK = 0xfc;
    private static final int PROTOCOL_ICMP = 1;
    private static final int PROTOCOL_TCP = 6;

    /** Protocols whose first four octets are ports. */
    private static final Set<Integer> WITH_PORTS = Set.of(6, 17, 33, 132, 136);

    private MatchKeys() {}

    static RuleMatch of(Values values) {
        Optional<TosMatch> dscp =
                values.find(DSCP).map(code -> new TosMatch(code << DSCP_SHIFT, DSCP_MASK));
        return new RuleMatch(
                values.get(FROM),
                values.get(TO),
                values.get(PROTOCOLS),
                values.get(ICMP),
                dscp.or(() -> values.find(TOS)),
                values.get(FRAGMENTS),
                values.get(SYN),
                values.find(MARK));
    }

    /** Looks for parts that no packet can fit together. */
    static void check(Values values) {
        if (values.find(DSCP).isPresent() && values.find(TOS).isPresent()) {
            values.site(DSCP).report("" + values.find(DSCP).get(), ProblemId.TWICE_TOS.with());
        }
        List<ProtocolTerm> protocols = values.get(PROTOCOLS);
        for (Key<RuleEnd> end : List.of(FROM, TO)) {
            boolean ports = !values.get(end).ports().isEmpty();
            if (ports && WITH_PORTS.stream().noneMatch(number -> fits(protocols, number))) {
                values.site(end)
                        .child(PORTS.name())
                        .report("", ProblemId.PORTS_WITHOUT_PROTOCOL.with());
            }
        }
        if (!values.get(ICMP).isEmpty() && !fits(protocols, PROTOCOL_ICMP)) {
            values.site(ICMP).report("", ProblemId.ICMP_WITHOUT_PROTOCOL.with("icmp"));
        }
        if (values.get(SYN) && !fits(protocols, PROTOCOL_TCP)) {
            values.site(SYN).report("true", ProblemId.ICMP_WITHOUT_PROTOCOL.with("tcp"));
        }
    }

    private static boolean fits(List<ProtocolTerm> protocols, int number) {
        boolean named = protocols.stream().noneMatch(term -> !term.except());
        for (ProtocolTerm term : protocols) {
            if (term.number() == number) {
                if (term.except()) {
                    return false;
                }
                named = true;
            }
        }
        return named;
    }
}
