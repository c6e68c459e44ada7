package bauta.lab;

import static bauta.lab.Stage.outcome;

import java.time.Duration;
import java.util.List;

/** The uplink comes up and shows what the provider gave. */
final class UplinkChapter {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Stage stage;

    UplinkChapter(Stage stage) {
        this.stage = stage;
    }

    void tell() {
        Ledger ledger = stage.ledger();
        ledger.promise("Bauta dials PPPoE and the uplink comes up by itself", this::comesUp);
        startTime();
        ledger.promise("it has the address that the provider gave", this::address);
        ledger.promise("primary and secondary name server are shown", this::nameServers);
        ledger.promise("MTU 1492 is what it agreed on", this::mtu);
        ledger.promise("IPV6CP is answered by LCP Protocol-Reject", this::ipv6Rejected);
        ledger.promise("the provider's echo is answered", this::echo);
    }

    private Ledger.Outcome comesUp() {
        boolean up = stage.router().awaitsUplink(LIMIT);
        String seen = up ? "up" : "state '" + stage.router().status().state() + "'";
        return outcome(up, seen + " after " + Stage.seconds(stage.router().startedNanos()));
    }

    private void startTime() {
        long began = stage.router().startedNanos();
        List<Provider.Event> first = stage.provider().events("padi", began);
        List<Provider.Event> open = stage.provider().events("open", began);
        if (!first.isEmpty() && !open.isEmpty()) {
            stage.ledger()
                    .note(
                            "process start to first PADI %.2f s, to session open %.2f s"
                                    .formatted(
                                            (first.getFirst().nanos() - began) / 1e9,
                                            (open.getFirst().nanos() - began) / 1e9));
        }
    }

    private Ledger.Outcome address() {
        String seen = stage.router().status().address();
        return outcome(seen.equals("100.64.10.2"), seen);
    }

    private Ledger.Outcome nameServers() {
        List<String> seen = stage.router().status().nameServers();
        List<String> told = List.of(ProviderServers.PRIMARY_DNS, ProviderServers.SECONDARY_DNS);
        return outcome(seen.equals(told), seen.toString());
    }

    private Ledger.Outcome mtu() {
        int seen = stage.router().status().mtuBytes();
        return outcome(seen == 1492, String.valueOf(seen));
    }

    private Ledger.Outcome ipv6Rejected() {
        boolean rejected =
                stage.provider()
                        .awaits(
                                "protocol-reject",
                                event -> event.value("protocol").equals("0x8057"),
                                stage.router().startedNanos(),
                                Duration.ofSeconds(2));
        return outcome(rejected, rejected ? "rejected 0x8057" : "no Protocol-Reject came");
    }

    private Ledger.Outcome echo() {
        long asked = System.nanoTime();
        stage.provider().tell("echo");
        boolean answered = stage.provider().awaits("echo-reply", asked, Duration.ofSeconds(2));
        return outcome(answered, answered ? "Echo-Reply came" : "no Echo-Reply within 2 s");
    }
}
