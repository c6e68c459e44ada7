package bauta.forward;

import static bauta.forward.Rig.HOST;
import static bauta.forward.Rig.HOST_B;
import static bauta.forward.Rig.OUR;
import static bauta.forward.Rig.PEER;
import static bauta.forward.Rig.ROUTER;
import static bauta.forward.Rig.SECOND_HOST;
import static bauta.forward.Rig.VISITOR;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.firewall.FirewallRule;
import bauta.firewall.Match;
import bauta.firewall.RuleFirewall;
import bauta.firewall.Verdict;
import bauta.firewall.Zone;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Header;
import bauta.wire.PacketBytes;
import bauta.wire.TcpHeader;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code forwarding} and {@code uplinks[].firewall} in the packet path. */
class ForwardRulesTest {
    private static final int SYN = TcpHeader.SYN;
    private static final int ACK = TcpHeader.ACK;
    private static final ForwardRules OFF = ForwardRules.standing(ForwardMode.OFF, List.of());
    private static final ForwardRules ALWAYS = ForwardRules.standing(ForwardMode.ALWAYS, List.of());
    private static final int NET = 0x0300;
    private static final int HOST_LOST = 0x0301;
    private static final int TOO_BIG = 0x0304;
    private static final int PROHIBITED = 0x030d;
    private static final int EXPIRED = 0x0b00;

    private final Rig rig = new Rig();

    private static ForwardRules use(UplinkUse use) {
        return ForwardRules.standing(ForwardMode.WITH_UPLINK, List.of(use));
    }

    private static int typeAndCode(byte[] icmp) {
        assertThat(icmp[9]).as("protocol").isEqualTo((byte) Ipv4Header.PROTOCOL_ICMP);
        return (icmp[20] & 0xff) << 8 | icmp[21] & 0xff;
    }

    private static byte[] routed(byte[] packet) {
        return PacketBytes.withTtl(packet, 63);
    }

    private void openFlow() {
        rig.fromLan(PacketBytes.tcp(HOST, 40_000, PEER, 443, SYN, 0));
        rig.toWan();
        rig.fromWan(PacketBytes.tcp(PEER, 443, OUR, 40_000, SYN | ACK, 0));
        rig.toLan();
    }

    @Test
    void networksOfTheHouseReachEachOtherWithTheirOwnAddresses() {
        byte[] there = PacketBytes.udp(HOST, 4000, SECOND_HOST, 5000, 30);
        rig.fromLan(there);
        assertThat(rig.toSecondLan()).isEqualTo(routed(there));
        byte[] back = PacketBytes.udp(SECOND_HOST, 5000, HOST, 4000, 30);
        rig.fromSecondLan(back);
        assertThat(rig.toLan()).isEqualTo(routed(back));
        byte[] gre = PacketBytes.udp(HOST, 0x2000, SECOND_HOST, 0x800, 30);
        gre[9] = 47;
        PacketBytes.mend(gre);
        rig.fromLan(gre);
        rig.toSecondLan();
        assertThat(rig.path.status().flow().flows()).isEqualTo(2);
        assertThat(rig.path.status().nat().mappings()).isZero();
        rig.assertDropped();
    }

    @Test
    void aConnectionBetweenNetworksNeedsNoBeginning() {
        rig.timers.advance(301_000_000_000L);
        rig.fromLan(PacketBytes.tcp(HOST, 40_000, SECOND_HOST, 22, ACK, 100));
        byte[] seen = rig.toSecondLan();
        rig.fromSecondLan(PacketBytes.icmpError(SECOND_HOST, HOST, 0x0303, 0, seen, 60));
        byte[] error = rig.toLan();
        assertThat(typeAndCode(error)).isEqualTo(0x0303);
        rig.assertDropped();
    }

