package bauta.wire;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Ipv4HeaderTest {
    /** One octet of udp/hello changed, the sum made right again if wanted. */
    private record Case(String name, int index, int value, boolean mendSum, DropReason want) {}

    private static final List<Case> CASES =
            List.of(
                    new Case("untouched", 1, 0, false, DropReason.NONE),
                    new Case("version 6", 0, 0x65, true, DropReason.IPV4_BAD_VERSION),
                    new Case("version 0", 0, 0x05, true, DropReason.IPV4_BAD_VERSION),
                    new Case("version 15", 0, 0xf5, true, DropReason.IPV4_BAD_VERSION),
                    new Case(
                            "header of 16 bytes", 0, 0x44, true, DropReason.IPV4_BAD_HEADER_LENGTH),
                    new Case("header of 0 bytes", 0, 0x40, true, DropReason.IPV4_BAD_HEADER_LENGTH),
                    new Case(
                            "header beyond the end",
                            0,
                            0x4f,
                            false,
                            DropReason.IPV4_BAD_HEADER_LENGTH),
                    new Case("total one too long", 3, 34, true, DropReason.IPV4_BAD_TOTAL_LENGTH),
                    new Case("total 255 too long", 2, 1, true, DropReason.IPV4_BAD_TOTAL_LENGTH),
                    new Case("total within header", 3, 19, true, DropReason.IPV4_BAD_TOTAL_LENGTH),
                    new Case("total zero", 3, 0, true, DropReason.IPV4_BAD_TOTAL_LENGTH),
                    new Case("shorter total: padding", 3, 32, true, DropReason.NONE),
                    new Case("other TTL, old sum", 8, 63, false, DropReason.IPV4_BAD_CHECKSUM),
                    new Case("other TTL, right sum", 8, 63, true, DropReason.NONE),
                    new Case("sum of zero", 10, 0, false, DropReason.IPV4_BAD_CHECKSUM));

    @Test
    void checksEveryField() {
        for (Case row : CASES) {
            ByteBuf buf = HexVector.buffer("udp/hello");
            buf.setByte(row.index, row.value);
            if (row.mendSum) {
                mend(buf);
            }
            assertThat(Ipv4Header.check(buf, 0, buf.capacity())).as(row.name).isEqualTo(row.want);
        }
    }

    private static void mend(ByteBuf buf) {
        buf.setShort(10, 0);
        buf.setShort(10, Checksum.of(buf, 0, 20));
    }

    @Test
    void everyTruncationIsFound() {
        ByteBuf buf = HexVector.buffer("udp/hello");
        for (int end = 0; end < buf.capacity(); end++) {
            assertThat(Ipv4Header.check(buf, 0, end))
                    .isEqualTo(
                            end < 20
                                    ? DropReason.IPV4_TRUNCATED
                                    : DropReason.IPV4_BAD_TOTAL_LENGTH);
        }
    }

    @Test
    void readsEveryFieldOfAVector() {
        ByteBuf buf = HexVector.buffer("ipv4/header");
        assertThat(Ipv4Header.checkShape(buf, 0, 20)).isEqualTo(DropReason.NONE);
        assertThat(Ipv4Header.headerLength(buf, 0)).isEqualTo(20);
        assertThat(Ipv4Header.totalLength(buf, 0)).isEqualTo(115);
        assertThat(Ipv4Header.dontFragment(buf, 0)).isTrue();
        assertThat(Ipv4Header.isFragment(buf, 0)).isFalse();
        assertThat(Ipv4Header.ttl(buf, 0)).isEqualTo(64);
        assertThat(Ipv4Header.protocol(buf, 0)).isEqualTo(17);
        assertThat(Ipv4Header.checksum(buf, 0)).isEqualTo(0xb861);
        assertThat(Ipv4Address.toString(Ipv4Header.source(buf, 0))).isEqualTo("192.168.0.1");
        assertThat(Ipv4Address.toString(Ipv4Header.destination(buf, 0))).isEqualTo("192.168.0.199");
        assertThat(Ipv4Header.addresses(buf, 0)).isEqualTo(0xc0a80001c0a800c7L);
    }

    @Test
    void optionsBelongToTheHeaderAndItsSum() {
        ByteBuf buf = HexVector.buffer("ipv4/record-route");
        assertThat(Ipv4Header.check(buf, 0, 28)).isEqualTo(DropReason.NONE);
        assertThat(Ipv4Header.payload(buf, 0)).isEqualTo(28);
        buf.setByte(24, 1);
        assertThat(Ipv4Header.check(buf, 0, 28)).isEqualTo(DropReason.IPV4_BAD_CHECKSUM);
    }

    @Test
    void readsAndWritesFragments() {
        ByteBuf buf = HexVector.buffer("udp/hello");
        Ipv4Header.putFragment(buf, 0, 1480, true);
        assertThat(Ipv4Header.fragmentOffset(buf, 0)).isEqualTo(1480);
        assertThat(Ipv4Header.moreFragments(buf, 0)).isTrue();
        assertThat(Ipv4Header.isFragment(buf, 0)).isTrue();
        assertThat(Ipv4Header.dontFragment(buf, 0)).isFalse();
        Ipv4Header.putFragment(buf, 0, 65528, false);
        assertThat(Ipv4Header.fragmentOffset(buf, 0)).isEqualTo(65528);
        assertThat(Ipv4Header.isFragment(buf, 0)).isTrue();
        assertThat(Ipv4Header.moreFragments(buf, 0)).isFalse();
    }

    @Test
    void changesKeepTheSumRight() {
        Random random = new Random(3);
        ByteBuf buf = HexVector.buffer("udp/hello");
        for (int i = 0; i < 20_000; i++) {
            buf.setByte(8, 1 + random.nextInt(255));
            mend(buf);
            Ipv4Header.decrementTtl(buf, 0);
            Ipv4Header.changeSource(buf, 0, random.nextInt());
            Ipv4Header.changeDestination(buf, 0, random.nextInt(4) - 2);
            Ipv4Header.changeIdentification(buf, 0, random.nextInt(0x10000));
            assertThat(Ipv4Header.check(buf, 0, 33)).as("round %d", i).isEqualTo(DropReason.NONE);
        }
    }

    @Test
    void writesAHeaderThatChecks() {
        ByteBuf buf = Unpooled.buffer(28, 28);
        Ipv4Header.write(buf, 0, 28, Ipv4Header.PROTOCOL_ICMP, 0x0a000001_cb007109L);
        assertThat(Ipv4Header.check(buf, 0, 28)).isEqualTo(DropReason.NONE);
        assertThat(Ipv4Header.ttl(buf, 0)).isEqualTo(64);
        assertThat(Ipv4Header.protocol(buf, 0)).isEqualTo(1);
        assertThat(Ipv4Header.source(buf, 0)).isEqualTo(0x0a000001);
        assertThat(Ipv4Header.destination(buf, 0)).isEqualTo(0xcb007109);
        assertThat(Ipv4Header.dontFragment(buf, 0)).isTrue();
    }

    @Test
    void anAcceptedPacketNeverReadsOutside() {
        Random random = new Random(4);
        int accepted = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            if (bytes.length >= 20 && random.nextInt(4) != 0) {
                bytes[0] = (byte) (0x45 + random.nextInt(3));
                bytes[2] = 0;
                bytes[3] = (byte) random.nextInt(90);
                ByteBuf buf = Unpooled.wrappedBuffer(bytes);
                if (Ipv4Header.payload(buf, 0) <= bytes.length) {
                    Ipv4Header.writeChecksum(buf, 0);
                }
            }
            ByteBuf buf = Unpooled.wrappedBuffer(bytes);
            if (Ipv4Header.check(buf, 0, bytes.length) == DropReason.NONE) {
                accepted++;
                assertThat(Ipv4Header.payload(buf, 0))
                        .isLessThanOrEqualTo(Ipv4Header.totalLength(buf, 0));
                assertThat(Ipv4Header.totalLength(buf, 0)).isLessThanOrEqualTo(bytes.length);
            }
        }
        assertThat(accepted).isGreaterThan(1_000);
    }
}
