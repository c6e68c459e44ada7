package bauta.service.dns;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.service.dns.LanNames.LanName;
import bauta.service.dns.LanNames.Source;
import bauta.wire.Ipv4Address;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What the box answers by itself: nothing of it may reach a server. */
class LocalAnswersTest {
    private static final LanNames NAMES =
            LanNames.of(
                    List.of(
                            name("bauta.home.arpa", "192.168.87.1", Source.ROUTER),
                            name("nas.home.arpa", "192.168.87.9", Source.CONFIGURATION),
                            name("nas.home.arpa", "192.168.87.66", Source.LEASE),
                            name("tv.home.arpa", "192.168.87.30", Source.DEVICE),
                            name("phone.home.arpa", "192.168.87.31", Source.LEASE),
                            name("wpad.home.arpa", "192.168.87.66", Source.LEASE),
                            name("isatap.home.arpa", "192.168.87.66", Source.LEASE),
                            name("git.dev.example.com", "192.168.87.9", Source.CONFIGURATION),
                            name("a..b", "192.168.87.9", Source.CONFIGURATION)));

    private final DnsRig rig = new DnsRig(DnsRig.settings());

    LocalAnswersTest() {
        rig.intake.names(NAMES);
    }

    private static LanName name(String name, String address, Source source) {
        return new LanName(name, Ipv4Address.parse(address), source);
    }

    /** Status, and the data of the answers. */
    private String ask(String name, int type) {
        int before = rig.sent.size();
        DnsRig.Host host = rig.asks(DnsMessages.edns(name, type, 1232, false));
        if (rig.sent.size() > before) {
            return "asked outside";
        }
        Message answer = DnsMessages.read(host.replies().getFirst());
        List<Record> records = answer.getSection(Section.ANSWER);
        assertThat(answer.getQuestion().getName()).hasToString(name);
        assertThat(answer.getOPT()).isNotNull();
        assertThat(answer.getHeader().getFlag(Flags.RA)).isTrue();
        if (records.isEmpty()) {
            return answer.getRcode() == 0 ? "no record" : "no name";
        }
        return String.join(" ", records.stream().map(Record::rdataToString).toList());
    }

    private record Case(String name, int type, String want) {}

    private void check(List<Case> cases) {
        for (Case row : cases) {
            assertThat(ask(row.name(), row.type()))
                    .as("%s %s", row.name(), Type.string(row.type()))
                    .isEqualTo(row.want());
        }
    }

    @Test
    void namesOfTheHouse() {
        check(
                List.of(
                        new Case("bauta.home.arpa.", Type.A, "192.168.87.1"),
                        new Case("NAS.Home.Arpa.", Type.A, "192.168.87.9"),
                        new Case("nas.", Type.A, "192.168.87.9"),
                        new Case("nas.home.arpa.", Type.AAAA, "no record"),
                        new Case("nas.home.arpa.", 65, "no record"),
                        new Case("nas.home.arpa.", Type.ANY, "192.168.87.9"),
                        new Case("phone.home.arpa.", Type.A, "192.168.87.31"),
                        new Case("unknown.home.arpa.", Type.A, "no name"),
                        new Case("x.nas.home.arpa.", Type.A, "no name"),
                        new Case("home.arpa.", Type.A, "no record"),
                        new Case("home.arpa.", Type.NS, "home.arpa."),
                        new Case("wpad.home.arpa.", Type.A, "no name"),
                        new Case("isatap.home.arpa.", Type.A, "no name"),
                        new Case("git.dev.example.com.", Type.A, "192.168.87.9"),
                        new Case("git.dev.example.com.", Type.AAAA, "no record"),
                        new Case("www.example.com.", Type.A, "asked outside"),
                        new Case("unknown.", Type.A, "no name"),
                        new Case("com.", Type.NS, "asked outside"),
                        new Case(".", Type.NS, "asked outside")));
    }

    @Test
    void addressesOfTheHouse() {
        check(
                List.of(
                        new Case("1.87.168.192.in-addr.arpa.", Type.PTR, "bauta.home.arpa."),
                        new Case("9.87.168.192.in-addr.arpa.", Type.PTR, "nas.home.arpa."),
                        new Case("30.87.168.192.in-addr.arpa.", Type.PTR, "tv.home.arpa."),
                        new Case("30.87.168.192.in-addr.arpa.", Type.TXT, "no record"),
                        new Case("66.87.168.192.in-addr.arpa.", Type.PTR, "no name"),
                        new Case("8.8.8.8.in-addr.arpa.", Type.PTR, "asked outside"),
                        new Case("01.87.168.192.in-addr.arpa.", Type.PTR, "no name")));
    }

