package bauta.control.command;

import bauta.control.words.Words;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Events of the router as lines for people: the time here, what it is about, what happened. */
final class EventLines {
    private final Terminal terminal;
    private final Clock clock;

    /**
     * Makes lines.
     *
     * @param terminal knows the language
     * @param clock of this machine
     */
    EventLines(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    /**
     * Returns the line of an event.
     *
     * @param type {@code uplink}, {@code service}, {@code config}, {@code lease} or a newer one
     * @param document what the API sent
     */
    String line(String type, JsonNode document) {
        LocalDateTime now = LocalDateTime.now(clock).truncatedTo(ChronoUnit.SECONDS);
        String what =
                switch (type) {
                    case "uplink" -> uplink(document);
                    case "service" -> service(document);
                    case "config" -> config(document);
                    case "lease" -> lease(document);
                    default -> document.toString();
                };
        return "%1$tF %1$tT  %2$-8s %3$s".formatted(now, type, what);
    }

    private String uplink(JsonNode uplink) {
        String phase = StatusPicture.phase(terminal, uplink);
        String text = word(uplink, "name") + ": " + phase;
        String state = word(uplink, "state");
        if (state.equals("UP")) {
            return text + ", " + word(uplink, "address");
        }
        String cause = word(uplink, "last-cause-id");
        boolean says = state.equals("WAITING") || state.equals("NO_CARRIER");
        return says && Words.has(cause) ? text + ". " + terminal.words(cause) : text;
    }

    private String service(JsonNode service) {
        String state = word(service, "state").toLowerCase(Locale.ROOT).replace('_', '-');
        String text = word(service, "name") + ": " + terminal.words("service.state." + state);
        String reason = reason(service);
        return reason.isEmpty() ? text : text + ". " + reason;
    }

    private String reason(JsonNode service) {
        String id = word(service, "reason-id");
        List<String> arguments = new ArrayList<>();
        service.path("reason-arguments").forEach(one -> arguments.add(one.asString("")));
        return Words.has(id)
                ? Words.text(terminal.locale(), id, arguments)
                : word(service, "reason-text");
    }

    private String config(JsonNode change) {
        String stage = word(change, "stage").toLowerCase(Locale.ROOT);
        String id = "cli.change." + stage;
        String text = Words.has(id) ? terminal.words(id) : change.toString();
        String last = word(change, "last-text");
        return stage.equals("idle") && !last.isEmpty() ? last : text;
    }

    private String lease(JsonNode lease) {
        return lease.path("leases").isArray()
                ? terminal.words("cli.leases.held", lease.path("leases").size())
                : lease.toString();
    }

    private static String word(JsonNode node, String key) {
        return node.path(key).asString("");
    }
}
