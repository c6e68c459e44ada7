package bauta.wire;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** ARP for IPv4 on Ethernet, read and written. */
class ArpHeaderTest {
    private static final String REPLY =
            "0001080006040002" + "02000000000ac0a85764" + "020000000001c0a85701";

    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
    }

    @Test
    void readsAReply() {
        ByteBuf reply = bytes("ffff" + REPLY);
        assertThat(ArpHeader.check(reply, 2, 30)).isEqualTo(DropReason.NONE);
        assertThat(ArpHeader.operation(reply, 2)).isEqualTo(ArpHeader.REPLY);
        assertThat(new MacAddress(ArpHeader.senderMac(reply, 2))).hasToString("02:00:00:00:00:0a");
        assertThat(new Ipv4Address(ArpHeader.senderAddress(reply, 2)))
                .hasToString("192.168.87.100");
        assertThat(new Ipv4Address(ArpHeader.targetAddress(reply, 2))).hasToString("192.168.87.1");
    }

    @Test
    void whatIsNotArpForIpv4OnEthernetIsRefused() {
        record Row(String name, String hex, DropReason want) {}
        List<Row> rows =
                List.of(
                        new Row("short", REPLY.substring(2), DropReason.ARP_TRUNCATED),
                        new Row("empty", "", DropReason.ARP_TRUNCATED),
                        new Row("hardware 6", "0006" + REPLY.substring(4), bad()),
                        new Row("protocol IPv6", "000186dd" + REPLY.substring(8), bad()),
                        new Row("MAC of 8", "0001080008" + REPLY.substring(10), bad()),
                        new Row("reverse", "0001080006040003" + REPLY.substring(16), bad()),
                        new Row("no operation", "0001080006040000" + REPLY.substring(16), bad()));
        for (Row row : rows) {
            ByteBuf packet = bytes(row.hex());
            assertThat(ArpHeader.check(packet, 0, packet.capacity()))
                    .as(row.name())
                    .isEqualTo(row.want());
        }
    }

    private static DropReason bad() {
        return DropReason.ARP_BAD_FORMAT;
    }

    @Test
    void aProbeNamesNoAddressOfTheSender() {
        ByteBuf probe = Unpooled.wrappedBuffer(new byte[ArpHeader.LENGTH]);
        ArpHeader.writeProbe(probe, 0, 0x0200_0000_0001L, 0xc0a8_5764);
        assertThat(HexFormat.of().formatHex(probe.array()))
                .isEqualTo("0001080006040001" + "02000000000100000000" + "000000000000c0a85764");
        assertThat(ArpHeader.check(probe, 0, ArpHeader.LENGTH)).isEqualTo(DropReason.NONE);
    }

    @Test
    void afterACheckNoAccessorFails() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = HexFormat.of().parseHex(REPLY);
            for (int bend = random.nextInt(3); bend > 0; bend--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            int end = random.nextInt(bytes.length + 1);
            ByteBuf packet = Unpooled.wrappedBuffer(bytes, 0, end);
            if (ArpHeader.check(packet, 0, end) == DropReason.NONE) {
                assertThat(ArpHeader.operation(packet, 0)).as("seed %s", seed).isBetween(1, 2);
                ArpHeader.senderMac(packet, 0);
                ArpHeader.senderAddress(packet, 0);
                ArpHeader.targetAddress(packet, 0);
            }
        }
    }
}
