package bauta.service.dns;

import java.io.IOException;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Queries and answers of tests, by an encoder of others. */
final class DnsMessages {
    private DnsMessages() {}

    static byte[] query(String name, int type) {
        return DnsForwarderTest.query(name, type);
    }

    /** A query with EDNS. */
    static byte[] edns(String name, int type, int bytes, boolean dnssecOk) {
        try {
            Message message = new Message(query(name, type));
            message.addRecord(
                    new OPTRecord(bytes, 0, 0, dnssecOk ? 0x8000 : 0), Section.ADDITIONAL);
            return message.toWire();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * An answer to a query, with an OPT record when the query has one.
     *
     * @param records {@code SECTION name ttl TYPE data}, for example {@code AN www.example. 60 A
     *     192.0.2.1}
     */
    static byte[] answer(byte[] query, int rcode, String... records) {
        try {
            Message message = new Message(query);
            boolean edns = message.getOPT() != null;
            message.removeAllRecords(Section.ADDITIONAL);
            message.getHeader().setFlag(Flags.QR);
            message.getHeader().setFlag(Flags.RA);
            message.getHeader().setRcode(rcode);
            for (String record : records) {
                String[] words = record.split(" ", 5);
                int section =
                        switch (words[0]) {
                            case "AN" -> Section.ANSWER;
                            case "NS" -> Section.AUTHORITY;
                            default -> Section.ADDITIONAL;
                        };
                message.addRecord(
                        Record.fromString(
                                Name.fromString(words[1]),
                                Type.value(words[3]),
                                DClass.IN,
                                Long.parseLong(words[2]),
                                words[4],
                                Name.root),
                        section);
            }
            if (edns) {
                message.addRecord(new OPTRecord(1400, 0, 0), Section.ADDITIONAL);
            }
            return message.toWire();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Message read(byte[] message) {
        try {
            return new Message(message);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
