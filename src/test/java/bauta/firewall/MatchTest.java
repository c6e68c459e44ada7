package bauta.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MatchTest {
    private static final RangeSet WEB = RangeSet.of(80, 443);

    private record Case(String name, Match match, Question given, boolean want) {}

    private static Question packet() {
        return new Question("192.168.87.100", "198.51.100.7");
    }

    private static Match source(String... texts) {
        return Match.ANY.with(Field.SOURCE, RangeSet.addresses(texts));
    }

    private static Match port(RangeSet ports) {
        return Match.ANY.with(Field.DESTINATION_PORT, ports);
    }

    private static Question flags(int flags) {
        Question question = packet();
        question.facts.tcpFlags = flags;
        return question;
    }

    private static Question tos(int tos) {
        Question question = packet();
        question.facts.tos = tos;
        return question;
    }

    private static Question mark(int mark) {
        Question question = packet();
        question.facts.mark = mark;
        return question;
    }

    private static Match with(Field field, RangeSet set) {
        return Match.ANY.with(field, set);
    }

    private static final Match SYN = with(Field.SYN, RangeSet.of(1));
    private static final Match NO_SYN = with(Field.SYN, RangeSet.of(1).except());
    private static final Match PING = with(Field.ICMP, Match.icmpType(8));
    private static final Match PIECES = with(Field.LATER_PIECE, RangeSet.of(1));

    private static final List<Case> CASES =
            List.of(
                    new Case("anything", Match.ANY, packet().laterPiece(), true),
                    new Case("a host", source("192.168.87.100"), packet(), true),
                    new Case("another host", source("192.168.87.101"), packet(), false),
                    new Case(
                            "a prefix of a set",
                            source("10.0.0.0/8", "192.168.0.0/16"),
                            packet(),
                            true),
                    new Case(
                            "not from a prefix",
                            with(Field.SOURCE, RangeSet.addresses("192.168.0.0/16").except()),
                            packet(),
                            false),
                    new Case("a port", port(WEB), packet().tcp(443), true),
                    new Case("the same port of UDP", port(WEB), packet().udp(443), true),
                    new Case("another port", port(WEB), packet().tcp(444), false),
                    new Case("not these ports", port(WEB.except()), packet().tcp(444), true),
                    new Case(
                            "ports of a later piece",
                            port(WEB),
                            packet().tcp(443).laterPiece(),
                            false),
                    new Case(
                            "not ports of a piece",
                            port(WEB.except()),
                            packet().laterPiece(),
                            false),
                    new Case("ports of ICMP", port(WEB.except()), packet().icmp(8), false),
                    new Case(
                            "all ports are no condition",
                            port(RangeSet.range(0, 65_535)),
                            packet().laterPiece(),
                            true),
                    new Case("an ICMP type", PING, packet().icmp(8), true),
                    new Case("another ICMP type", PING, packet().icmp(0), false),
                    new Case("an ICMP type of TCP", PING, packet(), false),
                    new Case(
                            "the ICMP type of a piece", PING, packet().icmp(8).laterPiece(), false),
                    new Case("pieces", PIECES, packet().laterPiece(), true),
                    new Case("no piece", PIECES, packet(), false),
                    new Case("SYN", SYN, flags(0x02), true),
                    new Case("SYN with ECN", SYN, flags(0xc2), true),
                    new Case("SYN with ACK asks for nothing", SYN, flags(0x12), false),
                    new Case("not SYN", NO_SYN, flags(0x10), true),
                    new Case("not SYN is about TCP alone", NO_SYN, packet().udp(1), false),
                    new Case("DSCP EF", Match.ANY.tos(46 << 2, 0xfc), tos(46 << 2 | 1), true),
                    new Case("another DSCP", Match.ANY.tos(46 << 2, 0xfc), tos(10 << 2), false),
                    new Case("no bits of TOS", Match.ANY.tos(1, 0), tos(99), true),
                    new Case("a mark", Match.ANY.mark(0x105, 0xff), mark(0x205), true),
                    new Case("another mark", Match.ANY.mark(5, 0xff), mark(0x204), false),
                    new Case(
                            "not a network, from none",
                            with(Field.TO_NETWORK, RangeSet.of(0).except()),
                            packet(),
                            true),
                    new Case("a network", with(Field.FROM_NETWORK, RangeSet.of(0)), packet(), true),
                    new Case(
                            "zones",
                            Match.ANY.from(Zone.LAN, Zone.GUEST).to(Zone.WAN),
                            packet().zones(Zone.GUEST, Zone.WAN),
                            true),
                    new Case("another zone", Match.ANY.to(Zone.ROUTER), packet(), false),
                    new Case("nothing", with(Field.SOURCE, RangeSet.NONE), packet(), false));

    @Test
    void everyPartHasToFit() {
        for (Case row : CASES) {
            assertThat(row.match.takes(row.given.facts)).as(row.name).isEqualTo(row.want);
            RuleMatcher matcher = RuleMatcher.of(List.of(row.match));
            int found = matcher.find(row.given.facts, 0, matcher.bits());
            assertThat(found).as("compiled: " + row.name).isEqualTo(row.want ? 0 : -1);
        }
    }
}
