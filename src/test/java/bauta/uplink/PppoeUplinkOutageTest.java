package bauta.uplink;

import static bauta.uplink.WanLine.MILLI;
import static bauta.uplink.WanLine.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.pppoe.PppoeSession;
import bauta.uplink.ScriptedConcentrator.Habit;
import bauta.wire.ControlMessage;
import bauta.wire.Ipv4Address;
import bauta.wire.LcpMessage;
import bauta.wire.LcpOption;
import bauta.wire.Octets;
import bauta.wire.PppHeader;
import bauta.wire.PppoeMessage;
import bauta.wire.PppoeTag;
import bauta.wire.PppoeTags;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How an uplink goes down and heals, against a scripted concentrator, on virtual time. */
class PppoeUplinkOutageTest extends UplinkRig {
    @Test
    void aWrongPasswordIsNamedAndTriedAtMostAsOftenAsPromised() {
        for (Habit way : List.of(Habit.ASK_ADDRESS, Habit.REFUSE_BY_PADT)) {
            line = new WanLine(1, 1500);
            ac = new ScriptedConcentrator(line);
            ac.password = "another";
            uplink = uplink(UplinkSettings.of(1, "x", PPP));
            dial(way);
            assertCause(UplinkCause.AUTHENTICATION_REFUSED);
            int before = 0;
            for (int hour = 0; hour < 6; hour++) {
                line.timers.advance(3600 * SECOND);
                assertThat(ac.logins - before)
                        .as("hour %d", hour)
                        .isBetween(4, RetrySettings.MAX_REFUSED_PER_HOUR);
                before = ac.logins;
            }
            ac.password = "secret";
            line.timers.advance(700 * SECOND);
            assertUp();
        }
    }

    @Test
    void aCarrierThatFlapsDoesNotAddLogIns() {
        ac.password = "another";
        dial();
        for (int i = 0; i < 300; i++) {
            line.isUp = i % 2 == 1;
            uplink.carrier(line.isUp);
            line.timers.advance(10 * SECOND);
        }
        assertThat(ac.logins).isBetween(2, RetrySettings.MAX_REFUSED_PER_HOUR);
    }

    @Test
    void aDeadPeerIsFoundInSixteenSecondsAndLeftInGoodOrder() {
        dial();
        ac.become(Habit.SILENT);
        line.timers.advance(13 * SECOND);
        assertUp();
        line.timers.advance(4 * SECOND);
        assertCause(UplinkCause.ECHO_LOST);
        assertThat(told).containsExactly("up", "down ECHO_LOST");
    }

    @Test
    void receivedTrafficCountsAsLife() {
        dial();
        ac.become(Habit.SILENT_ECHO);
        for (int i = 0; i < 60; i++) {
            lastReceived = line.timers.nanos();
            line.timers.advance(SECOND);
        }
        assertUp();
        assertThat(ac.echoes).isZero();
        line.timers.advance(17 * SECOND);
        assertThat(told).startsWith("up", "down ECHO_LOST");
    }

    @Test
    void aConcentratorThatRestartsIsBackWithinThirtySecondsOfItsReturn() {
        for (int downSeconds : new int[] {1, 5, 15, 16, 17, 20, 33, 60, 300, 3600}) {
            line = new WanLine(downSeconds, 1500);
            ac = new ScriptedConcentrator(line);
            uplink = uplink(UplinkSettings.of(1, "x", PPP));
            dial();
            assertUp();
            line.timers.advance(downSeconds * 7 % 40 * SECOND);
            ac.become(Habit.SILENT);
            line.timers.advance(downSeconds * SECOND);
            ac.restart();
            ac.become();
            int sessions = ups.size();
            line.timers.advance(30 * SECOND);
            assertUp();
            assertThat(ups.size()).as("down for %d s", downSeconds).isGreaterThan(sessions);
        }
    }

