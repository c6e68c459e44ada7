package bauta.bench;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.wire.Checksum;
import bauta.wire.EthernetHeader;
import bauta.wire.Ipv4Header;
import bauta.wire.PppoeHeader;
import bauta.wire.UdpHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FramesTest {
    private static final Route ROUTE = new Route(1, 2, 3, 4, 0x0a000001, 0x0b000001, 0x0c000001, 5);

    @ParameterizedTest
    @ValueSource(ints = {60, 61, 1400})
    void aFrameIsWholeInBothDirections(int frameBytes) {
        for (boolean upstream : new boolean[] {true, false}) {
            var traffic = new Traffic(ROUTE, upstream, frameBytes, 65_536);
            ByteBuf frame = Unpooled.wrappedBuffer(Frames.of(traffic, 40_000));
            int at = EthernetHeader.LENGTH;
            if (!upstream) {
                assertThat(PppoeHeader.sessionId(frame, at)).isEqualTo(5);
                at += PppoeHeader.LENGTH + 2;
            }

            assertThat(Ipv4Header.check(frame, at, frame.capacity())).isEqualTo(DropReason.NONE);
            int udp = at + Ipv4Header.LENGTH;
            assertThat(UdpHeader.check(frame, udp, frame.capacity())).isEqualTo(DropReason.NONE);
            int length = UdpHeader.length(frame, udp);
            long pseudo =
                    Checksum.pseudo(
                            Ipv4Header.source(frame, at),
                            Ipv4Header.destination(frame, at),
                            17,
                            length);
            assertThat(Checksum.finish(pseudo + Checksum.sum(frame, udp, length))).isZero();
        }
    }
}
