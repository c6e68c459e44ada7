package bauta.ppp;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.ppp.Negotiation.Kind;
import bauta.wire.IpcpOption;
import bauta.wire.Ipv4Address;
import bauta.wire.LcpOption;
import bauta.wire.Octets;
import bauta.wire.PppOption;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which options are acknowledged, nakked and rejected. */
class NegotiationTest {
    private static final Set<AuthenticationKind> BOTH =
            Set.of(AuthenticationKind.CHAP_MD5, AuthenticationKind.PAP);

    private record Case(String name, List<PppOption> theirs, Kind want, List<PppOption> options) {
        static Case of(String name, Kind want, PppOption theirs, PppOption answer) {
            return new Case(name, List.of(theirs), want, List.of(answer));
        }

        static Case ack(String name, PppOption theirs) {
            return of(name, Kind.ACK, theirs, theirs);
        }

        static Case reject(String name, PppOption theirs) {
            return of(name, Kind.REJECT, theirs, theirs);
        }
    }

    private static PppOption option(int type, String hex) {
        return new PppOption(type, Octets.ofHex(hex));
    }

    private static PppOption address(int type, String text) {
        return IpcpOption.address(type, Ipv4Address.parse(text));
    }

    @Test
    void lcpJudgesEveryOption() {
        LcpNegotiation lcp = LcpNegotiation.start(1492, BOTH, 1);
        List<Case> cases =
                List.of(
                        new Case("nothing", List.of(), Kind.ACK, List.of()),
                        Case.ack("MRU", LcpOption.mru(1492)),
                        Case.ack("large MRU", LcpOption.mru(65_535)),
                        Case.of("small MRU", Kind.NAK, LcpOption.mru(127), LcpOption.mru(128)),
                        Case.reject("MRU of one byte", option(1, "05")),
                        Case.ack("magic", LcpOption.magicNumber(7)),
                        Case.reject("magic of two bytes", option(5, "0001")),
                        Case.ack("CHAP", LcpOption.chapMd5()),
                        Case.ack("PAP", LcpOption.pap()),
                        Case.of("EAP", Kind.NAK, option(3, "c227"), LcpOption.chapMd5()),
                        Case.of("MS-CHAPv2", Kind.NAK, option(3, "c22381"), LcpOption.chapMd5()),
                        Case.of("no protocol", Kind.NAK, option(3, ""), LcpOption.chapMd5()),
                        Case.reject("async map", option(2, "00000000")),
                        Case.reject("quality", option(4, "c025000003e8")),
                        Case.reject("PFC", option(7, "")),
                        Case.reject("ACFC", option(8, "")),
                        Case.reject("callback", option(13, "06")),
                        Case.reject("MRRU", option(17, "05dc")),
                        Case.reject("unknown", option(254, "ff")),
                        new Case(
                                "reject before nak",
                                List.of(LcpOption.mru(1), option(7, ""), LcpOption.pap()),
                                Kind.REJECT,
                                List.of(option(7, ""))),
                        new Case(
                                "the same twice",
                                List.of(LcpOption.mru(1400), LcpOption.mru(1401)),
                                Kind.REJECT,
                                List.of(LcpOption.mru(1401))));
        for (Case row : cases) {
            Negotiation.Answer<LcpNegotiation> answer = lcp.judge(row.theirs, true);
            assertThat(answer.kind()).as(row.name).isEqualTo(row.want);
            assertThat(answer.options()).as(row.name).isEqualTo(row.options);
        }
    }

    @Test
    void lcpTakesWhatItAcknowledged() {
        LcpNegotiation next =
                LcpNegotiation.start(1492, BOTH, 1)
                        .judge(
                                List.of(
                                        LcpOption.mru(1454),
                                        LcpOption.pap(),
                                        LcpOption.magicNumber(7)),
                                true)
                        .next();
        assertThat(next.peerMruBytes()).isEqualTo(1454);
        assertThat(next.authentication()).isEqualTo(AuthenticationKind.PAP);
        assertThat(next.peerMagic()).isEqualTo(7);
        LcpNegotiation anew = next.judge(List.of(), true).next();
        assertThat(anew.peerMruBytes()).isEqualTo(1500);
        assertThat(anew.authentication()).isEqualTo(AuthenticationKind.NONE);
    }

    @Test
    void lcpProposesWhatIsAllowedInTurn() {
        LcpNegotiation lcp = LcpNegotiation.start(1492, BOTH, 1);
        PppOption eap = option(3, "c227");
        Negotiation.Answer<LcpNegotiation> first = lcp.judge(List.of(eap), true);
        Negotiation.Answer<LcpNegotiation> second = first.next().judge(List.of(eap), true);
        assertThat(first.options()).containsExactly(LcpOption.chapMd5());
        assertThat(second.options()).containsExactly(LcpOption.pap());
        LcpNegotiation papOnly = LcpNegotiation.start(1492, Set.of(AuthenticationKind.PAP), 1);
        assertThat(papOnly.judge(List.of(LcpOption.chapMd5()), true).options())
                .containsExactly(LcpOption.pap());
        LcpNegotiation none = LcpNegotiation.start(1492, Set.of(), 1);
        assertThat(none.judge(List.of(LcpOption.pap()), true).kind()).isEqualTo(Kind.REJECT);
    }

