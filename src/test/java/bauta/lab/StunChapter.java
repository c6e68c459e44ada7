package bauta.lab;

import static bauta.lab.Stage.outcome;

import java.time.Duration;
import java.util.List;

/**
 * What kind of translation the house has, as coturn's discovery finds it out from inside (RFC 4787
 * in the words of RFC 5780).
 */
final class StunChapter {
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final String FILTERING = "/nat/filtering/udp";

    private final Stage stage;

    StunChapter(Stage stage) {
        this.stage = stage;
    }

    void tell() {
        Patience.until(LEASE, () -> stage.ordinary().leaseSoon());
        Turn.start(stage.lab());
        Ledger ledger = stage.ledger();
        ledger.promise(
                "STUN finds endpoint-independent mapping",
                () -> says("-m", "NAT with Endpoint Independent Mapping!"));
        ledger.promise(
                "and address-dependent filtering",
                () -> says("-f", "NAT with Address Dependent Filtering!"));
        ledger.promise("and that hairpinning works", () -> says("-H", "successful hairpinning"));
        RouterApi api = stage.router().api();
        Command.Outcome opened = api.set(FILTERING, "\"endpoint-independent\"");
        ledger.promise(
                "told so, the filtering is endpoint-independent",
                () ->
                        opened.ok()
                                ? says("-f", "NAT with Endpoint Independent Filtering!")
                                : outcome(false, opened.lastLine()));
        Command.Outcome closed = api.set(FILTERING, "\"address-dependent\"");
        ledger.promise(
                "and address-dependent again when told back",
                () ->
                        closed.ok()
                                ? says("-f", "NAT with Address Dependent Filtering!")
                                : outcome(false, closed.lastLine()));
    }

    private Ledger.Outcome says(String how, String words) {
        String seen = Turn.discover(stage.ordinary(), how);
        List<String> verdicts =
                seen.lines()
                        .filter(line -> line.contains("NAT") && !line.startsWith("-="))
                        .toList();
        return outcome(
                seen.contains(words),
                seen.contains(words) ? words : verdicts + " of " + seen.lines().count() + " lines");
    }
}
