package bauta.control.config;

import tools.jackson.databind.JsonNode;

/**
 * A place in the file that is being read.
 *
 * @param pointer RFC 6901 pointer
 * @param problems where to report
 */
record Site(String pointer, Problems problems) {
    private static final int SHOWN = 64;

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
        report(shown(node), ProblemId.NOT.with(allowed));
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
