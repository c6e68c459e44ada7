package bauta.lab;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.wire.Ipv4Header;
import bauta.wire.TcpHeader;
import bauta.wire.UdpHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Probes must be dropped for what they are, not for a wrong sum: the router's codecs take them. */
class ProbeTest {
    @Test
    void aUdpProbeIsWellFormed() {
        ByteBuf packet = packet(Probe.udp("198.18.0.66", 53, "100.64.10.2", 41000));
        assertThat(Ipv4Header.check(packet, 0, packet.writerIndex())).isEqualTo(DropReason.NONE);
        assertThat(UdpHeader.destinationPort(packet, 20)).isEqualTo(41000);
        int source = Ipv4Header.source(packet, 0);
        int destination = Ipv4Header.destination(packet, 0);
        assertThat(UdpHeader.checksum(packet, 20))
                .isEqualTo(UdpHeader.computeChecksum(packet, 20, source, destination));
    }

    @Test
    void aSynIsWellFormed() {
        ByteBuf packet = packet(Probe.syn("198.18.0.66", 80, "100.64.10.2", 41001));
        assertThat(Ipv4Header.check(packet, 0, packet.writerIndex())).isEqualTo(DropReason.NONE);
        assertThat(TcpHeader.check(packet, 20, packet.writerIndex())).isEqualTo(DropReason.NONE);
        assertThat(TcpHeader.flags(packet, 20)).isEqualTo(TcpHeader.SYN);
        long addresses = Ipv4Header.addresses(packet, 0);
        assertThat(TcpHeader.checksum(packet, 20))
                .isEqualTo(TcpHeader.computeChecksum(packet, 20, packet.writerIndex(), addresses));
    }

    private static ByteBuf packet(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
    }
}
