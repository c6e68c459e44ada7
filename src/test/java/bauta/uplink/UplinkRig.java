package bauta.uplink;

import static bauta.uplink.WanLine.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.Secret;
import bauta.ppp.PppSettings;
import bauta.pppoe.PppoeSession;
import bauta.uplink.ScriptedConcentrator.Habit;
import bauta.wire.ControlMessage;
import bauta.wire.PppHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** An uplink, a line and a scripted concentrator on virtual time. */
class UplinkRig {
    static final PppSettings PPP = PppSettings.of("user", Secret.of("secret"));

    WanLine line = new WanLine(1, 1500);
    ScriptedConcentrator ac = new ScriptedConcentrator(line);
    final List<String> told = new ArrayList<>();
    final List<UplinkUp> ups = new ArrayList<>();
    final List<String> stored = new ArrayList<>();
    Optional<PppoeSession> left = Optional.empty();
    Runnable onUp = () -> {};
    long lastReceived = Long.MIN_VALUE;
    PppoeUplink uplink = uplink(UplinkSettings.of(7, "internet", PPP));

    PppoeUplink uplink(UplinkSettings settings) {
        return new PppoeUplink(
                settings,
                new PppoeUplink.Surroundings(
                        line.handler,
                        line.timers,
                        new Random(5),
                        new Store(),
                        () -> lastReceived,
                        new Listener()));
    }

    final class Store implements SessionStore {
        @Override
        public Optional<PppoeSession> left(String name) {
            return left;
        }

        @Override
        public void remember(String name, PppoeSession session) {
            stored.add("remember " + session.sessionId());
        }

        @Override
        public void forget(String name) {
            stored.add("forget");
        }
    }

    final class Listener implements UplinkListener {
        @Override
        public void up(UplinkUp up) {
            told.add("up");
            ups.add(up);
            onUp.run();
        }

        @Override
        public void down(String name, UplinkCause cause) {
            told.add("down " + cause);
        }
    }

    void dial(Habit... habits) {
        ac.become(habits);
        uplink.start();
        line.timers.advance(3 * SECOND);
    }

    void assertUp() {
        assertThat(uplink.status().phase())
                .as("%s %s", uplink.status(), line.drops.nonZero())
                .isEqualTo(UplinkStatus.Phase.UP);
    }

    void assertCause(UplinkCause cause) {
        assertThat(uplink.status().phase()).isNotEqualTo(UplinkStatus.Phase.UP);
        assertThat(uplink.status().cause()).isEqualTo(cause);
    }

    List<ControlMessage> lcp() {
        return ac.control.getOrDefault(PppHeader.PROTOCOL_LCP, List.of());
    }
}
