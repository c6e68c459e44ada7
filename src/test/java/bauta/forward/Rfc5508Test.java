package bauta.forward;

import static bauta.forward.Rig.HOST;
import static bauta.forward.Rig.HOST_B;
import static bauta.forward.Rig.OTHER_PEER;
import static bauta.forward.Rig.OUR;
import static bauta.forward.Rig.PEER;
import static bauta.forward.Rig.ROUTER;
import static bauta.forward.Rig.SECOND_HOST;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.flow.FlowSettings;
import bauta.forward.policy.OneToOne;
import bauta.nat.Filtering;
import bauta.nat.NatBehaviour;
import bauta.nat.PortSelection;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import bauta.wire.PacketBytes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What RFC 5508 wants of ICMP, requirement by requirement, seen from both ends. */
class Rfc5508Test {
    private static final int HOP = Ipv4Address.parse("192.0.2.1").bits();
    private static final int UNREACHABLE = 0x0303;
    private static final int TOO_BIG = 0x0304;
    private static final int GRE = 47;
    private static final int ESP = 50;
    private static final int SCTP = 132;
    private static final long MARGIN = 10_000_000_000L;

    private final Rig rig = new Rig();

    private Ends ask(int host, int identifier, int peer) {
        rig.fromLan(PacketBytes.echo(host, peer, true, identifier, 20));
        return Ends.of(rig.toWan());
    }

    private void wait(Duration time) {
        rig.timers.advance(time.toNanos());
    }

    /** A packet of a protocol that the test only has to quote. */
    private static byte[] other(int source, int destination, int protocol) {
        byte[] packet = PacketBytes.udp(source, 4000, destination, 5000, 20);
        packet[9] = (byte) protocol;
        PacketBytes.mend(packet);
        return packet;
    }

    private static List<byte[]> ofEveryProtocol(int source, int destination) {
        return List.of(
                PacketBytes.udp(source, 4000, destination, 5000, 20),
                PacketBytes.tcp(source, 4000, destination, 5000, 2, 20),
                PacketBytes.echo(source, destination, true, 4000, 20),
                other(source, destination, GRE),
                other(source, destination, ESP),
                other(source, destination, SCTP),
                other(source, destination, 4));
    }

