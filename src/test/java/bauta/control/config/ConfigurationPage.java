package bauta.control.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The reference page of the configuration, made of the shapes and the catalogue. */
final class ConfigurationPage {
    private static final String HEAD =
            """
            # Configuration: every key

            <!-- Made from the records in control.config: run the test ConfigurationPageTest with
                 -Dbauta.golden=write to make it anew. -->

            One JSON file, `bauta.json`. `bauta --check FILE` prints every problem with its place, the value and what
            is allowed, and exits with 0 or 1. Keys that are not listed here are problems, and so are `null` and two
            equal keys in one object. Places are JSON pointers (RFC 6901): `/networks/0/dhcp/lease`. Editors and
            programs find the same in [configuration.schema.json](configuration.schema.json), a JSON Schema.

            On a box whose board says which interface has which role, this is enough to set it up:

            ```json
            {
              "schema-version": 3,
              "uplinks": [{"user": "user@example", "password": "secret"}]
            }
            ```

            Elsewhere `"ports": {"wan": "eth0", "lan1": "eth1"}` says it.

            - Files of forms 1 and 2 are taken, and kept as form 3: `networks[].dns.servers` of form 1 is
              `networks[].dhcp.dns` now. Files of a form newer than the software are refused.
            - Lists of addresses and ports give what stands in them less what has `!` before it; with nothing but such
              entries, everything else. `policies`, `rules` and `forwards` are read from the top, the first that fits
              decides. Rules judge the packet as the inside sees it: for a port forward, `to` is the host inside.
            - What the router shows has `"***"` in place of each secret. Where `"***"` is given back, the secret stays.
            - The last 20 configurations are kept, and each change can be undone. A change is watched: when the uplink, DNS
              or the way to the router's pages is worse than before for 45 s, the old configuration comes back.
            """;

    private final Catalogue words = Catalogue.of(Locale.ENGLISH);
    private final List<String> lines = new ArrayList<>();
    private final Map<String, String> places = new HashMap<>();

    static String text() {
        ConfigurationPage page = new ConfigurationPage();
        page.lines.addAll(HEAD.lines().toList());
        page.section("", Config.SHAPE);
        return String.join("\n", page.lines) + "\n";
    }

    private void section(String path, Shape<?> shape) {
        lines.add("");
        lines.add("## " + (path.isEmpty() ? "The whole file" : "`" + path + "`"));
        lines.add("");
        lines.add("| key | meaning | takes | unit | default | example |");
        lines.add("|---|---|---|---|---|---|");
        shape.keys().forEach(key -> lines.add(row(shape, key)));
        for (Key<?> key : shape.keys()) {
            String list = key.kind() instanceof ListKind<?> ? "[]" : "";
            String below = (path.isEmpty() ? "" : path + ".") + key.name() + list;
            key.kind().shape().ifPresent(inner -> below(below, inner));
        }
    }

    /** What stands in several places is listed once. */
    private void below(String path, Shape<?> shape) {
        String first = places.putIfAbsent(shape.id(), path);
        if (first == null) {
            section(path, shape);
            return;
        }
        lines.add("");
        lines.add("## `" + path + "`");
        lines.add("");
        lines.add("As `" + first + "`.");
    }

    private <T> String row(Shape<?> shape, Key<T> key) {
        String id = shape.id() + "." + key.name();
        return "| `%s` | %s | %s | %s | %s | `%s` |"
                .formatted(
                        key.name(),
                        words.text(Message.of("key." + id), ""),
                        words.text(key.kind().allowed(), ""),
                        unit(key, id),
                        standard(key, id),
                        key.example());
    }

    private String unit(Key<?> key, String id) {
        boolean time = key.kind().allowed().id().equals("kind.duration");
        String unit = words.has("unit." + id) ? words.text(Message.of("unit." + id), "") : "";
        return time ? "s, m, h, d" : unit;
    }

    private <T> String standard(Key<T> key, String id) {
        if (key.required()) {
            return "required";
        }
        T otherwise = key.otherwise();
        if (otherwise == null) {
            boolean said = words.has("default." + id);
            return said ? words.text(Message.of("default." + id), "") : "empty";
        }
        boolean below = key.kind().shape().isPresent();
        return below ? "see below" : "`" + key.kind().show(otherwise) + "`";
    }
}
