package bauta.service.dns;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.wire.Ipv4Prefix;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Public names that lead to inside addresses. */
class RebindGuardTest {
    private static DnsSettings settings(DnsSettings.Rebind rebind) {
        return DnsSettings.of(List.of(), List.of(Ipv4Prefix.parse("203.0.113.1/24")))
                .with(new DnsSettings.House(List.of("home.arpa"), rebind, Optional.empty()));
    }

    private static boolean passes(DnsRig rig, String name, int type, String... records) {
        byte[] query = DnsMessages.query(name, type);
        DnsRig.Host host = rig.asks(query);
        rig.answers(DnsMessages.answer(query, Rcode.NOERROR, records));
        Message answer = DnsMessages.read(host.replies().getFirst());
        assertThat(answer.getRcode()).isZero();
        return !answer.getSection(Section.ANSWER).isEmpty();
    }

    @Test
    void everyInsideAddressIsWithheld() {
        record Case(boolean passes, String record) {}
        List<Case> cases =
                List.of(
                        new Case(true, "AN x.example. 9 A 198.51.100.1"),
                        new Case(false, "AN x.example. 9 A 10.0.0.1"),
                        new Case(false, "AN x.example. 9 A 172.16.0.1"),
                        new Case(false, "AN x.example. 9 A 172.31.255.255"),
                        new Case(true, "AN x.example. 9 A 172.32.0.1"),
                        new Case(false, "AN x.example. 9 A 192.168.87.1"),
                        new Case(false, "AN x.example. 9 A 127.0.0.1"),
                        new Case(false, "AN x.example. 9 A 169.254.1.1"),
                        new Case(false, "AN x.example. 9 A 0.0.0.0"),
                        new Case(false, "AN x.example. 9 A 203.0.113.77"),
                        new Case(true, "AN x.example. 9 AAAA 2001:db8::1"),
                        new Case(false, "AN x.example. 9 AAAA ::1"),
                        new Case(false, "AN x.example. 9 AAAA ::"),
                        new Case(false, "AN x.example. 9 AAAA fe80::1"),
                        new Case(false, "AN x.example. 9 AAAA febf::1"),
                        new Case(true, "AN x.example. 9 AAAA fec0::1"),
                        new Case(false, "AN x.example. 9 AAAA fd00::1"),
                        new Case(false, "AN x.example. 9 AAAA fc00::1"),
                        new Case(false, "AN x.example. 9 AAAA ::ffff:192.168.1.1"),
                        new Case(true, "AN x.example. 9 AAAA ::ffff:198.51.100.1"),
                        new Case(false, "AN x.example. 9 AAAA 64:ff9b::10.0.0.1"),
                        new Case(true, "AN x.example. 9 HTTPS 1 . alpn=h2"),
                        new Case(true, "AN x.example. 9 HTTPS 1 . ipv4hint=198.51.100.1"),
                        new Case(
                                false,
                                "AN x.example. 9 HTTPS 1 . ipv4hint=198.51.100.1,192.168.1.1"),
                        new Case(false, "AN x.example. 9 SVCB 1 a.b. ipv6hint=fd00::1"),
                        new Case(true, "AN x.example. 9 TXT 192.168.1.1"));
        DnsRig rig = new DnsRig(settings(DnsSettings.Rebind.PROTECTED));
        int number = 0;
        for (Case row : cases) {
            String name = "n" + number++ + ".example.";
            String record = row.record().replace("x.example.", name);
            assertThat(passes(rig, name, Type.value(record.split(" ", -1)[3]), record))
                    .as(row.record())
                    .isEqualTo(row.passes());
        }
        long withheld = cases.stream().filter(row -> !row.passes()).count();
        assertThat(rig.status().blockedAnswers()).isEqualTo(withheld);
        assertThat(rig.status().cache().entries()).isEqualTo(cases.size() - (int) withheld);
    }