    @Test
    void betweenNetworksTimeToLiveAndSizeHold() {
        rig.fromLan(PacketBytes.withTtl(PacketBytes.udp(HOST, 1, SECOND_HOST, 2, 9), 1));
        assertThat(typeAndCode(rig.toLan())).isEqualTo(EXPIRED);
        rig.fromLan(PacketBytes.udp(HOST, 1, SECOND_HOST, 2, 1400));
        byte[] tooBig = rig.toLan();
        assertThat(typeAndCode(tooBig)).isEqualTo(TOO_BIG);
        assertThat((tooBig[26] & 0xff) << 8 | tooBig[27] & 0xff).isEqualTo(1400);
        byte[] whole = PacketBytes.mayFragment(PacketBytes.udp(HOST, 1, SECOND_HOST, 2, 1400), 77);
        rig.fromLan(whole);
        byte[] first = rig.toSecondLan();
        byte[] second = rig.toSecondLan();
        assertThat(Ipv4Header.identification(Unpooled.wrappedBuffer(first), 0)).isEqualTo(77);
        assertThat(Ipv4Header.identification(Unpooled.wrappedBuffer(second), 0)).isEqualTo(77);
        assertThat(first.length + second.length - 20).isEqualTo(whole.length);
        rig.assertDropped(DropReason.IPV4_TTL_EXCEEDED, DropReason.IPV4_TOO_BIG);
    }

    @Test
    void piecesBetweenNetworksWaitForTheirFirst() {
        byte[] whole = PacketBytes.mayFragment(PacketBytes.udp(HOST, 1, SECOND_HOST, 2, 2000), 9);
        byte[] first = PacketBytes.fragment(whole, 0, 1000);
        byte[] later = PacketBytes.fragment(whole, 1000, 600);
        rig.fromLan(later);
        rig.assertSilent();
        rig.fromLan(first);
        assertThat(rig.toSecondLan()).isEqualTo(routed(first));
        assertThat(rig.toSecondLan()).isEqualTo(routed(later));
        rig.assertDropped();
    }

    @Test
    void theMssOfASynFitsTheSmallerNetwork() {
        byte[] syn =
                PacketBytes.tcp(
                        HOST, 40_000, SECOND_HOST, 22, SYN, 0, new byte[] {2, 4, 5, (byte) 0xb4});
        rig.fromLan(syn);
        byte[] out = rig.toSecondLan();
        assertThat((out[42] & 0xff) << 8 | out[43] & 0xff).isEqualTo(1360);
        rig.fromSecondLan(
                PacketBytes.tcp(
                        SECOND_HOST,
                        22,
                        HOST,
                        40_000,
                        SYN | ACK,
                        0,
                        new byte[] {2, 4, 5, (byte) 0xb4}));
        byte[] answer = rig.toLan();
        assertThat((answer[42] & 0xff) << 8 | answer[43] & 0xff).isEqualTo(1360);
    }

    @Test
    void aHostThatDoesNotAnswerIsReportedToItsPeer() {
        rig.neighbours.forget(SECOND_HOST);
        rig.fromLan(PacketBytes.udp(HOST, 1, SECOND_HOST, 2, 9));
        rig.assertSilent();
        rig.neighbours.giveUp(SECOND_HOST);
        assertThat(typeAndCode(rig.toLan())).isEqualTo(HOST_LOST);
        rig.assertBalance();
        rig.assertDropped(DropReason.NEIGHBOUR_UNREACHABLE);
    }

    @Test
    void visitorsReachTheInternetAndNothingElse() {
        rig.fromGuests(PacketBytes.udp(VISITOR, 1, PEER, 2, 9));
        rig.toWan();
        rig.fromGuests(PacketBytes.udp(VISITOR, 1, HOST, 2, 9));
        assertThat(typeAndCode(rig.toGuests())).isEqualTo(PROHIBITED);
        rig.fromLan(PacketBytes.udp(HOST, 1, VISITOR, 2, 9));
        assertThat(typeAndCode(rig.toLan())).isEqualTo(PROHIBITED);
        rig.assertSilent();
        assertThat(rig.drops.value(DropReason.FIREWALL_RULE)).isEqualTo(2);
    }

