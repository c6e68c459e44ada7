package bauta.wire;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TcpHeaderTest {
    private static final int FIN = TcpHeader.FIN;
    private static final int SYN = TcpHeader.SYN;
    private static final int RST = TcpHeader.RST;
    private static final int PSH = TcpHeader.PSH;
    private static final int ACK = TcpHeader.ACK;

    private record Flags(int flags, boolean good) {}

    private static final List<Flags> FLAGS =
            List.of(
                    new Flags(0, false),
                    new Flags(SYN, true),
                    new Flags(SYN | ACK, true),
                    new Flags(SYN | PSH, true),
                    new Flags(SYN | 0xc0, true),
                    new Flags(ACK, true),
                    new Flags(ACK | PSH, true),
                    new Flags(FIN | ACK, true),
                    new Flags(FIN, false),
                    new Flags(FIN | PSH | 0x20, false),
                    new Flags(PSH, false),
                    new Flags(RST, true),
                    new Flags(RST | ACK, true),
                    new Flags(SYN | RST, false),
                    new Flags(SYN | FIN, false),
                    new Flags(SYN | FIN | ACK, false),
                    new Flags(RST | FIN | ACK, false),
                    new Flags(0xff, false));

    @Test
    void knowsWhichFlagsMakeSense() {
        for (Flags row : FLAGS) {
            ByteBuf buf = Unpooled.buffer(20, 20);
            TcpHeader.write(buf, 0, 0, 1, 2, row.flags);
            assertThat(TcpHeader.check(buf, 0, 20))
                    .as("flags %02x", row.flags)
                    .isEqualTo(row.good ? DropReason.NONE : DropReason.TCP_BAD_FLAGS);
        }
    }

    @Test
    void checksLengthAndOffset() {
        ByteBuf buf = HexVector.buffer("tcp/syn-mss-1460");
        assertThat(TcpHeader.check(buf, 20, 60)).isEqualTo(DropReason.NONE);
        assertThat(TcpHeader.check(buf, 20, 59)).isEqualTo(DropReason.TCP_BAD_OFFSET);
        assertThat(TcpHeader.check(buf, 20, 39)).isEqualTo(DropReason.TCP_TRUNCATED);
        buf.setByte(32, 0x40);
        assertThat(TcpHeader.check(buf, 20, 60)).isEqualTo(DropReason.TCP_BAD_OFFSET);
        buf.setByte(32, 0xb0);
        assertThat(TcpHeader.check(buf, 20, 60)).isEqualTo(DropReason.TCP_BAD_OFFSET);
    }

    @Test
    void readsEveryFieldOfAVector() {
        ByteBuf buf = HexVector.buffer("tcp/syn-mss-1460");
        assertThat(TcpHeader.sourcePort(buf, 20)).isEqualTo(40_000);
        assertThat(TcpHeader.destinationPort(buf, 20)).isEqualTo(443);
        assertThat(TcpHeader.sequence(buf, 20)).isEqualTo(0x01020304);
        assertThat(TcpHeader.acknowledgment(buf, 20)).isZero();
        assertThat(TcpHeader.headerLength(buf, 20)).isEqualTo(40);
        assertThat(TcpHeader.flags(buf, 20)).isEqualTo(SYN);
        assertThat(TcpHeader.window(buf, 20)).isEqualTo(64_240);
        assertThat(TcpHeader.checksum(buf, 20)).isEqualTo(0x5758).isEqualTo(computed(buf));
        assertThat(TcpHeader.mssAt(buf, 20)).isEqualTo(42);
        assertThat(buf.getByte(TcpHeader.windowScaleAt(buf, 20))).isEqualTo((byte) 7);
    }

    private static int computed(ByteBuf buf) {
        return TcpHeader.computeChecksum(buf, 20, buf.capacity(), Ipv4Header.addresses(buf, 0));
    }

    private record Options(String name, String hex, int mssAt) {}

    private static final List<Options> OPTIONS =
            List.of(
                    new Options("first", "020405b4", 22),
                    new Options("after NOPs", "01010101020405b4", 26),
                    new Options("at an odd byte", "01020405b4010100", 23),
                    new Options("after another", "0303070001020405", -1),
                    new Options("after the end", "00020405b4000000", -1),
                    new Options("wrong length 3", "020305b4020405b4", -1),
                    new Options("length 0", "02000000020405b4", -1),
                    new Options("length 1", "05010000020405b4", -1),
                    new Options("length beyond", "05ff0000020405b4", -1),
                    new Options("kind in the last byte", "01010102", -1),
                    new Options("cut in the value", "01020405", -1),
                    new Options("none", "", -1));

    @Test
    void walksOptionsAndStopsAtNonsense() {
        for (Options row : OPTIONS) {
            byte[] options = HexFormat.of().parseHex(row.hex);
            ByteBuf buf = Unpooled.buffer(20 + options.length, 20 + options.length);
            TcpHeader.write(buf, 0, 0, 0, 0, SYN);
            buf.setByte(12, 20 + options.length << 2);
            buf.setBytes(20, options);
            assertThat(TcpHeader.mssAt(buf, 0)).as(row.name).isEqualTo(row.mssAt);
        }
    }

    @Test
    void changingTheMssKeepsTheSumRight() {
        for (String name : List.of("tcp/syn-mss-1460", "tcp/syn-mss-odd")) {
            ByteBuf buf = HexVector.buffer(name);
            for (int mss = 0; mss <= 0xffff; mss += 13) {
                TcpHeader.changeOption16(buf, 20, TcpHeader.mssAt(buf, 20), mss);
                assertThat(TcpHeader.checksum(buf, 20)).as(name).isEqualTo(computed(buf));
            }
        }
    }

    @Test
    void changingPortsAndAddressesKeepsTheSumRight() {
        Random random = new Random(6);
        ByteBuf buf = HexVector.buffer("tcp/syn-mss-1460");
        for (int i = 0; i < 50_000; i++) {
            int source = random.nextInt();
            long delta = Ipv4Header.changeAddresses(buf, 0, source, random.nextInt());
            TcpHeader.changePorts(buf, 20, random.nextInt(), delta);
            assertThat(TcpHeader.checksum(buf, 20)).as("round %d", i).isEqualTo(computed(buf));
        }
    }

    @Test
    void anAcceptedHeaderNeverReadsOutside() {
        Random random = new Random(7);
        int accepted = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(70)];
            random.nextBytes(bytes);
            ByteBuf buf = Unpooled.wrappedBuffer(bytes);
            if (TcpHeader.check(buf, 0, bytes.length) == DropReason.NONE) {
                accepted++;
                int end = TcpHeader.headerLength(buf, 0);
                assertThat(end).isLessThanOrEqualTo(bytes.length);
                assertThat(TcpHeader.mssAt(buf, 0)).isLessThanOrEqualTo(end - 2);
                assertThat(TcpHeader.windowScaleAt(buf, 0)).isLessThan(end);
            }
        }
        assertThat(accepted).isGreaterThan(1_000);
    }
}
