package bauta.pppoe;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.pppoe.DiscoveryState.Confirmed;
import bauta.pppoe.DiscoveryState.Failed;
import bauta.pppoe.DiscoveryState.Requesting;
import bauta.pppoe.DiscoveryState.Soliciting;
import bauta.wire.EthernetHeader;
import bauta.wire.Octets;
import bauta.wire.PppoeMessage;
import bauta.wire.PppoeMessage.Padi;
import bauta.wire.PppoeMessage.Pado;
import bauta.wire.PppoeMessage.Padr;
import bauta.wire.PppoeMessage.Pads;
import bauta.wire.PppoeMessage.Padt;
import bauta.wire.PppoeTag;
import bauta.wire.PppoeTags;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiscoveryMachineTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long AC = 0x02_00_00_00_00_10L;
    private static final long OTHER = 0x02_00_00_00_00_20L;
    private static final Octets UNIQ = Octets.ofHex("0011223344556677");

    private static DiscoveryMachine machine(String service, String acName) {
        return new DiscoveryMachine(DiscoverySettings.named(service, acName));
    }

    private static PppoeTags tags(Octets uniq, PppoeTag... more) {
        List<PppoeTag> all = new ArrayList<>(List.of(more));
        all.add(new PppoeTag(PppoeTag.HOST_UNIQ, uniq));
        return new PppoeTags(all);
    }

    private static PppoeTag tag(int type, String text) {
        return new PppoeTag(type, Octets.ofText(text));
    }

    private static Pado offer(PppoeTag... more) {
        return new Pado(tags(UNIQ, more));
    }

    @Test
    void asksFourTimesWithDoubledWaits() {
        DiscoveryMachine machine = machine("", "");
        DiscoveryMachine.Transition step = machine.start(UNIQ, 0, 0);
        List<Long> sentAt = new ArrayList<>();
        long now = 0;
        while (step.state() instanceof Soliciting) {
            assertThat(step.sending().orElseThrow().destination())
                    .isEqualTo(EthernetHeader.BROADCAST);
            assertThat(step.sending().orElseThrow().message()).isInstanceOf(Padi.class);
            sentAt.add(now / SECOND);
            assertThat(machine.timeOut(step.state(), step.state().deadlineNanos() - 1).sending())
                    .isEmpty();
            now = step.state().deadlineNanos();
            step = machine.timeOut(step.state(), now);
        }
        assertThat(sentAt).containsExactly(0L, 1L, 3L, 7L);
        assertThat(now).isEqualTo(15 * SECOND);
        assertThat(step.state()).isEqualTo(new Failed(DiscoveryFailure.PADI_UNANSWERED, ""));
    }

    @Test
    void repeatsItsRequestThenGivesUp() {
        DiscoveryMachine machine = machine("", "");
        DiscoveryState state = machine.start(UNIQ, 0, 0).state();
        DiscoveryMachine.Transition step =
                machine.received(state, AC, offer(tag(PppoeTag.AC_NAME, "ac")), 0);
        int requests = 0;
        while (step.state() instanceof Requesting) {
            requests++;
            assertThat(step.sending().orElseThrow().destination()).isEqualTo(AC);
            step = machine.timeOut(step.state(), step.state().deadlineNanos());
        }
        assertThat(requests).isEqualTo(3);
        assertThat(step.state()).isEqualTo(new Failed(DiscoveryFailure.PADR_UNANSWERED, "ac"));
    }

    @Test
    void everyMessageInEveryState() {
        DiscoveryMachine machine = machine("", "");
        DiscoveryState soliciting = machine.start(UNIQ, 0, 0).state();
        DiscoveryState requesting = machine.received(soliciting, AC, offer(), 0).state();
        DiscoveryState confirmed = new Confirmed(5, AC, "", 1492);
        DiscoveryState failed = new Failed(DiscoveryFailure.GENERIC_ERROR, "");
        Pads pads = new Pads(5, tags(UNIQ));
        List<PppoeMessage> messages =
                List.of(
                        new Padi(tags(UNIQ)),
                        offer(),
                        new Padr(tags(UNIQ)),
                        pads,
                        new Padt(5, tags(UNIQ)));
        for (DiscoveryState state : List.of(soliciting, requesting, confirmed, failed)) {
            for (PppoeMessage message : messages) {
                DiscoveryState next = machine.received(state, AC, message, 0).state();
                boolean takes =
                        state.equals(soliciting) && message instanceof Pado
                                || state.equals(requesting) && message instanceof Pads;
                assertThat(next.equals(state)).as("%s %s", state, message).isEqualTo(!takes);
            }
        }
        assertThat(machine.received(requesting, AC, pads, 0).state()).isEqualTo(confirmed);
    }

    @Test
    void answersThatAreNotOursChangeNothing() {
        DiscoveryMachine machine = machine("", "");
        DiscoveryState soliciting = machine.start(UNIQ, 0, 0).state();
        DiscoveryState requesting = machine.received(soliciting, AC, offer(), 0).state();
        Octets foreign = Octets.ofHex("ffff");
        assertThat(machine.received(soliciting, AC, new Pado(tags(foreign)), 0).state())
                .isEqualTo(soliciting);
        assertThat(machine.received(soliciting, AC, new Pado(PppoeTags.NONE), 0).state())
                .isEqualTo(soliciting);
        assertThat(machine.received(requesting, AC, new Pads(5, tags(foreign)), 0).state())
                .isEqualTo(requesting);
        assertThat(machine.received(requesting, OTHER, new Pads(5, tags(UNIQ)), 0).state())
                .isEqualTo(requesting);
    }

    private record Choice(String service, String acName, Pado offer, boolean taken) {}

    @Test
    void takesTheFirstOfferThatFits() {
        PppoeTag ac = tag(PppoeTag.AC_NAME, "bras");
        List<Choice> choices =
                List.of(
                        new Choice("", "", offer(), true),
                        new Choice("", "", offer(ac), true),
                        new Choice("", "bras", offer(ac), true),
                        new Choice("", "bras", offer(tag(PppoeTag.AC_NAME, "bras2")), false),
                        new Choice("", "bras", offer(), false),
                        new Choice("tv", "", offer(ac), false),
                        new Choice("tv", "", offer(tag(PppoeTag.SERVICE_NAME, "")), false),
                        new Choice(
                                "tv",
                                "",
                                offer(
                                        tag(PppoeTag.SERVICE_NAME, "internet"),
                                        tag(PppoeTag.SERVICE_NAME, "tv")),
                                true),
                        new Choice("", "", offer(tag(PppoeTag.GENERIC_ERROR, "no")), false),
                        new Choice("", "", offer(tag(PppoeTag.AC_SYSTEM_ERROR, "no")), false),
                        new Choice("", "", offer(tag(PppoeTag.AC_COOKIE, "x".repeat(1440))), true),
                        new Choice(
                                "", "", offer(tag(PppoeTag.AC_COOKIE, "x".repeat(1490))), false));
        for (Choice row : choices) {
            DiscoveryMachine machine = machine(row.service, row.acName);
            DiscoveryState before = machine.start(UNIQ, 0, 0).state();
            DiscoveryState after = machine.received(before, AC, row.offer, 0).state();
            assertThat(after instanceof Requesting).as(row.toString()).isEqualTo(row.taken);
            if (!row.taken) {
                DiscoveryState last = after;
                for (int i = 0; i < 4; i++) {
                    last = machine.timeOut(last, last.deadlineNanos()).state();
                }
                assertThat(last)
                        .as(row.toString())
                        .isInstanceOfSatisfying(
                                Failed.class,
                                f ->
                                        assertThat(f.failure())
                                                .isEqualTo(DiscoveryFailure.NO_FITTING_OFFER));
            }
        }
    }

    @Test
    void padrCarriesServiceHostUniqCookieRelayAndMaxPayload() {
        DiscoveryMachine machine = machine("tv", "");
        DiscoveryState state = machine.start(UNIQ, 1500, 0).state();
        Pado pado =
                offer(
                        tag(PppoeTag.SERVICE_NAME, "tv"),
                        tag(PppoeTag.AC_COOKIE, "cookie"),
                        tag(PppoeTag.VENDOR_SPECIFIC, "vendor"),
                        tag(0x7d00, "unknown"),
                        tag(PppoeTag.RELAY_SESSION_ID, "relay"));
        PppoeMessage padr = machine.received(state, AC, pado, 0).sending().orElseThrow().message();
        assertThat(padr)
                .isEqualTo(
                        new Padr(
                                PppoeTags.of(
                                        tag(PppoeTag.SERVICE_NAME, "tv"),
                                        new PppoeTag(PppoeTag.HOST_UNIQ, UNIQ),
                                        new PppoeTag(
                                                PppoeTag.PPP_MAX_PAYLOAD, Octets.ofShort(1500)),
                                        tag(PppoeTag.AC_COOKIE, "cookie"),
                                        tag(PppoeTag.RELAY_SESSION_ID, "relay"))));
    }

    private record Verdict(String name, int asked, Pads pads, DiscoveryState want) {}

    @Test
    void padsDecides() {
        PppoeTag payload = new PppoeTag(PppoeTag.PPP_MAX_PAYLOAD, Octets.ofShort(1500));
        PppoeTag small = new PppoeTag(PppoeTag.PPP_MAX_PAYLOAD, Octets.ofShort(100));
        PppoeTag odd = new PppoeTag(PppoeTag.PPP_MAX_PAYLOAD, Octets.ofHex("05"));
        List<Verdict> verdicts =
                List.of(
                        new Verdict("plain", 0, pads(9), new Confirmed(9, AC, "", 1492)),
                        new Verdict("both", 1500, pads(9, payload), new Confirmed(9, AC, "", 1500)),
                        new Verdict(
                                "less asked",
                                1496,
                                pads(9, payload),
                                new Confirmed(9, AC, "", 1496)),
                        new Verdict(
                                "not asked", 0, pads(9, payload), new Confirmed(9, AC, "", 1492)),
                        new Verdict("not granted", 1500, pads(9), new Confirmed(9, AC, "", 1492)),
                        new Verdict(
                                "too small", 1500, pads(9, small), new Confirmed(9, AC, "", 1492)),
                        new Verdict(
                                "odd length", 1500, pads(9, odd), new Confirmed(9, AC, "", 1492)),
                        new Verdict(
                                "no id", 0, pads(0), failed(DiscoveryFailure.GENERIC_ERROR, "")),
                        new Verdict(
                                "reserved id",
                                0,
                                pads(0xffff),
                                failed(DiscoveryFailure.GENERIC_ERROR, "")),
                        new Verdict(
                                "service",
                                0,
                                pads(0, tag(PppoeTag.SERVICE_NAME_ERROR, "no tv")),
                                failed(DiscoveryFailure.SERVICE_NAME_ERROR, "no tv")),
                        new Verdict(
                                "system",
                                0,
                                pads(0, tag(PppoeTag.AC_SYSTEM_ERROR, "full")),
                                failed(DiscoveryFailure.AC_SYSTEM_ERROR, "full")),
                        new Verdict(
                                "generic",
                                0,
                                pads(3, tag(PppoeTag.GENERIC_ERROR, "")),
                                failed(DiscoveryFailure.GENERIC_ERROR, "")));
        for (Verdict row : verdicts) {
            DiscoveryMachine machine = machine("", "");
            DiscoveryState state = machine.start(UNIQ, row.asked, 0).state();
            state = machine.received(state, AC, offer(), 0).state();
            assertThat(machine.received(state, AC, row.pads, 0).state())
                    .as(row.name)
                    .isEqualTo(row.want);
        }
    }

    private static Pads pads(int sessionId, PppoeTag... more) {
        return new Pads(sessionId, tags(UNIQ, more));
    }

    private static DiscoveryState failed(DiscoveryFailure failure, String detail) {
        return new Failed(failure, detail);
    }
}