    @Test
    void nobodyBorrowsAnAddressOfAnotherNetwork() {
        rig.fromLan(PacketBytes.udp(SECOND_HOST, 1, HOST_B, 2, 9));
        rig.fromSecondLan(PacketBytes.udp(HOST, 1, PEER, 2, 9));
        byte[] whole = PacketBytes.mayFragment(PacketBytes.udp(PEER, 1, SECOND_HOST, 2, 2000), 9);
        rig.fromLan(PacketBytes.fragment(whole, 0, 800));
        rig.assertSilent();
        assertThat(rig.drops.value(DropReason.IPV4_SPOOFED)).isEqualTo(3);
    }

    @Test
    void withoutAnUplinkNetworksAreApartUnlessToldOtherwise() {
        rig.path.detach(0);
        rig.fromLan(PacketBytes.udp(HOST, 1, SECOND_HOST, 2, 9));
        assertThat(typeAndCode(rig.toLan())).isEqualTo(NET);
        rig.path.rules(ALWAYS);
        rig.fromLan(PacketBytes.udp(HOST, 1, SECOND_HOST, 2, 9));
        rig.toSecondLan();
        rig.fromLan(PacketBytes.udp(HOST, 1, PEER, 2, 9));
        assertThat(typeAndCode(rig.toLan())).as("no way out").isEqualTo(NET);
        rig.fromGuests(PacketBytes.udp(VISITOR, 1, HOST, 2, 9));
        assertThat(typeAndCode(rig.toGuests())).as("visitors").isEqualTo(PROHIBITED);
        rig.assertSilent();
    }

    @Test
    void offForwardsNothingAndSaysSo() {
        openFlow();
        rig.fromRouter(PacketBytes.udp(OUR, 5353, PEER, 53, 30));
        rig.toWan();
        rig.path.rules(OFF);
        assertThat(rig.toLan()[33] & TcpHeader.RST).as("the running connection").isNotZero();
        rig.fromLan(PacketBytes.udp(HOST, 1, PEER, 2, 9));
        assertThat(typeAndCode(rig.toLan())).isEqualTo(PROHIBITED);
        rig.fromLan(PacketBytes.tcp(HOST, 40_000, PEER, 443, ACK, 5));
        assertThat(typeAndCode(rig.toLan())).isEqualTo(PROHIBITED);
        rig.fromLan(PacketBytes.udp(HOST, 1, SECOND_HOST, 2, 9));
        assertThat(typeAndCode(rig.toLan())).isEqualTo(PROHIBITED);
        byte[] whole = PacketBytes.mayFragment(PacketBytes.udp(HOST, 1, PEER, 2, 2000), 9);
        rig.fromLan(PacketBytes.fragment(whole, 0, 800));
        assertThat(typeAndCode(rig.toLan())).isEqualTo(PROHIBITED);
        assertThat(rig.drops.nonZero().keySet()).containsExactly(DropReason.FORWARDING_OFF);
        rig.fromWan(PacketBytes.tcp(PEER, 443, OUR, 40_000, ACK, 5));
        rig.assertSilent();
        rig.fromWan(PacketBytes.udp(PEER, 53, OUR, 5353, 30));
        rig.toRouter();
        rig.path.rules(ForwardRules.standing());
        rig.fromLan(PacketBytes.udp(HOST, 1, PEER, 2, 9));
        rig.toWan();
    }

    @Test
    void aStandaloneUplinkIsForTheRouterAlone() {
        openFlow();
        rig.path.rules(use(UplinkUse.STANDALONE));
        assertThat(rig.toLan()[33] & TcpHeader.RST).as("the running connection").isNotZero();
        rig.fromLan(PacketBytes.udp(HOST, 1, PEER, 2, 9));
        assertThat(typeAndCode(rig.toLan())).isEqualTo(PROHIBITED);
        rig.assertDropped(DropReason.UPLINK_STANDALONE);
        rig.fromRouter(PacketBytes.udp(OUR, 5353, PEER, 53, 30));
        rig.toWan();
        rig.fromWan(PacketBytes.udp(PEER, 53, OUR, 5353, 30));
        rig.toRouter();
        rig.fromLan(PacketBytes.udp(HOST, 1, SECOND_HOST, 2, 9));
        rig.toSecondLan();
        rig.fromWan(PacketBytes.udp(PEER, 53, HOST, 1, 30));
        rig.assertSilent();
    }

