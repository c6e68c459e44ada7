package bauta.uplink;

import static bauta.uplink.WanLine.MILLI;
import static bauta.uplink.WanLine.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bauta.ppp.AuthenticationKind;
import bauta.pppoe.DiscoverySettings;
import bauta.uplink.ScriptedConcentrator.Habit;
import bauta.wire.ControlMessage;
import bauta.wire.IpcpOption;
import bauta.wire.Ipv4Address;
import bauta.wire.LcpOption;
import bauta.wire.Octets;
import bauta.wire.PppHeader;
import bauta.wire.PppOption;
import bauta.wire.PppoeMessage;
import bauta.wire.PppoeTag;
import bauta.wire.PppoeTags;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How an uplink comes up, against a scripted concentrator, on virtual time. */
class PppoeUplinkTest extends UplinkRig {
    @Test
    void comesUpByChapWithAddressAndNameServers() {
        dial();
        assertUp();
        UplinkUp up = ups.getFirst();
        assertThat(up)
                .isEqualTo(
                        new UplinkUp(
                                7,
                                "internet",
                                Ipv4Address.parse("198.51.100.2"),
                                Ipv4Address.parse("198.51.100.1"),
                                List.of(
                                        Ipv4Address.parse("192.0.2.53"),
                                        Ipv4Address.parse("192.0.2.54")),
                                1492,
                                WanLine.OUR_MAC,
                                ScriptedConcentrator.AC_MAC,
                                0x100));
        assertThat(stored).containsExactly("remember 256");
        assertThat(uplink.status().acName()).isEqualTo("ac");
        assertThat(line.pool.available()).isEqualTo(line.pool.capacity());
    }

    @Test
    void keepsItsTimerAndItsStatusWhenAListenerFails() {
        onUp =
                () -> {
                    throw new IllegalStateException("listener");
                };
        assertThatThrownBy(() -> dial()).hasMessage("listener");
        assertUp();
        int sent = lcp().size();
        line.timers.advance(10 * SECOND);
        assertThat(lcp()).as("echo requests").hasSizeGreaterThan(sent);
    }

    @Test
    void comesUpWithinAFewRoundTrips() {
        uplink.start();
        line.timers.advance(30 * MILLI);
        assertUp();
    }

    @Test
    void comesUpByPapAndWithoutAuthentication() {
        ac.authentication = LcpOption.pap();
        dial();
        assertUp();
        assertThat(ac.logins).isEqualTo(1);
        ac.authentication = new PppOption(LcpOption.MAGIC_NUMBER, Octets.ofInt(99));
        uplink.redial();
        line.timers.advance(SECOND);
        assertUp();
    }

    @Test
    void echoesCookieAndRelaySessionIdInPadr() {
        dial();
        PppoeMessage padr =
                ac.discovery.stream()
                        .filter(PppoeMessage.Padr.class::isInstance)
                        .findFirst()
                        .orElseThrow();
        assertThat(padr.tags().first(PppoeTag.AC_COOKIE)).contains(Octets.ofHex("c00c1e"));
        assertThat(padr.tags().first(PppoeTag.RELAY_SESSION_ID)).contains(Octets.ofHex("77"));
    }

    @Test
    void refusesCompressionAndFollowsEveryCorrection() {
        dial(Habit.COMPRESS);
        assertUp();
        assertThat(lcp())
                .anySatisfy(m ->
                        assertThat(m)
                                .isInstanceOfSatisfying(
                                        ControlMessage.ConfigureReject.class,
                                        r -> assertThat(r.options()).hasSize(2)));
        assertThat(ac.control.get(PppHeader.PROTOCOL_IPCP))
                .anyMatch(ControlMessage.ConfigureReject.class::isInstance);
    }

    @Test
    void bringsAPeerThatWantsEapToChap() {
        dial(Habit.EAP_FIRST);
        assertUp();
        assertThat(ac.authentication).isEqualTo(LcpOption.chapMd5());
    }

    @Test
    void chapOnlyBringsAPeerThatWantsPapToChap() {
        uplink =
                uplink(
                        UplinkSettings.of(
                                1, "x", PPP.withAllowed(Set.of(AuthenticationKind.CHAP_MD5))));
        ac.authentication = LcpOption.pap();
        dial();
        assertUp();
        assertThat(ac.authentication).isEqualTo(LcpOption.chapMd5());
    }

    @Test
    void livesWithoutNameServersThatAreRejected() {
        dial(Habit.REJECT_DNS);
        assertUp();
        assertThat(ups.getFirst().dnsServers()).isEmpty();
    }

    @Test
    void givesAPeerWithoutAnAddressAStandIn() {
        dial(Habit.ASK_ADDRESS);
        assertUp();
        assertThat(ac.control.get(PppHeader.PROTOCOL_IPCP))
                .contains(
                        new ControlMessage.ConfigureNak(
                                2,
                                List.of(
                                        IpcpOption.address(
                                                IpcpOption.IP_ADDRESS,
                                                Ipv4Address.parse("192.0.0.8")))));
    }

