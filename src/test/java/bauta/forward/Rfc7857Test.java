package bauta.forward;

import static bauta.forward.Rig.HOST;
import static bauta.forward.Rig.HOST_B;
import static bauta.forward.Rig.OUR;
import static bauta.forward.Rig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.nat.Filtering;
import bauta.nat.NatBehaviour;
import bauta.nat.PortSelection;
import bauta.nat.PortUse;
import bauta.wire.PacketBytes;
import bauta.wire.TcpHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What RFC 7857 changed in the three RFCs before it, section by section. */
class Rfc7857Test {
    private static final int SYN = TcpHeader.SYN;
    private static final int ACK = TcpHeader.ACK;
    private static final int RST = TcpHeader.RST;

    private final Rig rig = new Rig();

    private Ends out(byte[] packet) {
        rig.fromLan(packet);
        return Ends.of(rig.toWan());
    }

    private void open(int port) {
        out(PacketBytes.tcp(HOST, port, PEER, 80, SYN, 0));
        rig.fromWan(PacketBytes.tcp(PEER, 80, OUR, port, SYN | ACK, 0));
        rig.toLan();
        out(PacketBytes.tcp(HOST, port, PEER, 80, ACK, 0));
    }

    private void wait(Duration time) {
        rig.timers.advance(time.toNanos());
    }

    private static NatBehaviour behaviour(PortSelection ports, int budget) {
        return new NatBehaviour(
                ports, Filtering.ADDRESS_DEPENDENT, Filtering.ADDRESS_DEPENDENT, budget, 0);
    }

    @Test
    void section2AResetEndsAConnectionOnlyAfterAWhile() {
        open(4000);
        rig.fromWan(PacketBytes.tcp(PEER, 80, OUR, 4000, RST | ACK, 0));
        rig.toLan();
        wait(Duration.ofMinutes(3));
        assertThat(rig.path.status().flow().flows()).as("kept for a while").isEqualTo(1);
        wait(Duration.ofMinutes(2));
        assertThat(rig.path.status().flow().flows()).isZero();
    }

    @Test
    void section2AConnectionThatGoesOnAfterAResetIsOpenAgain() {
        open(4000);
        rig.fromWan(PacketBytes.tcp(PEER, 80, OUR, 4000, RST | ACK, 0));
        rig.toLan();
        rig.fromWan(PacketBytes.tcp(PEER, 80, OUR, 4000, ACK, 20));
        rig.toLan();
        wait(Duration.ofMinutes(60));
        rig.fromWan(PacketBytes.tcp(PEER, 80, OUR, 4000, ACK, 20));
        rig.toLan();
        rig.assertDropped();
    }

