package bauta.control.config;

import bauta.control.config.rules.RuleLabel;

/** The keys that every rule, policy and forward has. */
final class LabelKeys {
    static final Key<String> ID = Key.required("id", RuleKinds.ID, "", "\"web-server\"");
    static final Key<String> NAME = Key.optional("name", Kinds.text(0, 64), "", "\"Web server\"");
    static final Key<String> COMMENT =
            Key.optional("comment", Kinds.text(0, 255), "", "\"asked for by the school\"");
    static final Key<Boolean> ENABLED = Key.optional("enabled", Kinds.SWITCH, true, "false");

    private LabelKeys() {}

    static RuleLabel of(Values values) {
        return new RuleLabel(
                values.get(ID), values.get(NAME), values.get(COMMENT), values.get(ENABLED));
    }
}