    @Test
    void lcpFindsALoopByItsOwnMagicNumber() {
        LcpNegotiation lcp = LcpNegotiation.start(1492, BOTH, 1);
        for (int i = 0; i < LcpNegotiation.LOOPS_LIMIT; i++) {
            assertThat(lcp.isLooped()).isFalse();
            Negotiation.Answer<LcpNegotiation> answer = lcp.judge(lcp.request(), true);
            assertThat(answer.kind()).isEqualTo(Kind.NAK);
            assertThat(answer.options()).doesNotContainAnyElementsOf(lcp.request());
            lcp = answer.next().nakked(answer.options());
        }
        assertThat(lcp.isLooped()).isTrue();
        assertThat(
                        LcpNegotiation.start(1492, BOTH, 2)
                                .judge(List.of(LcpOption.magicNumber(1)), true)
                                .next()
                                .loops())
                .isZero();
    }

    @Test
    void lcpFollowsNaksAndRejectsOfItsOwnOptions() {
        LcpNegotiation lcp = LcpNegotiation.start(1492, BOTH, 1);
        assertThat(lcp.nakked(List.of(LcpOption.mru(1400))).mruBytes()).isEqualTo(1400);
        assertThat(lcp.nakked(List.of(LcpOption.mru(9000))).mruBytes()).isEqualTo(1492);
        assertThat(lcp.nakked(List.of(LcpOption.mru(0))).mruBytes()).isEqualTo(128);
        assertThat(lcp.nakked(List.of(LcpOption.magicNumber(1))).magicNumber())
                .isNotEqualTo(lcp.magicNumber())
                .isNotZero();
        assertThat(lcp.rejected(lcp.request()).request()).isEmpty();
        assertThat(lcp.nakked(List.of(option(99, ""), option(1, "")))).isEqualTo(lcp);
    }

    @Test
    void ipcpJudgesEveryOption() {
        IpcpNegotiation ipcp = IpcpNegotiation.start(Ipv4Address.ANY, true);
        List<Case> cases =
                List.of(
                        new Case("nothing", List.of(), Kind.ACK, List.of()),
                        Case.ack("address", address(3, "198.51.100.1")),
                        Case.of(
                                "no address",
                                Kind.NAK,
                                address(3, "0.0.0.0"),
                                address(3, "192.0.0.8")),
                        Case.reject("short address", option(3, "c63364")),
                        Case.reject("Van Jacobson", option(2, "002d0f01")),
                        Case.reject("old addresses", option(1, "c0000201c0000202")),
                        Case.reject("asks us for DNS", address(129, "0.0.0.0")),
                        Case.reject("asks us for NBNS", address(130, "0.0.0.0")));
        for (Case row : cases) {
            Negotiation.Answer<IpcpNegotiation> answer = ipcp.judge(row.theirs, true);
            assertThat(answer.kind()).as(row.name).isEqualTo(row.want);
            assertThat(answer.options()).as(row.name).isEqualTo(row.options);
        }
        assertThat(ipcp.judge(List.of(address(3, "0.0.0.0")), false).kind()).isEqualTo(Kind.REJECT);
    }

    @Test
    void ipcpFollowsNaksAndRejectsOfItsOwnOptions() {
        IpcpNegotiation ipcp = IpcpNegotiation.start(Ipv4Address.ANY, true);
        assertThat(ipcp.request())
                .containsExactly(
                        address(3, "0.0.0.0"), address(129, "0.0.0.0"), address(131, "0.0.0.0"));
        IpcpNegotiation told =
                ipcp.nakked(
                        List.of(
                                address(3, "198.51.100.2"),
                                address(129, "192.0.2.53"),
                                address(131, "192.0.2.53"),
                                option(77, "00")));
        assertThat(told.hasUsableAddress()).isTrue();
        assertThat(told.dnsServers()).containsExactly(Ipv4Address.parse("192.0.2.53"));
        IpcpNegotiation noSecond = told.nakked(List.of(address(131, "0.0.0.0")));
        assertThat(noSecond.request()).noneMatch(o -> o.type() == 131);
        IpcpNegotiation noDns =
                ipcp.rejected(List.of(address(129, "0.0.0.0"), address(131, "0.0.0.0")));
        assertThat(noDns.request()).containsExactly(address(3, "0.0.0.0"));
        assertThat(ipcp.rejected(List.of(address(3, "0.0.0.0"))).isAddressRejected()).isTrue();
    }

    @Test
    void ipcpTakesOnlyAHostsAddress() {
        for (String bad :
                List.of("0.0.0.0", "0.1.2.3", "127.0.0.1", "224.0.0.1", "255.255.255.255")) {
            IpcpNegotiation told =
                    IpcpNegotiation.start(Ipv4Address.ANY, true)
                            .nakked(List.of(address(3, bad), address(129, bad)));
            assertThat(told.hasUsableAddress()).as(bad).isFalse();
            assertThat(told.dnsServers()).as(bad).isEmpty();
        }
    }
}
