package bauta.lab;

import static bauta.lab.Stage.outcome;

import java.time.Duration;

/** A line that carries packets of 1500 bytes (RFC 4638), asked for by configuration. */
final class FullSizeChapter {
    private static final int FULL = 1500;
    private static final int WITH_PPPOE = 1508;

    private final Stage stage;

    FullSizeChapter(Stage stage) {
        this.stage = stage;
    }

    void tell() {
        Ledger ledger = stage.ledger();
        Provider provider = stage.provider();
        stage.router().stop();
        stage.lab().isp().must("ip", "link", "set", Lab.LINE, "mtu", String.valueOf(WITH_PPPOE));
        provider.tell("set mru " + FULL);
        provider.tell("set max-payload on");
        provider.carries(FULL);
        stage.router().configureMtu(FULL);
        stage.router().startAgain();
        ledger.promise("with MTU 1500 set, it is agreed on by PPP-Max-Payload", this::agrees);
        ledger.promise("and a DF packet of 1500 bytes passes", this::passes);
        provider.tell("set mru 1492");
        provider.tell("set max-payload off");
        provider.carries(1492);
    }

    private Ledger.Outcome agrees() {
        boolean up =
                stage.router()
                        .awaits(
                                Duration.ofSeconds(30),
                                status -> status.up() && status.mtuBytes() == FULL);
        return outcome(up, "MTU " + stage.router().status().mtuBytes());
    }

    private Ledger.Outcome passes() {
        Command.Outcome seen = stage.direct().ping(ProviderServers.STRANGER, FULL, true);
        return outcome(seen.ok(), seen.lastLine());
    }
}
