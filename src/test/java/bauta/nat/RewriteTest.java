package bauta.nat;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.wire.Ipv4Header;
import bauta.wire.PacketBytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RewriteTest {
    private static byte[] packet(Random random) {
        int a = random.nextInt();
        int b = random.nextInt();
        int size = random.nextInt(100);
        int port = random.nextInt(0x10000);
        return switch (random.nextInt(4)) {
            case 0 -> PacketBytes.udp(a, port, b, random.nextInt(0x10000), size);
            case 1 -> PacketBytes.tcp(a, port, b, random.nextInt(0x10000), 0x10, size);
            case 2 -> PacketBytes.echo(a, b, random.nextBoolean(), port, size);
            default -> {
                byte[] bare = PacketBytes.udp(a, port, b, 5, size);
                bare[26] = 0;
                bare[27] = 0;
                yield bare;
            }
        };
    }

    private static int port(ByteBuf buf, boolean source) {
        boolean echo = Ipv4Header.protocol(buf, 0) == Ipv4Header.PROTOCOL_ICMP;
        return buf.getUnsignedShort(echo ? 24 : source ? 20 : 22);
    }

    private static boolean isEcho(ByteBuf buf) {
        return Ipv4Header.protocol(buf, 0) == Ipv4Header.PROTOCOL_ICMP;
    }

    private static void both(ByteBuf buf, int source, int first, int destination, int second) {
        boolean reply = isEcho(buf) && buf.getByte(20) == 0;
        Rewrite.both(buf, 0, source, reply ? second : first, destination, reply ? first : second);
    }

    @Test
    void keepsEverySumRightAndComesBackToWhatItWas() {
        Random random = new Random(15);
        for (int round = 0; round < 50_000; round++) {
            byte[] packet = packet(random);
            byte[] before = packet.clone();
            ByteBuf buf = Unpooled.wrappedBuffer(packet);
            int source = Ipv4Header.source(buf, 0);
            int destination = Ipv4Header.destination(buf, 0);
            int sourcePort = port(buf, true);
            int destinationPort = port(buf, false);
            both(buf, random.nextInt(), 7, random.nextInt(), random.nextInt(0x10000));
            PacketBytes.assertSound(packet);
            assertThat(port(buf, true)).isEqualTo(7);
            both(buf, source, sourcePort, destination, destinationPort);
            assertThat(packet).as("round %d", round).isEqualTo(before);
        }
    }

    @Test
    void touchesNothingButAddressPortAndSums() {
        byte[] packet = PacketBytes.tcp(1, 2, 3, 4, 0x18, 50);
        byte[] before = packet.clone();
        Rewrite.both(Unpooled.wrappedBuffer(packet), 0, 0x01020304, 0x0506, 3, 4);
        for (int i = 0; i < packet.length; i++) {
            boolean mayChange = i >= 10 && i < 16 || i >= 20 && i < 22 || i >= 36 && i < 38;
            assertThat(packet[i] == before[i] || mayChange).as("byte %d", i).isTrue();
        }
    }

    @Test
    void whatDoesNotChangeStaysAsItIs() {
        Random random = new Random(17);
        for (int round = 0; round < 20_000; round++) {
            byte[] packet = packet(random);
            byte[] before = packet.clone();
            ByteBuf buf = Unpooled.wrappedBuffer(packet);
            boolean echo = packet[9] == Ipv4Header.PROTOCOL_ICMP;
            int source = Ipv4Header.source(buf, 0);
            int destination = Ipv4Header.destination(buf, 0);
            Rewrite.both(
                    buf,
                    0,
                    source,
                    port(buf, true),
                    destination,
                    echo ? port(buf, true) : port(buf, false));
            assertThat(packet).as("round %d", round).isEqualTo(before);
        }
    }

    @Test
    void otherProtocolsKeepTheirPayloadUnlessASumCoversTheAddresses() {
        for (int protocol : new int[] {47, 50, 132, 4}) {
            byte[] packet = PacketBytes.udp(1, 500, 2, 600, 40);
            packet[9] = (byte) protocol;
            byte[] before = packet.clone();
            Rewrite.both(Unpooled.wrappedBuffer(packet), 0, 3, 700, 4, 800);
            for (int i = 20; i < packet.length; i++) {
                assertThat(packet[i]).as("protocol %d byte %d", protocol, i).isEqualTo(before[i]);
            }
        }
        for (int protocol : new int[] {33, 136}) {
            byte[] packet = PacketBytes.udp(1, 500, 2, 600, 40);
            packet[9] = (byte) protocol;
            byte[] before = packet.clone();
            Rewrite.both(Unpooled.wrappedBuffer(packet), 0, 0x01020304, 700, 4, 800);
            assertThat(packet[26] << 8 | packet[27]).isNotEqualTo(before[26] << 8 | before[27]);
            assertThat(packet[21]).as("ports stay").isEqualTo(before[21]);
            Rewrite.both(Unpooled.wrappedBuffer(packet), 0, 1, 700, 2, 800);
            assertThat(Arrays.copyOfRange(packet, 20, packet.length))
                    .isEqualTo(Arrays.copyOfRange(before, 20, before.length));
        }
    }
}
