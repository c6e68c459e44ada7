package bauta.nat;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.wire.Ipv4Header;
import bauta.wire.PacketBytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
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
            Rewrite.source(buf, 0, random.nextInt(), random.nextInt(0x10000));
            PacketBytes.assertSound(packet);
            Rewrite.source(buf, 0, source, sourcePort);
            int destinationPort = port(buf, false);
            Rewrite.destination(buf, 0, random.nextInt(), random.nextInt(0x10000));
            PacketBytes.assertSound(packet);
            Rewrite.destination(buf, 0, destination, destinationPort);
            assertThat(packet).as("round %d", round).isEqualTo(before);
        }
    }

    @Test
    void touchesNothingButAddressPortAndSums() {
        byte[] packet = PacketBytes.tcp(1, 2, 3, 4, 0x18, 50);
        byte[] before = packet.clone();
        Rewrite.source(Unpooled.wrappedBuffer(packet), 0, 0x01020304, 0x0506);
        for (int i = 0; i < packet.length; i++) {
            boolean mayChange = i >= 10 && i < 16 || i >= 20 && i < 22 || i >= 36 && i < 38;
            assertThat(packet[i] == before[i] || mayChange).as("byte %d", i).isTrue();
        }
    }
}
