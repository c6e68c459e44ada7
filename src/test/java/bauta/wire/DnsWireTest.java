package bauta.wire;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The walkers against messages that another encoder made, damaged ones, and random bytes. */
class DnsWireTest {
    private static final String HEADER = "12340100000100000000";

    private record Row(String name, String hex, DropReason want) {}

    private static ByteBuf hex(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    @Test
    void questionsAreCheckedWithTheirReason() {
        List<Row> rows =
                List.of(
                        new Row("nothing", "", DropReason.DNS_TRUNCATED),
                        new Row("half a header", "123401000001", DropReason.DNS_TRUNCATED),
                        new Row("root", HEADER + "0000 00 0001 0001", DropReason.NONE),
                        new Row("a label", HEADER + "0000 0161 00 0001 0001", DropReason.NONE),
                        new Row(
                                "type cut",
                                HEADER + "0000 0161 00 0001 00",
                                DropReason.DNS_TRUNCATED),
                        new Row("name cut", HEADER + "0000 0361", DropReason.DNS_BAD_NAME),
                        new Row("no root", HEADER + "0000 0161", DropReason.DNS_BAD_NAME),
                        new Row("pointer", HEADER + "0000 c00c 0001 0001", DropReason.DNS_BAD_NAME),
                        new Row(
                                "label type 01",
                                HEADER + "0000 4161 00 00010001",
                                DropReason.DNS_BAD_NAME),
                        new Row(
                                "no question",
                                "1234 0100 0000 000000000000",
                                DropReason.DNS_BAD_COUNT),
                        new Row(
                                "two questions",
                                "1234 0100 0002 000000000000",
                                DropReason.DNS_BAD_COUNT));
        for (Row row : rows) {
            ByteBuf message = hex(row.hex());
            assertThat(DnsHeader.checkQuestion(message, 0, message.capacity()))
                    .as(row.name())
                    .isEqualTo(row.want());
        }
    }

    @Test
    void namesOf255BytesAreTheLongest() {
        String label63 = "3f" + "61".repeat(63);
        ByteBuf longest = hex(HEADER + "0000" + label63.repeat(3) + "3d" + "61".repeat(61) + "00");
        assertThat(DnsName.skip(longest, 12, longest.capacity())).isEqualTo(12 + 255);
        assertThat(DnsName.length(longest, 0, 12, longest.capacity())).isEqualTo(255);
        ByteBuf longer = hex(HEADER + "0000" + label63.repeat(3) + "3e" + "61".repeat(62) + "00");
        assertThat(DnsName.skip(longer, 12, longer.capacity())).isEqualTo(DnsName.BAD);
        assertThat(DnsName.length(longer, 0, 12, longer.capacity())).isEqualTo(DnsName.BAD);
    }

    @Test
    void pointersMustAimBackwards() {
        record Loop(String name, String names, int at, int want) {}
        List<Loop> rows =
                List.of(
                        new Loop("to itself", "c00c", 12, DnsName.BAD),
                        new Loop("two in a ring", "c00e c00c", 12, DnsName.BAD),
                        new Loop("forward", "c00e 00", 12, DnsName.BAD),
                        new Loop("into the header", "c004", 12, DnsName.BAD),
                        new Loop("half", "c0", 12, DnsName.BAD),
                        new Loop("into its own labels", "0161 c00c", 12, DnsName.BAD),
                        new Loop("beyond the end", "ffff", 12, DnsName.BAD),
                        new Loop("backward", "0161 00 0162 c00c", 15, 5),
                        new Loop("chain", "00 c00c c00d", 15, 1));
        for (Loop row : rows) {
            ByteBuf message = hex(HEADER + "0000" + row.names());
            assertThat(DnsName.length(message, 0, row.at(), message.capacity()))
                    .as(row.name())
                    .isEqualTo(row.want());
        }
    }

    @Test
    void compressedNamesThatGrowBeyond255BytesAreRefused() {
        StringBuilder names = new StringBuilder("3f" + "61".repeat(63) + "00");
        int last = 12;
        for (int i = 0; i < 3; i++) {
            int at = 12 + names.length() / 2;
            names.append("3f").append("62".repeat(63)).append(String.format("c0%02x", last));
            last = at;
            if (last > 255) {
                break;
            }
        }
        ByteBuf message = hex(HEADER + "0000" + names);
        assertThat(DnsName.length(message, 0, last, message.capacity())).isEqualTo(DnsName.BAD);
    }

    @Test
    void aCompressedNameOf255BytesIsTheLongest() {
        String front = ("3f" + "62".repeat(63)).repeat(3);
        for (int tail = 61; tail <= 62; tail++) {
            String target = String.format("%02x", tail) + "61".repeat(tail) + "00";
            ByteBuf message = hex(HEADER + "0000" + target + front + "c00c");
            int at = 12 + target.length() / 2;
            assertThat(DnsName.length(message, 0, at, message.capacity()))
                    .isEqualTo(tail == 61 ? 255 : DnsName.BAD);
        }
    }

    @Test
    void textEscapesWhatIsNotVisible() {
        ByteBuf message = hex(HEADER + "0000 03 61 2e ff 05 5c 20 41 42 7f 00");
        assertThat(DnsName.text(message, 0, 12, message.capacity()))
                .isEqualTo("a\\046\\255.\\092\\032AB\\127.");
        assertThat(DnsName.text(hex(HEADER + "0000c00c"), 0, 12, 14)).isEqualTo("?");
        assertThat(DnsName.text(hex(HEADER + "000000"), 0, 12, 13)).isEqualTo(".");
    }

    @Test
    void readsWhatAnotherEncoderWrote() throws IOException {
        Name name = Name.fromString("Mail.Example.com.");
        Message message = Message.newQuery(Record.newRecord(name, Type.MX, DClass.IN));
        message.getHeader().setID(0xbeef);
        message.getHeader().setFlag(Flags.QR);
        message.getHeader().setFlag(Flags.TC);
        message.getHeader().setRcode(3);
        message.addRecord(new MXRecord(name, DClass.IN, 2_000_000_000L, 1, name), Section.ANSWER);
        message.addRecord(new OPTRecord(1400, 0, 0, 0x8000), Section.ADDITIONAL);
        byte[] wire = message.toWire();
        ByteBuf buf = Unpooled.wrappedBuffer(wire);
        assertThat(DnsHeader.checkQuestion(buf, 0, wire.length)).isEqualTo(DropReason.NONE);
        assertThat(DnsHeader.id(buf, 0)).isEqualTo(0xbeef);
        assertThat(DnsHeader.isResponse(buf, 0)).isTrue();
        assertThat(DnsHeader.rcode(buf, 0)).isEqualTo(3);
        assertThat(DnsHeader.flags(buf, 0) & DnsHeader.TRUNCATED).isNotZero();
        assertThat(DnsHeader.questionType(buf, 0)).isEqualTo(Type.MX);
        assertThat(DnsHeader.questionClass(buf, 0)).isEqualTo(DClass.IN);
        int answer = DnsHeader.questionEnd(buf, 0);
        assertThat(DnsName.text(buf, 0, answer, wire.length)).isEqualTo("Mail.Example.com.");
        int fixed = DnsName.skip(buf, answer, wire.length);
        assertThat(DnsRecord.type(buf, fixed)).isEqualTo(Type.MX);
        assertThat(DnsRecord.ttl(buf, fixed)).isEqualTo(2_000_000_000L);
        int opt = DnsRecord.findOpt(buf, 0, wire.length);
        assertThat(DnsRecord.recordClass(buf, opt)).isEqualTo(1400);
        assertThat(DnsRecord.next(buf, opt)).isEqualTo(wire.length);
    }

    @Test
    void everyCutOfAMessageIsSurvivedAndRefused() throws IOException {
        Name name = Name.fromString("a.b.example.");
        Message message = Message.newQuery(Record.newRecord(name, Type.MX, DClass.IN));
        message.addRecord(new MXRecord(name, DClass.IN, 60, 1, name), Section.ANSWER);
        byte[] wire = message.toWire();
        int question = DnsHeader.questionEnd(Unpooled.wrappedBuffer(wire), 0);
        for (int cut = 0; cut < wire.length; cut++) {
            ByteBuf buf = Unpooled.copiedBuffer(wire, 0, cut);
            boolean asks = DnsHeader.checkQuestion(buf, 0, cut) == DropReason.NONE;
            assertThat(asks ? DnsRecord.check(buf, question, cut) : DropReason.DNS_TRUNCATED)
                    .as("cut at %s", cut)
                    .isNotEqualTo(DropReason.NONE);
        }
    }

    @Test
    void randomBytesAreSurvivedAndWhatIsApprovedCanBeRead() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            if (bytes.length > 12) { // mostly zero counts and short labels: get deep
                for (int j = 4; j < 12; j++) {
                    bytes[j] = (byte) (j % 2 == 0 ? 0 : random.nextInt(3));
                }
                for (int j = 12; j < bytes.length; j++) {
                    bytes[j] = (byte) (random.nextInt(4) == 0 ? 0xc0 : random.nextInt(16));
                }
            }
            DnsProbe.readEverything(bytes, "seed " + seed);
        }
    }
}