    @Test
    void padtEndsTheSessionAndANewOneBringsItsOwnAddress() {
        dial();
        line.timers.advance(60 * SECOND);
        ac.address = Ipv4Address.parse("198.51.100.77");
        ac.primaryDns = Ipv4Address.parse("192.0.2.99");
        ac.send(new PppoeMessage.Padt(ac.sessionId, PppoeTags.NONE));
        line.timers.advance(2 * SECOND);
        assertUp();
        assertThat(told).containsExactly("up", "down PADT_RECEIVED", "up");
        assertThat(ups.getLast().address()).hasToString("198.51.100.77");
        assertThat(ups.getLast().dnsServers().getFirst()).hasToString("192.0.2.99");
        assertThat(uplink.status().outages().getFirst().cause())
                .isEqualTo(UplinkCause.PADT_RECEIVED);
        assertThat(uplink.status().outages().getFirst().endedNanos()).isPresent();
    }

    @Test
    void padtOfAnotherSessionChangesNothing() {
        dial();
        ac.send(new PppoeMessage.Padt(ac.sessionId + 1, PppoeTags.NONE));
        line.timers.advance(SECOND);
        assertUp();
        assertThat(line.drops.value(DropReason.PPPOE_UNEXPECTED_DISCOVERY)).isEqualTo(1);
    }

    @Test
    void terminateRequestEndsTheSession() {
        dial();
        ac.sendPpp(
                PppHeader.PROTOCOL_LCP,
                new ControlMessage.TerminateRequest(77, Octets.ofText("maintenance")));
        line.timers.advance(10 * MILLI);
        assertCause(UplinkCause.TERMINATED_BY_PEER);
        assertThat(uplink.status().detail()).isEqualTo("maintenance");
        assertThat(lcp()).contains(new ControlMessage.TerminateAck(77, Octets.EMPTY));
    }

    @Test
    void aPeerThatClosesInsteadOfAVerdictHasRefusedThePassword() {
        ac.authentication = LcpOption.pap();
        dial(Habit.SILENT_AUTHENTICATION);
        ac.terminate("authentication failed");
        line.timers.advance(10 * MILLI);
        assertCause(UplinkCause.AUTHENTICATION_REFUSED);
        assertThat(uplink.status().detail()).isEqualTo("authentication failed");
    }

    /** As pppd does that is told to insist on EAP or MS-CHAP. */
    @Test
    void aPeerThatClosesBecauseWeDoNotSpeakItsAuthenticationIsNamedSo() {
        dial(Habit.EAP_ONLY);
        assertCause(UplinkCause.AUTHENTICATION_UNSUPPORTED);
        assertThat(uplink.status().detail()).isEqualTo("peer refused to authenticate");
    }

    @Test
    void answersEchoRechallengeUnknownCodesAndProtocols() {
        dial();
        ac.sendPpp(
                PppHeader.PROTOCOL_LCP, new LcpMessage.EchoRequest(3, 1, Octets.ofText("hello")));
        ac.rechallenge(200);
        ac.sendRaw(PppHeader.PROTOCOL_LCP, Octets.ofHex("63050006abcd"));
        ac.sendRaw(PppHeader.PROTOCOL_CCP, Octets.ofHex("01010004"));
        ac.sendRaw(PppHeader.PROTOCOL_IPV6CP, Octets.ofHex("01010004"));
        ac.sendRaw(0x8049, Octets.of(new byte[1490]));
        ac.sendPpp(PppHeader.PROTOCOL_LCP, new LcpMessage.DiscardRequest(1, 1, Octets.EMPTY));
        ac.sendPpp(
                PppHeader.PROTOCOL_LCP, new LcpMessage.Identification(1, 1, Octets.ofText("bras")));
        line.timers.advance(SECOND);
        assertUp();
        assertThat(lcp())
                .anySatisfy(m ->
                        assertThat(m)
                                .isInstanceOfSatisfying(
                                        LcpMessage.EchoReply.class,
                                        r ->
                                                assertThat(r.data())
                                                        .isEqualTo(Octets.ofText("hello"))))
                .anySatisfy(m ->
                        assertThat(m)
                                .isInstanceOfSatisfying(
                                        ControlMessage.CodeReject.class,
                                        r ->
                                                assertThat(r.rejected())
                                                        .isEqualTo(Octets.ofHex("63050006abcd"))));
        List<LcpMessage.ProtocolReject> rejects =
                lcp().stream()
                        .filter(LcpMessage.ProtocolReject.class::isInstance)
                        .map(LcpMessage.ProtocolReject.class::cast)
                        .toList();
        assertThat(rejects)
                .extracting(LcpMessage.ProtocolReject::protocol)
                .containsExactly(PppHeader.PROTOCOL_CCP, PppHeader.PROTOCOL_IPV6CP, 0x8049);
        assertThat(rejects.getLast().rejected().length()).isEqualTo(1492 - 6);
        assertThat(ac.logins).isEqualTo(1);
    }

