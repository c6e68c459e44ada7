package bauta.service.dns;

import bauta.wire.DnsHeader;
import bauta.wire.DnsRecord;
import bauta.wire.Ipv4Address;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Writes one answer of our own, record by record; names are written in full. */
final class LocalRecords {

    /** Names of the house change with every lease. */
    private static final int TTL_SECONDS = 60;

    /** What is not there yet may be there soon. */
    private static final int NEGATIVE_TTL_SECONDS = 10;

    private static final int POINTER_TO_QUESTION = 0xc00c;
    private static final int AUTHORITATIVE = 0x0400;

    private final Question question;
    private final ByteBuf out;
    private int answers;
    private int authorities;
    private boolean authoritative = true;

    /** Begins an answer. */
    LocalRecords(Question question) {
        this.question = question;
        this.out = Unpooled.buffer();
        out.writeBytes(question.octets(), 0, question.end());
    }

    private LocalRecords answer(int type, int ttl, Consumer<ByteBuf> data) {
        answers++;
        out.writeShort(POINTER_TO_QUESTION);
        record(type, ttl, data);
        return this;
    }

    private void record(int type, int ttl, Consumer<ByteBuf> data) {
        out.writeShort(type).writeShort(DnsRecord.CLASS_IN).writeInt(ttl).writeShort(0);
        int at = out.writerIndex();
        data.accept(out);
        out.setShort(at - 2, out.writerIndex() - at);
    }

    /** Answers with addresses. */
    LocalRecords addresses(List<Ipv4Address> addresses) {
        addresses.forEach(a -> answer(DnsRecord.A, TTL_SECONDS, data -> data.writeInt(a.bits())));
        return this;
    }

    /** Answers with the address that leads to the set-up, to be asked again at once. */
    LocalRecords captive(Ipv4Address address) {
        authoritative = false;
        return answer(DnsRecord.A, 0, data -> data.writeInt(address.bits()));
    }

    /** Answers with ::1. */
    LocalRecords loopback6() {
        return answer(DnsRecord.AAAA, TTL_SECONDS, data -> data.writeLong(0).writeLong(1));
    }

    /** Answers with a name. */
    LocalRecords name(int type, String name) {
        return answer(type, TTL_SECONDS, data -> writeName(data, name));
    }

    /** Answers with the SOA of a zone. */
    LocalRecords soa(String zone) {
        return answer(DnsRecord.SOA, TTL_SECONDS, data -> writeSoa(data, zone));
    }

    /** Says by whose authority there is nothing (RFC 2308 section 3, RFC 6303 section 3). */
    LocalRecords nothing(String zone) {
        authorities++;
        writeName(out, zone);
        record(DnsRecord.SOA, NEGATIVE_TTL_SECONDS, data -> writeSoa(data, zone));
        return this;
    }

    private static void writeSoa(ByteBuf data, String zone) {
        writeName(data, zone);
        writeName(data, "nobody.invalid");
        data.writeInt(1).writeInt(3600).writeInt(1200).writeInt(604_800);
        data.writeInt(NEGATIVE_TTL_SECONDS);
    }

    private static void writeName(ByteBuf data, String name) {
        if (!name.isEmpty()) {
            for (String label : name.split("\\.", -1)) {
                byte[] octets = label.getBytes(StandardCharsets.ISO_8859_1);
                data.writeByte(octets.length).writeBytes(octets);
            }
        }
        data.writeByte(0);
    }

    /** Ends the answer. */
    byte[] message(int rcode) {
        int flags = DnsReplies.answerFlags(out) | (authoritative ? AUTHORITATIVE : 0) | rcode;
        DnsHeader.flags(out, 0, flags);
        DnsHeader.counts(out, 0, 1, 0);
        out.setShort(6, answers);
        out.setShort(8, authorities);
        int length = out.writerIndex();
        if (question.edns()) {
            out.writeZero(DnsReplies.OPT_BYTES);
            DnsReplies.addOpt(question, out.array(), length);
        }
        return ByteBufUtil.getBytes(out, 0, out.writerIndex(), true);
    }
}
