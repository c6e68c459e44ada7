package bauta.service.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What is kept, for how long, and what another client gets of it. */
class DnsCacheTest {
    private static final String SOA = "NS example. 900 SOA ns.example. root.example. 1 2 3 4 120";

    private final DnsRig rig = new DnsRig(DnsRig.settings());

    private byte[] ask(byte[] query) {
        DnsRig.Host host = rig.asks(query);
        return host.replies().isEmpty() ? new byte[0] : host.replies().getLast();
    }

    @Test
    void theSecondClientGetsTheSameAnswerInItsOwnWords() {
        byte[] first = DnsMessages.query("www.example.", Type.A);
        rig.asks(first);
        rig.answers(DnsMessages.answer(first, Rcode.NOERROR, "AN www.example. 300 A 198.51.100.1"));
        rig.timers.advance(100 * DnsRig.SECOND);
        byte[] second = DnsMessages.query("wWw.ExAmPle.", Type.A);
        byte[] answer = ask(second);
        assertThat(rig.sent).hasSize(1);
        assertThat(Arrays.copyOf(answer, 2)).isEqualTo(Arrays.copyOf(second, 2));
        assertThat(Arrays.copyOfRange(answer, 12, 29))
                .isEqualTo(Arrays.copyOfRange(second, 12, 29));
        Message read = DnsMessages.read(answer);
        assertThat(read.getSection(Section.ANSWER).getFirst().getTTL()).isEqualTo(200);
        assertThat(read.getHeader().getFlag(Flags.RA)).isTrue();
        assertThat(rig.status().cache().hits()).isEqualTo(1);
        assertThat(rig.status().cache().misses()).isEqualTo(1);
    }

    @Test
    void timesOfAnswers() {
        record Case(String name, int rcode, List<String> records, int seconds) {}
        String a = "AN www.example. 300 A 198.51.100.1";
        List<Case> cases =
                List.of(
                        new Case("its TTL", 0, List.of(a), 300),
                        new Case("the shortest TTL", 0, List.of(a, "NS example. 60 NS ns."), 60),
                        new Case(
                                "a chain",
                                0,
                                List.of(
                                        "AN www.example. 300 CNAME b.example.",
                                        "AN b.example. 20 A 198.51.100.1"),
                                20),
                        new Case("no TTL", 0, List.of("AN www.example. 0 A 198.51.100.1"), 0),
                        new Case("a day at most", 0, List.of(a.replace("300", "999999")), 86_400),
                        new Case("no such name: MINIMUM", 3, List.of(SOA), 120),
                        new Case("no such record", 0, List.of(SOA), 120),
                        new Case("TTL of the SOA", 3, List.of(SOA.replace("900", "90")), 90),
                        new Case(
                                "three hours at most",
                                3,
                                List.of(SOA.replace("900", "90000").replace(" 120", " 90000")),
                                10_800),
                        new Case("negative without SOA", 3, List.of(), 0),
                        new Case("a chain to nothing", 0, List.of("AN www.example. 9 CNAME b."), 0),
                        new Case("SERVFAIL", 2, List.of(a), 0),
                        new Case("REFUSED", 5, List.of(a), 0));
        for (Case row : cases) {
            DnsRig fresh = new DnsRig(DnsRig.settings());
            byte[] query = DnsMessages.query("www.example.", Type.A);
            fresh.asks(query);
            byte[] answer =
                    DnsMessages.answer(query, row.rcode(), row.records().toArray(new String[0]));
            while (fresh.sent.stream().anyMatch(sent -> !sent.closed)) {
                fresh.sent.getLast().answer(answer);
            }
            int before = fresh.sent.size();
            if (row.seconds() > 0) {
                fresh.timers.advance(row.seconds() * DnsRig.SECOND - 1);
                fresh.asks(query);
                assertThat(fresh.sent).as(row.name()).hasSize(before);
                fresh.timers.advance(1);
            }
            fresh.asks(query);
            assertThat(fresh.sent).as(row.name()).hasSize(before + 1);
        }
    }

    @Test
    void aTtlBeyond31BitsIsNone() {
        byte[] query = DnsMessages.query("www.example.", Type.A);
        rig.asks(query);
        byte[] answer =
                DnsMessages.answer(query, Rcode.NOERROR, "AN www.example. 300 A 198.51.100.1");
        answer[answer.length - 10] = (byte) 0x80;
        rig.answers(answer);
        rig.asks(query);
        assertThat(rig.sent).hasSize(2);
    }