    @Test
    void section3TcpSharesPortsOnlyWhenTheyAreShort() {
        rig.path.rules(NatRules.behaviour(behaviour(PortSelection.PRESERVE, 16)));
        Set<Integer> ports = new HashSet<>();
        List<Ends> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int peer = PEER + 256 * i;
            all.add(out(PacketBytes.tcp(HOST + i % 9, 4000 + i, peer, 80, SYN, 0)));
            ports.add(all.getLast().sourcePort());
        }
        assertThat(new HashSet<>(all)).as("no 5-tuple twice").hasSize(200);
        assertThat(ports).as("ports serve several destinations").hasSizeLessThan(200);
        for (int i = 0; i < 200; i++) {
            int peer = PEER + 256 * i;
            rig.fromWan(PacketBytes.tcp(peer, 80, OUR, all.get(i).sourcePort(), SYN | ACK, 0));
            assertThat(Ends.of(rig.toLan())).isEqualTo(Ends.of(peer, 80, HOST + i % 9, 4000 + i));
        }
        PortUse use = rig.path.status().nat().addresses().getFirst().ports().getFirst();
        assertThat(use.shortOfPorts()).as("and it is said").isTrue();
        assertThat(use.sharedPorts()).isPositive();
        rig.assertDropped();
    }

    @Test
    void section3ASharedPortLetsNobodyElseIn() {
        rig.path.rules(NatRules.behaviour(behaviour(PortSelection.PRESERVE, 4)));
        Ends last = out(PacketBytes.tcp(HOST, 4000, PEER, 80, SYN, 0));
        for (int i = 1; i < 8; i++) {
            last = out(PacketBytes.tcp(HOST, 4000 + i, PEER, 80, SYN, 0));
        }
        assertThat(last.sourcePort()).isGreaterThanOrEqualTo(64_512);
        rig.fromWan(PacketBytes.tcp(PEER, 81, OUR, last.sourcePort(), SYN, 0));
        rig.assertSilent();
        rig.assertDropped(DropReason.INBOUND_NO_MAPPING);
    }

    @Test
    void section5MappingsOfProtocolsAreApart() {
        out(PacketBytes.udp(HOST, 4000, PEER, 80, 20));
        assertThat(out(PacketBytes.tcp(HOST_B, 4000, PEER, 80, SYN, 0)).sourcePort())
                .isEqualTo(4000);
        assertThat(out(PacketBytes.echo(HOST_B, PEER, true, 4000, 20)).sourcePort())
                .isEqualTo(4000);
    }

    @Test
    void section6FiltersOfProtocolsAreApart() {
        out(PacketBytes.udp(HOST, 4000, PEER, 80, 20));
        out(PacketBytes.tcp(HOST, 4000, PEER + 256, 80, SYN, 0));
        rig.fromWan(PacketBytes.tcp(PEER, 80, OUR, 4000, SYN, 0));
        rig.assertSilent();
        rig.assertDropped(DropReason.INBOUND_FILTERED);
    }

    @Test
    void section7NeitherErrorsNorResetsKeepAMapping() {
        rig.fromLan(PacketBytes.udp(HOST, 4000, PEER, 80, 20));
        byte[] sent = rig.toWan();
        open(4001);
        wait(Duration.ofMinutes(3));
        rig.fromWan(PacketBytes.icmpError(PEER, OUR, 0x0303, 0, sent, 28));
        rig.toLan();
        rig.fromLan(PacketBytes.tcp(HOST, 4001, PEER, 80, RST | ACK, 0));
        rig.toWan();
        wait(Duration.ofMinutes(3));
        assertThat(rig.path.status().flow().flows()).as("the reset one").isEqualTo(1);
        wait(Duration.ofMinutes(2));
        assertThat(rig.path.status().flow().flows()).isZero();
        assertThat(rig.path.status().nat().mappings()).isZero();
    }

    @Test
    void section9PortsCannotBeForeseenByChoice() {
        rig.path.rules(NatRules.behaviour(behaviour(PortSelection.RANDOM, NatBehaviour.ALL_PORTS)));
        Set<Integer> steps = new HashSet<>();
        int before = 0;
        for (int port = 4000; port < 4100; port++) {
            int external = out(PacketBytes.udp(HOST, port, PEER, 80, 20)).sourcePort();
            assertThat(external & 1).as("parity all the same").isEqualTo(port & 1);
            assertThat(external).isGreaterThan(1023);
            steps.add(external - before);
            before = external;
        }
        assertThat(steps).as("no pattern from port to port").hasSizeGreaterThan(95);
    }

    @Test
    void section10IdentificationsOfMaskedFragmentsAreOurOwn() {
        Set<Integer> seen = new HashSet<>();
        for (int host = HOST; host < HOST + 10; host++) {
            byte[] whole = PacketBytes.udp(host, 4000, PEER, 80, 1000);
            byte[] piece = PacketBytes.fragment(PacketBytes.mayFragment(whole, 7), 0, 800);
            rig.fromLan(piece);
            byte[] sent = rig.toWan();
            assertThat(seen.add((sent[4] & 0xff) << 8 | sent[5] & 0xff)).isTrue();
        }
    }

    @Test
    void section11AnIcmpMappingEndsWithItsLastSession() {
        out(PacketBytes.echo(HOST, PEER, true, 77, 20));
        out(PacketBytes.echo(HOST, PEER + 1, true, 77, 20));
        assertThat(rig.path.status().nat().mappings()).isEqualTo(1);
        wait(Duration.ofSeconds(70));
        assertThat(rig.path.status().nat().mappings()).isZero();
    }
}