    @Test
    void aRoutedUplinkKeepsAddressesBothWays() {
        rig.path.rules(use(UplinkUse.ROUTE));
        byte[] out = PacketBytes.udp(HOST, 4000, PEER, 5000, 30);
        rig.fromLan(out);
        assertThat(rig.toWan()).isEqualTo(routed(out));
        byte[] in = PacketBytes.tcp(PEER, 50_000, HOST_B, 22, SYN, 0);
        rig.fromWan(in);
        assertThat(rig.toLan()).isEqualTo(routed(in));
        byte[] whole = PacketBytes.mayFragment(PacketBytes.udp(PEER, 1, HOST, 2, 2000), 9);
        byte[] piece = PacketBytes.fragment(whole, 1000, 600);
        rig.fromWan(piece);
        assertThat(rig.toLan()).isEqualTo(routed(piece));
        assertThat(rig.path.status().flow().flows()).isZero();
        rig.assertDropped();
    }

    @Test
    void onARoutedUplinkTimeToLiveAndSizeHold() {
        rig.path.rules(use(UplinkUse.ROUTE));
        rig.fromWan(PacketBytes.withTtl(PacketBytes.udp(PEER, 1, HOST, 2, 9), 1));
        byte[] told = rig.toWan();
        assertThat(typeAndCode(told)).isEqualTo(EXPIRED);
        assertThat(Ipv4Header.source(Unpooled.wrappedBuffer(told), 0)).isEqualTo(OUR);
        rig.fromLan(PacketBytes.udp(HOST, 1, PEER, 2, 1472));
        byte[] tooBig = rig.toLan();
        assertThat(typeAndCode(tooBig)).isEqualTo(TOO_BIG);
        assertThat((tooBig[26] & 0xff) << 8 | tooBig[27] & 0xff).isEqualTo(1492);
        rig.fromLan(PacketBytes.mayFragment(PacketBytes.udp(HOST, 1, PEER, 2, 1472), 99));
        assertThat(Ipv4Header.identification(Unpooled.wrappedBuffer(rig.toWan()), 0)).isEqualTo(99);
        assertThat(Ipv4Header.identification(Unpooled.wrappedBuffer(rig.toWan()), 0)).isEqualTo(99);
        rig.neighbours.forget(HOST_B);
        rig.fromWan(PacketBytes.udp(PEER, 1, HOST_B, 2, 9));
        rig.neighbours.giveUp(HOST_B);
        assertThat(typeAndCode(rig.toWan())).isEqualTo(HOST_LOST);
        rig.assertBalance();
    }

    private void outside(byte[] packet, DropReason want) {
        long before = rig.drops.value(want);
        rig.fromWan(packet);
        assertThat(rig.drops.value(want)).as("%s", want).isEqualTo(before + 1);
        rig.assertSilent();
    }

