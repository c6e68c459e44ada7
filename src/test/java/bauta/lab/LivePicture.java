package bauta.lab;

import java.util.ArrayList;
import java.util.List;

/**
 * The uplink in a few lines of text, redrawn in place on a terminal; elsewhere a line is printed
 * when it changes. All of it comes from the router's status.
 */
final class LivePicture {
    private final RouterProcess router;
    private final boolean terminal =
            java.util.Objects.requireNonNull(System.console()).isTerminal();
    private List<String> drawn = List.of();
    private String client = "asking for an address";

    LivePicture(RouterProcess router) {
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
        lines.add("  modem " + (up ? "======" : "- - - ") + " Bauta ====== LAN");
        lines.add(step(status, 1, "discovery", "session " + status.session()));
        lines.add(step(status, 2, "log-in", "user name and password accepted"));
        lines.add(step(status, 3, "address", status.address() + " DNS " + servers(status)));
        lines.add(step(status, 3, "online", "packets up to " + status.mtuBytes() + " bytes"));
        if (status.waits()) {
            lines.add("    because: " + status.causeText());
        }
        lines.add("  lan1: " + client);
        return lines;
    }

    private static String servers(RouterStatus status) {
        return String.join(" and ", status.nameServers());
    }

    private static String step(RouterStatus status, int number, String name, String text) {
        boolean done = status.step() >= number;
        return "    %s %-10s %s".formatted(done ? "[x]" : "[ ]", name, done ? text : "...");
    }
}