    @Test
    void aLinkThatIsNegotiatedAnewComesUpAgainInTheSameSession() {
        dial();
        int session = ac.sessionId;
        line.timers.advance(10 * SECOND);
        ac.sendPpp(
                PppHeader.PROTOCOL_LCP,
                new ControlMessage.ConfigureRequest(
                        250, List.of(LcpOption.magicNumber(1234), LcpOption.mru(1492))));
        line.timers.advance(SECOND);
        assertThat(told).containsExactly("up", "down RENEGOTIATING");
        assertThat(ac.sessionId).isEqualTo(session);
    }

    @Test
    void anEchoUnderOurOwnMagicNumberIsALoop() {
        for (boolean request : new boolean[] {true, false}) {
            line = new WanLine(1, 1500);
            ac = new ScriptedConcentrator(line);
            uplink = uplink(UplinkSettings.of(1, "x", PPP));
            ac.control.clear();
            dial();
            int magic =
                    lcp().stream()
                            .filter(ControlMessage.ConfigureRequest.class::isInstance)
                            .flatMap(m -> ((ControlMessage.ConfigureRequest) m).options().stream())
                            .filter(o -> o.type() == LcpOption.MAGIC_NUMBER)
                            .findFirst()
                            .orElseThrow()
                            .value()
                            .toInt();
            ac.sendPpp(
                    PppHeader.PROTOCOL_LCP,
                    request
                            ? new LcpMessage.EchoRequest(1, magic, Octets.EMPTY)
                            : new LcpMessage.EchoReply(1, magic, Octets.EMPTY));
            line.timers.advance(5 * MILLI);
            assertCause(UplinkCause.LOOP_DETECTED);
        }
    }

    @Test
    void withoutCarrierAtStartTheCauseIsNamed() {
        line.isUp = false;
        uplink = uplink(UplinkSettings.of(1, "x", PPP));
        dial();
        assertCause(UplinkCause.LINK_DOWN);
        line.isUp = true;
        uplink.carrier(true);
        line.timers.advance(SECOND);
        assertUp();
    }

    @Test
    void aCleanStopTellsTheConcentrator() {
        dial();
        int session = ac.sessionId;
        assertThat(uplink.stop().toCompletableFuture()).isCompleted();
        line.timers.advance(10 * MILLI);
        assertThat(lcp().getLast()).isInstanceOf(ControlMessage.TerminateRequest.class);
        assertThat(ac.discovery.getLast())
                .isEqualTo(new PppoeMessage.Padt(session, PppoeTags.NONE));
        assertThat(stored).containsExactly("remember 256", "forget");
        assertThat(told).containsExactly("up", "down STOPPED");
        line.timers.advance(3600 * SECOND);
        assertThat(uplink.status().phase()).isEqualTo(UplinkStatus.Phase.STOPPED);
        uplink.start();
        line.timers.advance(SECOND);
        assertUp();
    }