    @Test
    void onARoutedUplinkTheRouterStaysClosedAndNobodyLies() {
        rig.path.rules(use(UplinkUse.ROUTE));
        int broadcast = Ipv4Address.parse("192.168.87.255").bits();
        int network = Ipv4Address.parse("192.168.87.0").bits();
        int loopback = Ipv4Address.parse("127.0.0.1").bits();
        int nowhere = Ipv4Address.parse("192.168.200.1").bits();
        outside(PacketBytes.tcp(PEER, 1, ROUTER, 80, SYN, 0), DropReason.INBOUND_TO_ROUTER);
        outside(PacketBytes.tcp(PEER, 1, OUR, 80, SYN, 0), DropReason.INBOUND_NO_MAPPING);
        outside(PacketBytes.udp(PEER, 1, broadcast, 2, 9), DropReason.IPV4_BROADCAST);
        outside(PacketBytes.udp(PEER, 1, network, 2, 9), DropReason.IPV4_BROADCAST);
        outside(PacketBytes.udp(loopback, 1, HOST, 2, 9), DropReason.IPV4_MARTIAN);
        outside(PacketBytes.udp(SECOND_HOST, 1, HOST, 2, 9), DropReason.IPV4_SPOOFED);
        outside(PacketBytes.udp(OUR, 1, HOST, 2, 9), DropReason.IPV4_SPOOFED);
        outside(PacketBytes.udp(PEER, 1, nowhere, 2, 9), DropReason.INBOUND_NO_MAPPING);
        rig.path.rules(ForwardRules.standing(ForwardMode.OFF, List.of(UplinkUse.ROUTE)));
        rig.fromWan(PacketBytes.udp(PEER, 1, HOST, 2, 9));
        rig.assertSilent();
        assertThat(rig.drops.value(DropReason.FORWARDING_OFF)).isEqualTo(1);
    }

    @Test
    void theRouterItselfUsesARoutedUplinkAsBefore() {
        rig.path.rules(use(UplinkUse.ROUTE));
        rig.fromRouter(PacketBytes.udp(OUR, 5353, PEER, 53, 30));
        rig.toWan();
        rig.fromWan(PacketBytes.udp(PEER, 53, OUR, 5353, 30));
        rig.toRouter();
        rig.fromWan(
                PacketBytes.icmpError(
                        PEER, OUR, 0x0303, 0, PacketBytes.udp(OUR, 5353, PEER, 53, 30), 28));
        rig.toRouter();
        rig.assertDropped();
    }

    @Test
    void changingWhatDoesNotConcernAFlowLeavesItAlone() {
        openFlow();
        rig.path.rules(ALWAYS);
        rig.assertSilent();
        rig.fromLan(PacketBytes.tcp(HOST, 40_000, PEER, 443, ACK, 5));
        rig.toWan();
        rig.assertDropped();
    }

    @Test
    void aForgottenUplinkLeavesNothingBehind() {
        openFlow();
        rig.path.forget(0);
        assertThat(rig.toLan()[33] & TcpHeader.RST).isNotZero();
        assertThat(rig.path.status().flow().flows()).isZero();
        rig.fromLan(PacketBytes.udp(HOST, 1, PEER, 2, 9));
        assertThat(typeAndCode(rig.toLan())).isEqualTo(NET);
        rig.attach(OUR, 1492);
        rig.fromLan(PacketBytes.udp(HOST, 1, PEER, 2, 9));
        rig.toWan();
    }

    @Test
    void aSwapJudgesAFlowByTheTypeOfServiceOfItsFirstPacket() {
        ForwardRules onlyExpedited = onlyTypeOfService(0xb8);
        rig.path.rules(onlyExpedited);
        byte[] expedited = PacketBytes.udp(HOST, 4000, PEER, 5000, 1);
        expedited[1] = (byte) 0xb8;
        PacketBytes.mend(expedited);
        rig.fromLan(expedited);
        rig.toWan();
        rig.path.rules(onlyTypeOfService(0xb8));
        assertThat(rig.path.status().flow().flows()).isEqualTo(1);
        rig.path.rules(onlyTypeOfService(0x20));
        assertThat(rig.path.status().flow().flows()).isZero();
    }

    private static ForwardRules onlyTypeOfService(int tos) {
        Match lanToWan = Match.ANY.from(Zone.LAN).to(Zone.WAN);
        FirewallRule accept = rule("expedited", lanToWan.tos(tos, 0xfc), Verdict.ACCEPT);
        FirewallRule rest = rule("rest", lanToWan, Verdict.DROP);
        ForwardRules standing = ForwardRules.standing();
        return standing.with(
                standing.policies(), RuleFirewall.of(List.of(accept, rest)), standing.forwards());
    }

    private static FirewallRule rule(String id, Match match, Verdict verdict) {
        return new FirewallRule(
                id, id, true, match, verdict, Optional.empty(), Optional.empty(), false, 40);
    }
}