    /** A record that says it is longer than the message, behind one that is in order. */
    private static byte[] unreadable(byte[] query) {
        byte[] whole =
                DnsMessages.answer(
                        query,
                        Rcode.NOERROR,
                        "AN x.example. 9 A 198.51.100.1",
                        "AN x.example. 9 A 192.168.87.1");
        whole[whole.length - 5] = 5; // RDLENGTH of the last one
        return whole;
    }

    @Test
    void whatCannotBeReadIsWithheld() {
        DnsRig rig = new DnsRig(settings(DnsSettings.Rebind.PROTECTED));
        byte[] query = DnsMessages.query("x.example.", Type.A);
        DnsRig.Host host = rig.asks(query);
        rig.answers(unreadable(query));
        Message answer = DnsMessages.read(host.replies().getFirst());
        assertThat(answer.getSection(Section.ANSWER)).isEmpty();
        assertThat(answer.getRcode()).isZero();
        assertThat(rig.status().blocked().getFirst().address()).isEqualTo("unreadable");
    }

    @Test
    void ofWhatWasCutOffOnlyThatIsTold() {
        DnsRig rig = new DnsRig(settings(DnsSettings.Rebind.PROTECTED));
        byte[] query = DnsMessages.query("x.example.", Type.A);
        DnsRig.Host host = rig.asks(query);
        byte[] cut = unreadable(query);
        cut[2] |= 2; // TC
        rig.answers(cut);
        Message answer = DnsMessages.read(host.replies().getFirst());
        assertThat(answer.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(answer.getHeader().getCount(Section.ANSWER)).isZero();
        assertThat(rig.status().blockedAnswers()).isZero();
    }

    @Test
    void whatIsAllowedPasses() {
        DnsRig rig =
                new DnsRig(settings(new DnsSettings.Rebind(true, List.of("Plex.Direct.", "ok"))));
        assertThat(passes(rig, "a.plex.direct.", Type.A, "AN a.plex.direct. 9 A 192.168.1.1"))
                .isTrue();
        assertThat(passes(rig, "xplex.direct.", Type.A, "AN xplex.direct. 9 A 192.168.1.1"))
                .isFalse();
        DnsRig off = new DnsRig(settings(new DnsSettings.Rebind(false, List.of())));
        assertThat(passes(off, "x.example.", Type.A, "AN x.example. 9 A 192.168.1.1")).isTrue();
    }

    @Test
    void theBoxSaysWhatItWithheldAndWhy() {
        DnsRig rig = new DnsRig(settings(DnsSettings.Rebind.PROTECTED));
        byte[] query = DnsMessages.edns("Evil.example.", Type.A, 1232, false);
        DnsRig.Host host = rig.asks(query);
        rig.answers(
                DnsMessages.answer(
                        query,
                        Rcode.NOERROR,
                        "AN evil.example. 9 CNAME b.example.",
                        "AN b.example. 9 A 192.168.87.1"));
        Message answer = DnsMessages.read(host.replies().getFirst());
        assertThat(answer.getSection(Section.ANSWER)).isEmpty();
        EDNSOption reason = answer.getOPT().getOptions().getFirst();
        assertThat(reason.getCode()).as("extended error").isEqualTo(15);
        assertThat(answer.toString()).contains("BLOCKED");
        assertThat(rig.status().blocked())
                .containsExactly(
                        new DnsStatus.BlockedAnswer(
                                "evil.example", "192.168.87.1", DnsRig.HOST, 0, 1));
        for (int i = 0; i < 100; i++) {
            assertThat(
                            passes(
                                    rig,
                                    "n" + i + ".example.",
                                    Type.A,
                                    "AN n" + i + ".example. 9 A 10.0.0.1"))
                    .isFalse();
        }
        assertThat(rig.status().blocked()).hasSize(32);
        assertThat(rig.status().blocked().getFirst().name()).isEqualTo("n99.example");
    }
}
