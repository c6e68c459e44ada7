package bauta.lab;

import bauta.control.admin.StatusClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What the router says about itself: the only place of the lab that knows the names in the status
 * document.
 */
record RouterStatus(JsonNode document) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** Asks a router; the answer is empty when none listens. */
    static RouterStatus ask(Path socket) {
        try {
            return new RouterStatus(MAPPER.readTree(StatusClient.fetch(socket)));
        } catch (IOException | JacksonException _) {
            return new RouterStatus(JsonNodeFactory.instance.objectNode());
        }
    }

    /** Says whether a router answered at all. */
    boolean answered() {
        return !document.isEmpty();
    }

    private JsonNode uplink() {
        return document.path("uplinks").path(0);
    }

    /** Returns the state of the first uplink in its own words, or the empty string. */
    String state() {
        return uplink().path("state").asString("");
    }

    boolean up() {
        return state().equalsIgnoreCase("up");
    }

    /** Says whether it is between two dials, after a failure. */
    boolean waits() {
        return state().equals("WAITING") || state().equals("NO_CARRIER");
    }

    /** Returns how far the dial has come: 1 with a session, 2 logged in, 3 online; else 0. */
    int step() {
        return switch (state()) {
            case "LCP", "AUTHENTICATION" -> 1;
            case "IPCP" -> 2;
            case "UP" -> 3;
            default -> 0;
        };
    }

    /** Returns the number of the PPPoE session, 0 without one. */
    int session() {
        return uplink().path("session-id").asInt(0);
    }

    /** Returns the address the provider gave, or the empty string. */
    String address() {
        return up() ? uplink().path("address").asString("") : "";
    }

    /** Returns the provider's name servers, primary first. */
    List<String> nameServers() {
        List<String> servers = new ArrayList<>();
        uplink().path("dns-servers").forEach(server -> servers.add(server.asString("")));
        return servers;
    }

    int mtuBytes() {
        return uplink().path("mtu-bytes").asInt(0);
    }

    /** Returns why the uplink is or was last down: the name of the cause. */
    String cause() {
        return uplink().path("last-cause").asString("");
    }

    /** Returns the number of that cause and what it says to people. */
    String causeText() {
        String text = uplink().path("last-cause-text").asString("");
        return uplink().path("last-cause-number").asInt(0) + " " + text;
    }

    /** Returns the count of a drop reason, such as {@code INBOUND_FILTERED}. */
    long drops(String reason) {
        return document.path("drops").path(reason).asLong(0);
    }
}