    @Test
    void whatElseThanTheNameMakesAnotherQuestion() {
        byte[] plain = DnsMessages.query("www.example.", Type.A);
        byte[] cd = plain.clone();
        cd[3] |= 0x10;
        byte[] ad = plain.clone();
        ad[3] |= 0x20;
        byte[] chaos = plain.clone();
        chaos[plain.length - 1] = 3;
        byte[] notRecursive = plain.clone();
        notRecursive[2] = 0;
        byte[] subnet =
                withOption(
                        DnsMessages.edns("www.example.", Type.A, 1232, false),
                        8,
                        new byte[] {0, 1, 0, 0});
        List<byte[]> questions =
                List.of(
                        plain,
                        cd,
                        ad,
                        chaos,
                        DnsMessages.query("www.example.", Type.AAAA),
                        DnsMessages.query("ww.wexample.", Type.A),
                        DnsMessages.edns("www.example.", Type.A, 1232, true),
                        notRecursive,
                        subnet,
                        subnet.clone());
        for (int i = 0; i < questions.size(); i++) {
            rig.asks(questions.get(i));
            assertThat(rig.sent).as("question %s", i).hasSize(i + 1);
            rig.answers(
                    DnsMessages.answer(
                            questions.get(i),
                            Rcode.NOERROR,
                            "AN www.example. 300 A 198.51.100.1",
                            "AN www.example. 300 AAAA 2001:db8::1"));
        }
        byte[] cookie =
                withOption(DnsMessages.edns("www.example.", Type.A, 512, false), 10, new byte[8]);
        assertThat(ask(cookie)).as("a cookie says nothing of the answer").isNotEmpty();
        assertThat(rig.sent).hasSize(questions.size());
    }

    private static byte[] withOption(byte[] query, int code, byte[] value) {
        byte[] longer = Arrays.copyOf(query, query.length + 4 + value.length);
        longer[query.length - 1] = (byte) (4 + value.length);
        longer[query.length + 1] = (byte) code;
        longer[query.length + 3] = (byte) value.length;
        System.arraycopy(value, 0, longer, query.length + 4, value.length);
        return longer;
    }

    @Test
    void ednsBelongsToOneExchange() {
        byte[] speaks = DnsMessages.edns("www.example.", Type.A, 4096, false);
        rig.asks(speaks);
        rig.answers(
                DnsMessages.answer(speaks, Rcode.NOERROR, "AN www.example. 300 A 198.51.100.1"));
        byte[] without = ask(DnsMessages.query("www.example.", Type.A));
        assertThat(DnsMessages.read(without).getOPT()).isNull();
        assertThat(DnsMessages.read(without).getSection(Section.ANSWER)).hasSize(1);
        byte[] with = ask(DnsMessages.edns("www.example.", Type.A, 512, false));
        assertThat(DnsMessages.read(with).getOPT().getPayloadSize()).isEqualTo(1232);
        assertThat(rig.sent).hasSize(1);
    }

