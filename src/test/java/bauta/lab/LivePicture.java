package bauta.lab;

import java.util.ArrayList;
import java.util.List;

/**
 * The uplink in a few lines of text, redrawn in place on a terminal; elsewhere a line is printed
 * when it changes. What the provider's side saw comes from the concentrator, the rest from the
 * router's status.
 */
final class LivePicture {
    private final Provider provider;
    private final RouterProcess router;
    private final boolean terminal =
            java.util.Objects.requireNonNull(System.console()).isTerminal();
    private List<String> drawn = List.of();
    private String client = "asking for an address";

    LivePicture(Provider provider, RouterProcess router) {
        this.provider = provider;
        this.router = router;
    }

    /** Tells how the demo client is doing. */
    void client(String text) {
        client = text;
    }

    /** Draws the present state. */
    void draw() {
        List<String> lines = lines();
        if (lines.equals(drawn)) {
            return;
        }
        if (terminal) {
            System.out.print(drawn.isEmpty() ? "" : "\u001b[" + drawn.size() + "A\u001b[J");
            lines.forEach(System.out::println);
        } else {
            lines.stream().filter(line -> !drawn.contains(line)).forEach(System.out::println);
        }
        drawn = lines;
    }

    /** Prints text that stays, and goes on drawing below it. */
    void below(String text) {
        System.out.println("\n" + text);
        drawn = List.of();
    }

    private List<String> lines() {
        RouterStatus status = router.status();
        boolean up = status.up();
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("  provider " + (up ? "======" : "- - - ") + " Bauta ====== LAN");
        lines.add(step("discovery", saw("session"), "the concentrator answers"));
        lines.add(step("log-in", saw("welcome"), refused() ? "refused" : "accepted"));
        lines.add(step("address", up, status.address() + ", DNS " + status.nameServers()));
        lines.add(step("online", up, "packets up to " + status.mtuBytes() + " bytes"));
        if (!up && !status.cause().isEmpty()) {
            lines.add("    because: " + status.causeText());
        }
        lines.add("  lan1: " + client);
        return lines;
    }

    private boolean saw(String event) {
        return !provider.events(event, router.startedNanos()).isEmpty();
    }

    private boolean refused() {
        return !saw("welcome") && saw("refused-login");
    }

    private static String step(String name, boolean done, String text) {
        return "    %s %-10s %s".formatted(done ? "[x]" : "[ ]", name, done ? text : "...");
    }
}