    @Test
    void req1QuestionsAndAnswersPass() {
        Ends out = ask(HOST, 77, PEER);
        assertThat(out).isEqualTo(Ends.of(OUR, 77, PEER, 0));
        rig.fromWan(PacketBytes.echo(PEER, OUR, false, 77, 20));
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(PEER, 0, HOST, 77));
        rig.assertDropped();
    }

    @Test
    void req1aAnIdentifierIsMappedForEveryDestination() {
        ask(HOST_B, 77, PEER);
        int identifier = ask(HOST, 77, PEER).sourcePort();
        assertThat(identifier).isNotEqualTo(77);
        assertThat(ask(HOST, 77, OTHER_PEER).sourcePort()).isEqualTo(identifier);
        rig.fromWan(PacketBytes.echo(OTHER_PEER, OUR, false, identifier, 20));
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(OTHER_PEER, 0, HOST, 77));
    }

    @Test
    void req2AQuestionLivesSixtySeconds() {
        ask(HOST, 77, PEER);
        wait(Duration.ofSeconds(60).minusNanos(MARGIN));
        rig.fromWan(PacketBytes.echo(PEER, OUR, false, 77, 20));
        rig.toLan();
        wait(Duration.ofSeconds(60).plusNanos(MARGIN));
        rig.fromWan(PacketBytes.echo(PEER, OUR, false, 77, 20));
        rig.assertSilent();
        rig.assertDropped(DropReason.INBOUND_NO_MAPPING);
    }

    @Test
    void req2aTheTimeCanBeSet() {
        FlowSettings before = FlowSettings.ofCapacity(1024);
        rig.path.rules(
                NatRules.timers(
                        new FlowSettings(
                                1024,
                                before.tcpTransitory(),
                                before.tcpEstablished(),
                                before.udp(),
                                before.udpShort(),
                                Duration.ofSeconds(200),
                                before.other())));
        ask(HOST, 77, PEER);
        wait(Duration.ofSeconds(190));
        rig.fromWan(PacketBytes.echo(PEER, OUR, false, 77, 20));
        rig.toLan();
    }

    @Test
    void req3AnErrorWithABadSumIsDroppedSilently() {
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 20));
        byte[] sent = rig.toWan();
        byte[] error = PacketBytes.icmpError(HOP, OUR, UNREACHABLE, 0, sent, sent.length);
        error[40] ^= 1;
        rig.fromWan(error);
        rig.assertSilent();
        rig.assertDropped(DropReason.ICMP_BAD_CHECKSUM);
    }

    @Test
    void req3bOptionsOfTheQuotedPacketAreStepped() {
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 20));
        byte[] sent = rig.toWan();
        byte[] longer = new byte[sent.length + 4];
        System.arraycopy(sent, 0, longer, 0, 20);
        System.arraycopy(sent, 20, longer, 24, sent.length - 20);
        Arrays.fill(longer, 20, 24, (byte) 1);
        longer[0] = 0x46;
        longer[3] = (byte) longer.length;
        PacketBytes.mend(longer);
        rig.fromWan(PacketBytes.icmpError(HOP, OUR, UNREACHABLE, 0, longer, longer.length));
        byte[] error = rig.toLan();
        assertThat(Ends.quoted(error)).isEqualTo(Ends.of(HOST, 4000, PEER, 5000));
        assertThat(Arrays.copyOfRange(error, 48, 52)).containsOnly(1);
        rig.assertDropped();
    }

    @Test
    void req3cTheQuotedTransportSumIsNotJudged() {
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 20));
        byte[] sent = rig.toWan();
        sent[27] ^= 0x55;
        rig.fromWan(PacketBytes.icmpError(HOP, OUR, UNREACHABLE, 0, sent, sent.length));
        assertThat(Ends.quoted(rig.toLan())).isEqualTo(Ends.of(HOST, 4000, PEER, 5000));
    }

    /** RFC 4884: objects behind the quotation, whose length stands in the sixth byte. */
    @Test
    void req3dExtensionsBehindTheQuotationStay() {
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 20));
        byte[] sent = rig.toWan();
        byte[] padded = Arrays.copyOf(sent, 128 + 12);
        for (int i = 128; i < padded.length; i++) {
            padded[i] = (byte) (i * 3);
        }
        int length = 128 / 4 << 16;
        rig.fromWan(PacketBytes.icmpError(HOP, OUR, 0x0b00, length, padded, padded.length));
        byte[] error = rig.toLan();
        assertThat(Ends.quoted(error)).isEqualTo(Ends.of(HOST, 4000, PEER, 5000));
        assertThat(Arrays.copyOfRange(error, 28 + sent.length, error.length))
                .isEqualTo(Arrays.copyOfRange(padded, sent.length, padded.length));
        assertThat(error[25]).isEqualTo((byte) 32);
    }

    @Test
    void req4AnErrorFromOutsideIsTranslatedForEveryProtocol() {
        for (byte[] packet : ofEveryProtocol(HOST, PEER)) {
            rig.fromLan(packet);
            byte[] sent = rig.toWan();
            assertThat(Ends.of(sent).source()).isEqualTo(OUR);
            for (int kind :
                    new int[] {0x0300, UNREACHABLE, TOO_BIG, 0x030d, 0x0b00, 0x0b01, 0x0c00}) {
                wait(Duration.ofSeconds(1));
                rig.fromWan(PacketBytes.icmpError(HOP, OUR, kind, 1280, sent, sent.length));
                byte[] error = rig.toLan();
                byte[] before = PacketBytes.withTtl(packet, 63);
                assertThat(error)
                        .as("protocol %d kind %x", packet[9], kind)
                        .isEqualTo(
                                PacketBytes.withTtl(
                                        PacketBytes.icmpError(
                                                HOP, HOST, kind, 1280, before, before.length),
                                        63));
            }
        }
        rig.assertDropped();
    }

    @Test
    void req4AnErrorAboutNothingIsDroppedSilently() {
        byte[] stranger = PacketBytes.udp(OUR, 4000, PEER, 5000, 20);
        rig.fromWan(PacketBytes.icmpError(HOP, OUR, UNREACHABLE, 0, stranger, 28));
        rig.assertSilent();
        rig.assertDropped(DropReason.ICMP_ERROR_NO_FLOW);
    }

    /** A quotation of eight bytes after the IPv4 header is all that old routers send. */
    @Test
    void req4EightBytesOfTheQuotedPacketAreEnough() {
        for (byte[] packet : ofEveryProtocol(HOST, PEER)) {
            rig.fromLan(packet);
            byte[] sent = rig.toWan();
            rig.fromWan(PacketBytes.icmpError(HOP, OUR, TOO_BIG, 1400, sent, 28));
            byte[] error = rig.toLan();
            assertThat(error).hasSize(56);
            assertThat(Arrays.copyOfRange(error, 40, 48))
                    .as("addresses of protocol %d", packet[9])
                    .isEqualTo(Arrays.copyOfRange(packet, 12, 20));
        }
        rig.assertDropped();
    }

    @Test
    void req5AnErrorFromInsideIsTranslatedForEveryProtocol() {
        for (byte[] packet : ofEveryProtocol(HOST, PEER)) {
            rig.fromLan(packet);
            Ends out = Ends.of(rig.toWan());
            byte[] answer = answer(packet, out);
            rig.fromWan(answer);
            byte[] delivered = rig.toLan();
            rig.fromLan(
                    PacketBytes.icmpError(HOST, PEER, UNREACHABLE, 0, delivered, delivered.length));
            byte[] error = rig.toWan();
            byte[] quoted = PacketBytes.withTtl(answer, 63);
            assertThat(error)
                    .as("protocol %d", packet[9])
                    .isEqualTo(
                            PacketBytes.withTtl(
                                    PacketBytes.icmpError(
                                            OUR, PEER, UNREACHABLE, 0, quoted, quoted.length),
                                    63));
        }
        rig.assertDropped();
    }

    private static byte[] answer(byte[] packet, Ends out) {
        return switch (packet[9]) {
            case 1 -> PacketBytes.echo(PEER, OUR, false, out.sourcePort(), 20);
            case 6 -> PacketBytes.tcp(PEER, 5000, OUR, out.sourcePort(), 0x12, 20);
            case 17 -> PacketBytes.udp(PEER, 5000, OUR, out.sourcePort(), 20);
            default -> {
                byte[] back = PacketBytes.udp(PEER, 5000, OUR, 4000, 20);
                back[9] = packet[9];
                PacketBytes.mend(back);
                yield back;
            }
        };
    }

    @Test
    void req5AnErrorAboutNothingIsDroppedSilently() {
        byte[] stranger = PacketBytes.udp(PEER, 5000, HOST, 4000, 20);
        rig.fromLan(PacketBytes.icmpError(HOST, PEER, UNREACHABLE, 0, stranger, 28));
        rig.assertSilent();
        rig.assertDropped(DropReason.ICMP_ERROR_NO_FLOW);
    }

    /** A router in the house that knows the host reports as our address, too. */
    @Test
    void req5cARouterBehindUsIsHidden() {
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 20));
        rig.toWan();
        rig.fromWan(PacketBytes.udp(PEER, 5000, OUR, 4000, 20));
        byte[] delivered = rig.toLan();
        rig.fromLan(PacketBytes.icmpError(HOST_B, PEER, 0x0b00, 0, delivered, delivered.length));
        byte[] error = rig.toWan();
        assertThat(Ends.quoted(error)).isEqualTo(Ends.of(PEER, 5000, OUR, 4000));
        assertThat(Arrays.copyOfRange(error, 12, 16)).isEqualTo(bytes(OUR));
    }

    private static byte[] bytes(int address) {
        return ByteBuffer.allocate(4).putInt(address).array();
    }

    @Test
    void req6AnErrorNeitherKeepsNorEndsAQuestion() {
        rig.fromLan(PacketBytes.echo(HOST, PEER, true, 77, 20));
        byte[] sent = rig.toWan();
        wait(Duration.ofSeconds(50));
        rig.fromWan(PacketBytes.icmpError(HOP, OUR, UNREACHABLE, 0, sent, sent.length));
        rig.toLan();
        assertThat(rig.path.status().flow().flows()).isEqualTo(1);
        wait(Duration.ofSeconds(20));
        assertThat(rig.path.status().flow().flows()).as("70 s after the question").isZero();
    }

    @Test
    void req7AHairpinnedErrorReachesTheSender() {
        rig.path.rules(NatRules.filtering(Filtering.ENDPOINT_INDEPENDENT));
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 20));
        rig.toWan();
        byte[] asked = PacketBytes.udp(SECOND_HOST, 7000, OUR, 4000, 20);
        rig.fromSecondLan(asked);
        byte[] delivered = rig.toLan();
        rig.fromLan(PacketBytes.icmpError(HOST, OUR, UNREACHABLE, 0, delivered, delivered.length));
        byte[] error = rig.toSecondLan();
        byte[] before = PacketBytes.withTtl(asked, 63);
        assertThat(error)
                .isEqualTo(
                        PacketBytes.withTtl(
                                PacketBytes.icmpError(
                                        OUR, SECOND_HOST, UNREACHABLE, 0, before, before.length),
                                63));
        rig.assertDropped();
    }

    @Test
    void req7AnErrorAboutAForwardIsTranslatedBothWays() {
        rig.path.rules(NatRules.forwards(NatRules.port(8080, HOST, 80)));
        byte[] asked = PacketBytes.tcp(PEER, 5000, OUR, 8080, 2, 0);
        rig.fromWan(asked);
        byte[] delivered = rig.toLan();
        rig.fromLan(PacketBytes.icmpError(HOST, PEER, UNREACHABLE, 0, delivered, 28));
        byte[] error = rig.toWan();
        assertThat(Ends.quoted(error)).isEqualTo(Ends.of(PEER, 5000, OUR, 8080));
        rig.fromLan(PacketBytes.tcp(HOST, 80, PEER, 5000, 0x12, 0));
        byte[] answer = rig.toWan();
        rig.fromWan(PacketBytes.icmpError(HOP, OUR, TOO_BIG, 1400, answer, 28));
        assertThat(Ends.quoted(rig.toLan())).isEqualTo(Ends.of(HOST, 80, PEER, 5000));
        rig.assertDropped();
    }

    @Test
    void req7AHairpinnedQuestionReachesAHostWithAnAddressOfItsOwn() {
        int external = OUR + 1;
        rig.attach(OUR, 1492, List.of(new Ipv4Address(external)));
        rig.path.rules(
                NatRules.oneToOne(
                        new OneToOne(
                                "own",
                                0,
                                new Ipv4Prefix(new Ipv4Address(external), 32),
                                new Ipv4Prefix(new Ipv4Address(HOST), 32),
                                -1)));
        rig.fromLan(PacketBytes.echo(HOST_B, external, true, 77, 20));
        Ends seen = Ends.of(rig.toLan());
        assertThat(seen.destination()).isEqualTo(HOST);
        assertThat(seen.source()).isNotEqualTo(HOST_B);
        rig.fromLan(PacketBytes.echo(HOST, seen.source(), false, seen.sourcePort(), 20));
        assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(external, 0, HOST_B, 77));
    }

    @Test
    void req8WhoGetsNoSessionIsTold() {
        rig.path.rules(
                NatRules.behaviour(
                        new NatBehaviour(
                                PortSelection.PRESERVE,
                                Filtering.ADDRESS_DEPENDENT,
                                Filtering.ADDRESS_DEPENDENT,
                                4,
                                1)));
        for (int port = 1; port <= 4; port++) {
            rig.fromLan(PacketBytes.udp(HOST, port, PEER, 5000, 20));
            rig.toWan();
        }
        byte[] packet = PacketBytes.udp(HOST, 5, PEER, 5000, 20);
        rig.fromLan(packet);
        assertThat(rig.toLan())
                .isEqualTo(PacketBytes.icmpError(ROUTER, HOST, 0x030d, 0, packet, packet.length));
        rig.assertDropped(DropReason.NAT_HOST_BUDGET);
    }

    @Test
    void req10TheRoutersOwnErrorsAreSent() {
        byte[] expiring = PacketBytes.withTtl(PacketBytes.udp(HOST, 4000, PEER, 5000, 20), 1);
        rig.fromLan(expiring);
        assertThat(rig.toLan()[20]).as("time exceeded").isEqualTo((byte) 11);
        byte[] big = PacketBytes.udp(HOST, 4000, PEER, 5000, 1470);
        rig.fromLan(big);
        assertThat(rig.toLan()[20]).as("unreachable").isEqualTo((byte) 3);
        rig.path.detach(0);
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 20));
        assertThat(rig.toLan()[21]).as("net").isEqualTo((byte) 0);
    }

    @Test
    void req11WhatIsNeitherQuestionNorErrorIsDropped() {
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 5000, 20));
        byte[] sent = rig.toWan();
        for (int type : new int[] {4, 5, 9, 10, 13, 14, 17, 18, 30, 40}) {
            rig.fromWan(PacketBytes.icmpError(HOP, OUR, type << 8, 0, sent, sent.length));
            rig.assertSilent();
        }
        assertThat(rig.drops.value(DropReason.ICMP_UNSUPPORTED_TYPE)).isEqualTo(10);
    }
}