    @Test
    void aSessionLeftByAnEarlierRunIsTerminatedBeforeTheFirstDial() {
        left = Optional.of(new PppoeSession(0x4321, ScriptedConcentrator.AC_MAC, WanLine.OUR_MAC));
        uplink = uplink(UplinkSettings.of(1, "x", PPP));
        dial();
        assertThat(ac.discovery.getFirst())
                .isEqualTo(new PppoeMessage.Padt(0x4321, PppoeTags.NONE));
        assertThat(ac.discovery.get(1)).isInstanceOf(PppoeMessage.Padi.class);
        assertUp();
    }

    @Test
    void aLostCarrierIsNamedAndItsReturnDials() {
        dial();
        int session = ac.sessionId;
        line.isUp = false;
        uplink.carrier(false);
        assertThat(uplink.status().phase()).isEqualTo(UplinkStatus.Phase.NO_CARRIER);
        assertCause(UplinkCause.LINK_DOWN);
        line.timers.advance(600 * SECOND);
        line.isUp = true;
        uplink.carrier(true);
        line.timers.advance(SECOND);
        assertUp();
        assertThat(ac.discovery).contains(new PppoeMessage.Padt(session, PppoeTags.NONE));
    }

    @Test
    void aNicThatComesLaterIsDialledFromWithItsOwnAddress() {
        line.isUp = false;
        line.mac = 0;
        uplink = uplink(UplinkSettings.of(7, "internet", PPP));
        uplink.start();
        line.timers.advance(SECOND);
        assertThat(uplink.status().phase()).isEqualTo(UplinkStatus.Phase.NO_CARRIER);
        line.mac = WanLine.OUR_MAC;
        line.isUp = true;
        uplink.carrier(true);
        line.timers.advance(SECOND);
        assertUp();
        assertThat(uplink.status().up().orElseThrow().ourMac()).isEqualTo(WanLine.OUR_MAC);
    }

    @Test
    void framesOfUnknownSessionsAreAnsweredByPadtAtABoundedRate() {
        dial();
        int mine = ac.sessionId;
        int before = ac.discovery.size();
        for (int i = 0; i < 1000; i++) {
            ac.sessionId = 999;
            ac.sendRaw(PppHeader.PROTOCOL_LCP, Octets.ofHex("09010008000000ff"));
            ac.sessionId = mine;
            line.timers.advance(2 * MILLI);
        }
        line.timers.advance(10 * MILLI);
        List<PppoeMessage> padts = ac.discovery.subList(before, ac.discovery.size());
        assertThat(padts)
                .hasSizeBetween(5, 9)
                .containsOnly(new PppoeMessage.Padt(999, PppoeTags.NONE));
        assertThat(line.drops.value(DropReason.PPPOE_UNKNOWN_SESSION)).isEqualTo(1000);
        assertUp();
    }

    @Test
    void aSessionFrameThatOvertakesItsPadsIsNotAnsweredByPadt() {
        ac.become(Habit.SILENT_PADR);
        uplink.start();
        line.timers.advance(100 * MILLI);
        ac.sessionId = 0x777;
        ac.sendRaw(PppHeader.PROTOCOL_LCP, Octets.ofHex("01010004"));
        line.timers.advance(10 * MILLI);
        assertThat(ac.discovery).noneMatch(PppoeMessage.Padt.class::isInstance);
        line.handler.unknownSession(ScriptedConcentrator.AC_MAC, 0x777);
        line.timers.advance(10 * MILLI);
        assertThat(ac.discovery).noneMatch(PppoeMessage.Padt.class::isInstance);
        assertThat(line.drops.value(DropReason.PPP_NOT_OPEN)).isEqualTo(1);
    }

    @Test
    void comesUpOverALineThatLosesDoublesAndReorders() {
        for (int seed = 1; seed <= 60; seed++) {
            line = new WanLine(seed, 1500);
            line.loss = 0.2;
            line.duplication = 0.2;
            line.reordering = 0.3;
            ac = new ScriptedConcentrator(line);
            ac.authentication = seed % 2 == 0 ? LcpOption.pap() : LcpOption.chapMd5();
            uplink = uplink(UplinkSettings.of(1, "x", PPP));
            uplink.start();
            boolean up = false;
            for (int i = 0; i < 120 && !up; i++) {
                line.timers.advance(SECOND);
                up = uplink.status().phase() == UplinkStatus.Phase.UP;
            }
            assertThat(up).as("seed %d: %s", seed, uplink.status()).isTrue();
            assertThat(line.pool.available()).isEqualTo(line.pool.capacity());
        }
    }

