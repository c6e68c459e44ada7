package bauta.control.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts any text into every header that is looked at; nothing may throw. */
public final class HeadProbe {
    private static final HostNames NAMES = new HostNames(AdminReach.NONE);

    private HeadProbe() {}

    /**
     * Reads a head whose headers all say the same.
     *
     * @param text anything
     * @param label named when something fails
     */
    public static void read(String text, String label) {
        Map<String, String> headers = new HashMap<>();
        RequestHead.HEADERS.forEach(name -> headers.put(name, text));
        RequestHead head = new RequestHead("GET", "/", Map.of(), headers);
        assertThat(head.locale().getLanguage()).as(label).isIn(List.of("en", "ja"));
        head.json();
        head.bearer().ifPresent(token -> assertThat(text).as(label).contains(token));
        head.cookie().ifPresent(token -> assertThat(text).as(label).contains(token));
        HostNames.name(text)
                .ifPresent(name -> assertThat(name).as(label).matches("[a-z0-9.-]{0,253}"));
        boolean ours = NAMES.ours(text);
        assertThat(ours && !text.toLowerCase(java.util.Locale.ROOT).startsWith("bauta"))
                .as(label)
                .isFalse();
        assertThat(NAMES.ourOrigin(text, true) && NAMES.ourOrigin(text, false)).as(label).isFalse();
    }
}
