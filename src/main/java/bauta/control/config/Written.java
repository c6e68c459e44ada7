package bauta.control.config;

import tools.jackson.databind.node.ObjectNode;

/**
 * A configuration as it is written and what it says.
 *
 * @param tree in the newest form, secrets included; nobody changes it
 * @param config what it says
 */
record Written(ObjectNode tree, Config config) {
    /** Returns its text with {@code ***} in place of each secret. */
    String masked() {
        return Json.text(Secrets.masked(tree));
    }
}