    @Test
    void fromAnyHistoryItComesUpOnceThePeerIsHealthy() {
        Habit[] all = Habit.values();
        for (int seed = 1; seed <= 60; seed++) {
            Random chance = new Random(seed);
            line = new WanLine(seed, 1500);
            ac = new ScriptedConcentrator(line);
            uplink = uplink(UplinkSettings.of(1, "x", PPP));
            uplink.start();
            for (int i = 0; i < 40; i++) {
                upset(chance, all);
                line.timers.advance(chance.nextLong(20 * SECOND));
            }
            ac.become();
            ac.password = "secret";
            ac.padsTags = PppoeTags.NONE;
            line.loss = 0;
            if (!line.isUp) {
                line.isUp = true;
                uplink.carrier(true);
            }
            line.timers.advance(700 * SECOND);
            assertThat(uplink.status().phase())
                    .as("seed %d %s %s", seed, uplink.status(), ac.habits)
                    .isEqualTo(UplinkStatus.Phase.UP);
            assertThat(uplink.status().outages()).hasSizeLessThanOrEqualTo(32);
        }
    }

    @Test
    void damagedFramesAreCountedAndDisturbNothingElse() {
        long counted = 0;
        for (int seed = 1; seed <= 60; seed++) {
            line = new WanLine(seed, 1500);
            ac = new ScriptedConcentrator(line);
            uplink = uplink(UplinkSettings.of(1, "x", PPP));
            line.damage = 0.5;
            uplink.start();
            line.timers.advance(200 * SECOND);
            counted += line.drops.total();
            assertThat(line.pool.available()).as("seed %d", seed).isEqualTo(line.pool.capacity());
            assertThat(line.sent).as("seed %d", seed).isLessThan(1500);
            line.damage = 0;
            line.timers.advance(700 * SECOND);
            assertUp();
        }
        assertThat(counted).isGreaterThan(1000);
    }

    private void upset(Random chance, Habit[] all) {
        switch (chance.nextInt(9)) {
            case 0 -> ac.restart();
            case 1 -> ac.password = chance.nextBoolean() ? "secret" : "wrong";
            case 2 -> {
                line.isUp = chance.nextBoolean();
                uplink.carrier(line.isUp);
            }
            case 3 -> ac.send(new PppoeMessage.Padt(ac.sessionId, PppoeTags.NONE));
            case 4 -> {
                byte[] noise = new byte[chance.nextInt(60)];
                chance.nextBytes(noise);
                int[] protocols = {0xc021, 0x8021, 0xc023, 0xc223, 0x80fd};
                ac.sendRaw(protocols[chance.nextInt(5)], Octets.of(noise));
            }
            case 5 -> line.loss = chance.nextInt(3) * 0.3;
            case 6 ->
                    ac.padsTags =
                            chance.nextBoolean()
                                    ? PppoeTags.NONE
                                    : PppoeTags.of(
                                            new PppoeTag(PppoeTag.GENERIC_ERROR, Octets.EMPTY));
            case 7 -> uplink.redial();
            default -> ac.become(all[chance.nextInt(all.length)]);
        }
    }

    @Test
    void causesHaveDistinctNumbersAndTexts() {
        List<UplinkCause> causes = List.of(UplinkCause.values());
        assertThat(causes).extracting(UplinkCause::number).doesNotHaveDuplicates();
        assertThat(causes).extracting(UplinkCause::messageId).doesNotHaveDuplicates();
        assertThat(UplinkCause.PADI_UNANSWERED.messageId())
                .isEqualTo("uplink.cause.padi-unanswered");
    }
}
