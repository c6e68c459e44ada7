package bauta.control.config;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A place in the file that is being read.
 *
 * @param pointer RFC 6901 pointer
 * @param problems where to report
 */
record Site(String pointer, Problems problems) {
    private static final int SHOWN = 64;

    /** What is allowed is no text, or can be a number as well. */
    private static final Set<String> WITHOUT_TEXT =
            Set.of(
                    "kind.number",
                    "kind.one-number",
                    "kind.numbers",
                    "kind.switch",
                    "kind.version",
                    "kind.list",
                    "kind.object",
                    "kind.ports",
                    "kind.reserved",
                    "kind.ports-span",
                    "kind.port-term",
                    "kind.protocol",
                    "kind.protocol-term",
                    "kind.icmp-term");

    Site child(String key) {
        String escaped = key.replace("~", "~0").replace("/", "~1");
        return new Site(pointer + "/" + shortened(escaped), problems);
    }

    Site child(int index) {
        return new Site(pointer + "/" + index, problems);
    }

    void report(String value, Message allowed) {
        problems.add(new Problem(pointer, shortened(value), allowed));
    }

    /** Reports that what stands here is not what is allowed here. */
    void reportNot(JsonNode node, Message allowed) {
        boolean bare = node.isNumber() || node.isBoolean();
        boolean text = bare && !WITHOUT_TEXT.contains(allowed.id());
        report(shown(node), (text ? ProblemId.NOT_TEXT : ProblemId.NOT).with(allowed));
    }

    /** Returns whether nothing is wrong here or below. */
    boolean clean() {
        return problems.cleanAt(pointer);
    }

    /** Text of a value; what is inside lists and objects stays unsaid, it may hold secrets. */
    private static String shown(JsonNode node) {
        if (node.isArray()) {
            return "[...]";
        }
        return node.isObject() ? "{...}" : node.toString();
    }

    private static String shortened(String text) {
        String plain = text.codePoints().anyMatch(Character::isISOControl) ? clean(text) : text;
        return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "...";
    }

    private static String clean(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
