package bauta.control.config;

import bauta.engine.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A secret; what stands there is never shown.
 *
 * @param mostBytes the longest, in bytes of UTF-8
 */
record SecretKind(int mostBytes) implements Kind<Secret> {
    /** What stands in the place of a secret wherever one could be read. */
    static final String MASK = "***";

    @Override
    public Message allowed() {
        return Message.of("kind.secret", "" + mostBytes);
    }

    @Override
    public ObjectNode schema() {
        return Kinds.text(1, mostBytes, Json.object("writeOnly", true));
    }

    @Override
    public Optional<Secret> bind(JsonNode node, Site site) {
        if (node.isString() && fits(node.stringValue())) {
            return Optional.of(Secret.of(node.stringValue()));
        }
        site.report(MASK, ProblemId.NOT.with(allowed()));
        return Optional.empty();
    }

    private boolean fits(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        return bytes >= 1
                && bytes <= mostBytes
                && text.codePoints().noneMatch(Character::isISOControl);
    }
}
