package bauta.wire;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class EthernetHeaderTest {
    private record Case(String name, String hex, DropReason want) {}

    private static final List<Case> CASES =
            List.of(
                    new Case("empty", "", DropReason.ETHERNET_TRUNCATED),
                    new Case(
                            "one byte short",
                            "02000000000202000000000108",
                            DropReason.ETHERNET_TRUNCATED),
                    new Case("whole", "0200000000020200000000010800", DropReason.NONE),
                    new Case("broadcast", "ffffffffffff0200000000010800", DropReason.NONE),
                    new Case(
                            "group source",
                            "0200000000020300000000010800",
                            DropReason.ETHERNET_BAD_SOURCE));

    @Test
    void checks() {
        for (Case row : CASES) {
            ByteBuf frame = Unpooled.wrappedBuffer(HexFormat.of().parseHex(row.hex));
            assertThat(EthernetHeader.check(frame, 0, frame.capacity()))
                    .as(row.name)
                    .isEqualTo(row.want);
        }
    }

    @Test
    void readsAVectorAndWritesItAgain() {
        ByteBuf frame = HexVector.buffer("ethernet/ipv4");
        assertThat(EthernetHeader.destination(frame, 0)).isEqualTo(0x0200_0000_0002L);
        assertThat(EthernetHeader.source(frame, 0)).isEqualTo(0x0200_0000_0001L);
        assertThat(EthernetHeader.type(frame, 0)).isEqualTo(EthernetHeader.TYPE_IPV4);
        ByteBuf copy = Unpooled.buffer(14, 14);
        EthernetHeader.write(copy, 0, 0x0200_0000_0002L, 0x0200_0000_0001L, 0x0800);
        assertThat(copy.array()).isEqualTo(HexVector.bytes("ethernet/ipv4"));
    }

    @Test
    void keepsAllBitsOfHighAddresses() {
        ByteBuf frame = Unpooled.buffer(14, 14);
        EthernetHeader.write(frame, 0, EthernetHeader.BROADCAST, 0xfedc_ba98_7654L, 0x88a8);
        assertThat(EthernetHeader.destination(frame, 0)).isEqualTo(EthernetHeader.BROADCAST);
        assertThat(EthernetHeader.source(frame, 0)).isEqualTo(0xfedc_ba98_7654L);
        assertThat(EthernetHeader.type(frame, 0)).isEqualTo(0x88a8);
        assertThat(EthernetHeader.isGroup(EthernetHeader.BROADCAST)).isTrue();
        assertThat(EthernetHeader.isGroup(0xfedc_ba98_7654L)).isFalse();
    }
}
