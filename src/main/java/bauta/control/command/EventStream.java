package bauta.control.command;

import java.util.function.BiConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Puts lines of a {@code text/event-stream} together to events. Comments, ids and unknown fields
 * are passed over, events that hold no JSON too.
 */
final class EventStream {
    private static final int MOST_CHARACTERS = 1 << 20;

    private final BiConsumer<String, JsonNode> listener;
    private final StringBuilder data = new StringBuilder();
    private String type = "";

    /**
     * Starts before the first line.
     *
     * @param listener takes the type and the document of each event
     */
    EventStream(BiConsumer<String, JsonNode> listener) {
        this.listener = listener;
    }

    /**
     * Takes the next line.
     *
     * @param line without its end
     */
    void line(String line) {
        if (line.isEmpty()) {
            dispatch();
        } else if (line.startsWith("event:")) {
            type = value(line);
        } else if (line.startsWith("data:") && data.length() + line.length() < MOST_CHARACTERS) {
            data.append(value(line)).append('\n');
        }
    }

    private void dispatch() {
        String text = data.toString();
        String of = type;
        data.setLength(0);
        type = "";
        if (!text.isEmpty()) {
            try {
                listener.accept(of, RouterClient.JSON.readTree(text));
            } catch (JacksonException _) {
                listener.accept(
                        of, RouterClient.JSON.getNodeFactory().stringNode(text.stripTrailing()));
            }
        }
    }

    private static String value(String line) {
        String value = line.substring(line.indexOf(':') + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }
}