    @Test
    void mtuFollowsSettingsPeerAndLine() {
        record Case(int setting, int portMtu, int peerMru, int maxPayload, int want) {}
        List<Case> cases =
                List.of(
                        new Case(1492, 1500, 1492, 0, 1492),
                        new Case(1454, 1500, 1492, 0, 1454),
                        new Case(1492, 1500, 1454, 0, 1454),
                        new Case(128, 1500, 1492, 0, 128),
                        new Case(1500, 1508, 1500, 1500, 1500),
                        new Case(1500, 1508, 1500, 0, 1492),
                        new Case(1500, 1500, 1500, 1500, 1492),
                        new Case(1500, 1508, 1492, 1500, 1492));
        for (Case row : cases) {
            line = new WanLine(1, row.portMtu);
            ac = new ScriptedConcentrator(line);
            ac.mru = row.peerMru;
            ac.maxPayload = row.maxPayload;
            ups.clear();
            uplink = uplink(UplinkSettings.of(1, "x", PPP.withMru(row.setting)));
            dial();
            assertThat(ups).as(row.toString()).hasSize(1);
            assertThat(ups.getFirst().mtuBytes()).as(row.toString()).isEqualTo(row.want);
        }
    }

    @Test
    void namesEveryFailure() {
        record Case(List<Habit> habits, UplinkCause want) {}
        List<Case> cases =
                List.of(
                        new Case(List.of(Habit.SILENT), UplinkCause.PADI_UNANSWERED),
                        new Case(List.of(Habit.SILENT_PADR), UplinkCause.PADR_UNANSWERED),
                        new Case(List.of(Habit.SILENT_LCP), UplinkCause.LCP_TIMEOUT),
                        new Case(List.of(Habit.NAK_FOREVER), UplinkCause.LCP_TIMEOUT),
                        new Case(List.of(Habit.LOOPED), UplinkCause.LOOP_DETECTED),
                        new Case(
                                List.of(Habit.SILENT_AUTHENTICATION),
                                UplinkCause.AUTHENTICATION_TIMEOUT),
                        new Case(List.of(Habit.SILENT_IPCP), UplinkCause.IPCP_TIMEOUT),
                        new Case(List.of(Habit.REJECT_IPCP), UplinkCause.IPCP_REFUSED),
                        new Case(List.of(Habit.NO_ADDRESS), UplinkCause.NO_ADDRESS));
        for (Case row : cases) {
            line = new WanLine(1, 1500);
            ac = new ScriptedConcentrator(line);
            uplink = uplink(UplinkSettings.of(1, "x", PPP));
            ac.become(row.habits.toArray(Habit[]::new));
            uplink.start();
            for (int i = 0; i < 40 && uplink.status().cause() == UplinkCause.STARTING; i++) {
                line.timers.advance(SECOND);
            }
            assertThat(uplink.status().cause()).as(row.toString()).isEqualTo(row.want);
            assertThat(line.sent).as("frames of %s", row).isLessThan(80);
            ac.become();
            line.timers.advance(30 * SECOND);
            assertThat(uplink.status().phase())
                    .as("healed after %s: %s", row, uplink.status())
                    .isEqualTo(UplinkStatus.Phase.UP);
        }
    }

    @Test
    void namesTheErrorTagsOfPads() {
        record Case(int tag, UplinkCause want) {}
        for (Case row :
                List.of(
                        new Case(PppoeTag.SERVICE_NAME_ERROR, UplinkCause.SERVICE_NAME_ERROR),
                        new Case(PppoeTag.AC_SYSTEM_ERROR, UplinkCause.AC_SYSTEM_ERROR),
                        new Case(PppoeTag.GENERIC_ERROR, UplinkCause.DISCOVERY_ERROR))) {
            line = new WanLine(1, 1500);
            ac = new ScriptedConcentrator(line);
            ac.padsTags = PppoeTags.of(new PppoeTag(row.tag, Octets.ofText("no\u0007 way")));
            uplink = uplink(UplinkSettings.of(1, "x", PPP));
            dial();
            assertCause(row.want);
            assertThat(uplink.status().detail()).isEqualTo("no? way");
        }
    }

    @Test
    void takesOnlyTheConcentratorThatIsSet() {
        uplink =
                uplink(
                        new UplinkSettings(
                                1,
                                "x",
                                1492,
                                PPP,
                                DiscoverySettings.named("", "bras-2"),
                                RetrySettings.DEFAULT));
        dial();
        line.timers.advance(15 * SECOND);
        assertCause(UplinkCause.NO_FITTING_OFFER);
        ac.acName = "bras-2";
        line.timers.advance(15 * SECOND);
        assertUp();
    }
}
