package bauta.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** The router's API on its Unix socket, by curl. */
final class RouterApi {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Path socket;

    RouterApi(Path socket) {
        this.socket = socket;
    }

    /** Asks; an empty answer when nothing sensible came. */
    JsonNode get(String path) {
        return read(curl("GET", path, ""));
    }

    /** Tells a service something: start, stop, restart, enable, disable. */
    JsonNode service(String name, String what) {
        return read(curl("POST", "/services/" + name + "/" + what, "{}"));
    }

    /** Returns the state of a service, such as {@code RUNNING}. */
    String state(String name) {
        return field(name, "state");
    }

    /** Returns the reason of a service's state in words. */
    String reason(String name) {
        return field(name, "reason-text");
    }

    private String field(String name, String key) {
        for (JsonNode service : get("/services").path("services")) {
            if (service.path("name").asString("").equals(name)) {
                return service.path(key).asString("");
            }
        }
        return "";
    }

    /** Sets one value of the configuration; fine when it was kept. */
    Command.Outcome set(String pointer, String json) {
        return curl(
                "PATCH",
                "/config",
                "{\"pointer\": \"%s\", \"value\": %s}".formatted(pointer, json));
    }

    private Command.Outcome curl(String method, String path, String body) {
        List<String> line = new ArrayList<>(List.of("curl", "-sS", "--fail-with-body"));
        line.addAll(List.of("--max-time", "60", "--unix-socket", socket.toString()));
        line.addAll(List.of("-X", method, "-H", "Content-Type: application/json"));
        if (!body.isEmpty()) {
            line.addAll(List.of("-d", body));
        }
        line.add("http://bauta/api/v1" + path);
        return Command.run(line);
    }

    private static JsonNode read(Command.Outcome outcome) {
        try {
            return MAPPER.readTree(outcome.output());
        } catch (JacksonException _) {
            return JsonNodeFactory.instance.objectNode();
        }
    }
}
