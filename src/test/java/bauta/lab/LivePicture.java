package bauta.lab;

import java.io.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The uplink in a few lines of text, redrawn in place on a terminal; elsewhere a line is printed
 * when it changes. All of it comes from the router's status.
 */
final class LivePicture {
    private final RouterProcess router;
    private final boolean terminal =
            Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    private List<String> drawn = List.of();
    private String client = "asking for an address";
    private boolean leased;

    LivePicture(RouterProcess router) {
        this.router = router;
    }

    /** Tells how the demo client is doing, which has its address now. */
    void client(String text) {
        client = text;
        leased = true;
    }

    /** Draws the present state. */
    void draw() {
        List<String> lines = lines();
        if (lines.equals(drawn)) {
            return;
        }
        if (terminal) {
            erase();
            lines.forEach(System.out::println);
        } else {
            lines.stream().filter(line -> !drawn.contains(line)).forEach(System.out::println);
        }
        drawn = lines;
    }

    private void erase() {
        if (terminal && !drawn.isEmpty()) {
            System.out.print("\u001b[" + drawn.size() + "A\u001b[J");
        }
    }

    /** Prints text that stays, and goes on drawing below it. */
    void below(String text) {
        erase();
        System.out.println("\n" + text);
        drawn = List.of();
    }

    private List<String> lines() {
        RouterStatus status = router.status();
        boolean up = status.up();
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("  modem " + wire(up) + " Bauta " + wire(leased) + " LAN");
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

    private static String wire(boolean connected) {
        return connected ? "======" : "- - - ";
    }

    private static String servers(RouterStatus status) {
        return String.join(" and ", status.nameServers());
    }

    private static String step(RouterStatus status, int number, String name, String text) {
        boolean done = status.step() >= number;
        return "    %s %-10s %s".formatted(done ? "[x]" : "[ ]", name, done ? text : "...");
    }
}