    @Test
    void anAnswerThatDoesNotFitIsTruncatedForThisClientAlone() {
        byte[] big = DnsMessages.edns("big.example.", Type.TXT, 4096, false);
        String text = "\"" + "x".repeat(200) + "\"";
        rig.asks(big);
        rig.answers(
                DnsMessages.answer(
                        big,
                        Rcode.NOERROR,
                        "AN big.example. 60 TXT " + text + " " + text + " " + text));
        Message small = DnsMessages.read(ask(DnsMessages.query("big.example.", Type.TXT)));
        assertThat(small.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(small.getSection(Section.ANSWER)).isEmpty();
        Message whole =
                DnsMessages.read(ask(DnsMessages.edns("big.example.", Type.TXT, 1232, false)));
        assertThat(whole.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(whole.getSection(Section.ANSWER)).hasSize(1);
        DnsRig.Host tcp =
                rig.asks(
                        DnsRig.HOST, 9, Transport.TCP, DnsMessages.query("big.example.", Type.TXT));
        assertThat(DnsMessages.read(tcp.replies().getFirst()).getSection(Section.ANSWER))
                .hasSize(1);
        assertThat(rig.sent).hasSize(1);
    }

    @Test
    void theOneUnusedLongestMakesRoom() {
        DnsRig small =
                new DnsRig(DnsRig.settings().with(DnsSettings.Caching.of(3, Optional.empty())));
        for (String name : List.of("a.", "b.", "c.", "a.", "d.", "a.", "b.")) {
            byte[] query = DnsMessages.query(name + "example.", Type.A);
            int before = small.sent.size();
            small.asks(query);
            if (small.sent.size() > before) {
                small.answers(
                        DnsMessages.answer(
                                query, Rcode.NOERROR, "AN " + name + "example. 60 A 198.51.100.1"));
            }
        }
        assertThat(small.sent).as("a, b, c, d and b again").hasSize(5);
        assertThat(small.status().cache().entries()).isEqualTo(3);
        assertThat(small.status().cache().evictions()).isEqualTo(2);
    }

    @Test
    void bytesAreBoundedToo() {
        DnsRig small =
                new DnsRig(
                        DnsRig.settings()
                                .with(
                                        new DnsSettings.Caching(
                                                1000,
                                                4000,
                                                Duration.ofDays(1),
                                                Duration.ofHours(3),
                                                Optional.empty())));
        for (int i = 0; i < 100; i++) {
            byte[] query = DnsMessages.query("n" + i + ".example.", Type.A);
            small.asks(query);
            small.answers(
                    DnsMessages.answer(
                            query, Rcode.NOERROR, "AN n" + i + ".example. 60 A 198.51.100.1"));
            assertThat(small.status().cache().bytes()).isLessThanOrEqualTo(4000);
        }
        assertThat(small.status().cache().entries()).isBetween(10, 40);
    }

    @Test
    void equalQuestionsAreAskedOnceAndEveryClientIsAnswered() {
        byte[] first = DnsMessages.edns("www.example.", Type.A, 1232, false);
        DnsRig.Host one = rig.asks(first);
        DnsRig.Host two = rig.asks(DnsMessages.query("WWW.example.", Type.A));
        DnsRig.Host three = rig.asks(DnsMessages.edns("www.EXAMPLE.", Type.A, 512, false));
        DnsRig.Host tcp =
                rig.asks(DnsRig.HOST, 5, Transport.TCP, DnsMessages.query("www.example.", Type.A));
        assertThat(rig.sent).as("UDP together, TCP by itself").hasSize(2);
        byte[] answer =
                DnsMessages.answer(first, Rcode.NOERROR, "AN www.example. 0 A 198.51.100.1");
        rig.sent.getFirst().answer(answer);
        assertThat(one.replies()).hasSize(1);
        assertThat(one.replies().getFirst())
                .as("byte-true")
                .isEqualTo(DnsReplies.withId(answer, DnsReplies.id(first)));
        assertThat(new String(two.replies().getFirst(), 13, 3, StandardCharsets.US_ASCII))
                .isEqualTo("WWW");
        assertThat(DnsMessages.read(two.replies().getFirst()).getOPT()).isNull();
        assertThat(DnsMessages.read(three.replies().getFirst()).getOPT()).isNotNull();
        assertThat(tcp.replies()).isEmpty();
        assertThat(rig.status().merged()).isEqualTo(2);
        assertThat(rig.status().inFlight()).isEqualTo(1);
    }

    @Test
    void staleAnswersAreGivenWhileNoServerAnswers() {
        DnsRig stale =
                new DnsRig(
                        DnsRig.settings()
                                .with(
                                        DnsSettings.Caching.of(
                                                100, Optional.of(Duration.ofHours(1)))));
        byte[] query = DnsMessages.query("www.example.", Type.A);
        stale.asks(query);
        stale.answers(
                DnsMessages.answer(query, Rcode.NOERROR, "AN www.example. 60 A 198.51.100.1"));
        stale.timers.advance(61 * DnsRig.SECOND);
        DnsRig.Host host = stale.asks(query);
        stale.timers.advance(DnsRig.SECOND + 700_000_000L);
        assertThat(host.replies()).as("the servers come first").isEmpty();
        stale.timers.advance(200_000_000L);
        assertThat(ttl(host)).isEqualTo(30);
        int before = stale.sent.size();
        stale.timers.advance(5 * DnsRig.SECOND);
        assertThat(ttl(stale.asks(query))).as("at once for half a minute").isEqualTo(30);
        DnsRig.Host modern = stale.asks(DnsMessages.edns("www.example.", Type.A, 1232, false));
        Message told = DnsMessages.read(modern.replies().getFirst());
        assertThat(told.getOPT().getOptions().getFirst().getCode()).isEqualTo(15);
        assertThat(told.toString()).contains("STALE_ANSWER");
        DnsRig.Host narrow = stale.asks(DnsMessages.edns("www.example.", Type.A, 512, false));
        assertThat(narrow.replies().getFirst().length).isLessThan(512);
        stale.timers.advance(40 * DnsRig.SECOND);
        DnsRig.Host later = stale.asks(query);
        assertThat(stale.sent.size()).as("then they are asked again").isGreaterThan(before);
        stale.answers(DnsMessages.answer(query, Rcode.SERVFAIL));
        assertThat(ttl(later)).as("SERVFAIL is no answer either").isEqualTo(30);
        stale.timers.advance(3600 * DnsRig.SECOND);
        DnsRig.Host last = stale.asks(query);
        stale.timers.advance(10 * DnsRig.SECOND);
        assertThat(DnsMessages.read(last.replies().getFirst()).getRcode())
                .as("older than an hour")
                .isEqualTo(Rcode.SERVFAIL);
        assertThat(stale.status().cache().stale()).isEqualTo(5);
    }

    private static long ttl(DnsRig.Host host) {
        assertThat(host.replies()).hasSize(1);
        return DnsMessages.read(host.replies().getFirst())
                .getSection(Section.ANSWER)
                .getFirst()
                .getTTL();
    }
}
