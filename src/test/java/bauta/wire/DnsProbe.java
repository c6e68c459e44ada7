package bauta.wire;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Reads a DNS message in every way there is; nothing may throw or leave the message. */
public final class DnsProbe {
    private DnsProbe() {}

    /**
     * Reads any bytes.
     *
     * @param bytes anything
     * @param label named when something fails
     */
    public static void readEverything(byte[] bytes, String label) {
        ByteBuf message = Unpooled.wrappedBuffer(bytes);
        int end = bytes.length;
        if (DnsHeader.checkQuestion(message, 0, end) == DropReason.NONE) {
            assertThat(DnsHeader.questionEnd(message, 0)).as(label).isBetween(17, end);
            DnsHeader.questionType(message, 0);
            DnsHeader.questionClass(message, 0);
            int opt = DnsRecord.findOpt(message, 0, end);
            if (opt != DnsRecord.NOT_FOUND) {
                assertThat(DnsRecord.next(message, opt)).as(label).isLessThanOrEqualTo(end);
                DnsRecord.ttl(message, opt);
            }
        }
        for (int at = 0; at < end; at++) {
            int length = DnsName.length(message, 0, at, end);
            assertThat(length).as(label).isBetween(-1, DnsName.MAX_LENGTH);
            assertThat(DnsName.skip(message, at, end)).as(label).isLessThanOrEqualTo(end);
            boolean bad = DnsName.text(message, 0, at, end).equals("?");
            assertThat(bad && length != 2).as(label).isEqualTo(length == DnsName.BAD);
        }
    }
}