    @Test
    void everyZoneOfOurOwn() {
        check(
                List.of(
                        new Case("localhost.", Type.A, "127.0.0.1"),
                        new Case("foo.localhost.", Type.AAAA, "0:0:0:0:0:0:0:1"),
                        new Case("localhost.", Type.MX, "no record"),
                        new Case("1.0.0.127.in-addr.arpa.", Type.PTR, "localhost."),
                        new Case("1." + "0.".repeat(31) + "ip6.arpa.", Type.PTR, "localhost."),
                        new Case("x.test.", Type.A, "no name"),
                        new Case("x.invalid.", Type.A, "no name"),
                        new Case("x.onion.", Type.A, "no name"),
                        new Case("printer.local.", Type.A, "no name"),
                        new Case("x.alt.", Type.A, "no name"),
                        new Case("_dns.resolver.arpa.", 64, "no name"),
                        new Case("5.0.0.10.in-addr.arpa.", Type.PTR, "no name"),
                        new Case("5.0.16.172.in-addr.arpa.", Type.PTR, "no name"),
                        new Case("5.0.31.172.in-addr.arpa.", Type.PTR, "no name"),
                        new Case("5.0.32.172.in-addr.arpa.", Type.PTR, "asked outside"),
                        new Case("5.0.254.169.in-addr.arpa.", Type.PTR, "no name"),
                        new Case("5.0.64.100.in-addr.arpa.", Type.PTR, "no name"),
                        new Case("5.0.63.100.in-addr.arpa.", Type.PTR, "asked outside"),
                        new Case("1.d.f.ip6.arpa.", Type.PTR, "no name"),
                        new Case("8.e.f.ip6.arpa.", Type.PTR, "no record"),
                        new Case("1.0.0.2.ip6.arpa.", Type.PTR, "asked outside")));
    }

    @Test
    void validatorsAreToldByTheZoneAbove() {
        check(
                List.of(
                        new Case("home.arpa.", Type.DS, "asked outside"),
                        new Case("x.home.arpa.", Type.DS, "no name"),
                        new Case("168.192.in-addr.arpa.", Type.DS, "asked outside"),
                        new Case("onion.", Type.DS, "no record")));
    }

    @Test
    void nothingIsSaidWithoutTheZonesAuthority() {
        DnsRig.Host host = rig.asks(DnsMessages.query("x.home.arpa.", Type.A));
        Message answer = DnsMessages.read(host.replies().getFirst());
        assertThat(answer.getSection(Section.AUTHORITY)).hasSize(1);
        assertThat(answer.getSection(Section.AUTHORITY).getFirst().getName())
                .hasToString("home.arpa.");
        assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
    }

    @Test
    void whileNotSetUpEveryNameLeadsToTheBox() {
        DnsRig captive =
                new DnsRig(
                        DnsRig.settings()
                                .with(
                                        new DnsSettings.House(
                                                List.of("home.arpa"),
                                                DnsSettings.Rebind.PROTECTED,
                                                Optional.of(Ipv4Address.parse("192.168.87.1")))));
        Message answer =
                DnsMessages.read(
                        captive.asks(DnsMessages.query("www.example.com.", Type.A))
                                .replies()
                                .getFirst());
        assertThat(answer.getSection(Section.ANSWER).getFirst().rdataToString())
                .isEqualTo("192.168.87.1");
        assertThat(answer.getSection(Section.ANSWER).getFirst().getTTL()).isZero();
        Message other =
                DnsMessages.read(
                        captive.asks(DnsMessages.query("www.example.com.", Type.AAAA))
                                .replies()
                                .getFirst());
        assertThat(other.getRcode()).isZero();
        assertThat(other.getSection(Section.ANSWER)).isEmpty();
        assertThat(other.getSection(Section.AUTHORITY)).as("nothing to remember").isEmpty();
        assertThat(captive.sent).isEmpty();
    }

    @Test
    void aDomainWithServersOfItsOwnIsAskedThere() {
        UpstreamServer office = UpstreamServer.plain(Ipv4Address.parse("10.9.9.9"), 5353);
        UpstreamServer lab = UpstreamServer.plain(Ipv4Address.parse("10.8.8.8"), 53);
        DnsRig split =
                new DnsRig(
                        DnsRig.settings()
                                .with(
                                        new DnsSettings.Forwarding(
                                                List.of(),
                                                List.of(
                                                        new DnsSettings.DomainServers(
                                                                "Corp.Example.", List.of(office)),
                                                        new DnsSettings.DomainServers(
                                                                "lab.corp.example", List.of(lab)),
                                                        new DnsSettings.DomainServers(
                                                                "10.in-addr.arpa", List.of(office)),
                                                        new DnsSettings.DomainServers(
                                                                "blocked.example", List.of())),
                                                53,
                                                Optional.empty())));
        record Way(String name, Ipv4Address server) {}
        for (Way way :
                List.of(
                        new Way("corp.example.", office.address()),
                        new Way("a.b.CORP.example.", office.address()),
                        new Way("x.lab.corp.example.", lab.address()),
                        new Way("xcorp.example.", DnsRig.PRIMARY),
                        new Way("1.2.3.10.in-addr.arpa.", office.address()))) {
            split.asks(DnsMessages.query(way.name(), Type.TXT));
            assertThat(split.sent.getLast().server.address())
                    .as(way.name())
                    .isEqualTo(way.server());
        }
        int before = split.sent.size();
        DnsRig.Host host = split.asks(DnsMessages.query("x.blocked.example.", Type.A));
        assertThat(DnsMessages.read(host.replies().getFirst()).getRcode()).isEqualTo(3);
        assertThat(split.sent).hasSize(before);
    }
}
