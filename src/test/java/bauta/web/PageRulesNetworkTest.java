package bauta.web;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.uplink.UplinkCause;
import bauta.uplink.UplinkStatus.Phase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page's pure modules, row by row, where they run: in the browser. */
@Tag("network")
class PageRulesNetworkTest {
    private static Browser browser;
    private static StubRouter router;
    private static Page page;

    @BeforeAll
    static void open() {
        assertThat(Browser.isInstalled()).as("apt-get install chromium").isTrue();
        browser = Browser.start(List.of(), Path.of("target/web/rules"));
        router = StubRouter.start();
        page = browser.page(Look.DESKTOP);
        page.open(router.address());
        assertThat(page.awaitsSight(Duration.ofSeconds(8), "#setup")).isTrue();
    }

    @AfterAll
    static void close() {
        router.close();
        browser.close();
    }

    private static String ask(String module, String expression) {
        return page.run(
                        "import('/%s.js').then(m => JSON.stringify(%s))"
                                .formatted(module, expression))
                .asString();
    }

    private record Password(String text, int level, String id) {}

    @Test
    void passwordsAreJudgedInWords() {
        List<Password> rows =
                List.of(
                        new Password("", 0, ""),
                        new Password("abc", 0, "strength.too-short"),
                        new Password("gondola", 0, "strength.too-short-one"),
                        new Password("password", 1, "strength.common"),
                        new Password("P@ssw0rd1", 1, "strength.common"),
                        new Password("bauta123", 1, "strength.common"),
                        new Password("aaaaaaaaaaaa", 1, "strength.repeated"),
                        new Password("abababababab", 1, "strength.repeated"),
                        new Password("qwertyuiop", 1, "strength.sequence"),
                        new Password("12345678", 1, "strength.sequence"),
                        new Password("87654321", 1, "strength.sequence"),
                        new Password("gondolas", 1, "strength.weak"),
                        new Password("gondolas7", 2, "strength.fair"),
                        new Password("Gondolas at 7", 4, "strength.strong"),
                        new Password("four gondolas", 3, "strength.good"),
                        new Password("seven gondolas at dawn", 4, "strength.strong"),
                        new Password("七艘のゴンドラで朝に", 3, "strength.good"));
        for (Password row : rows) {
            assertThat(
                            ask(
                                    "typing",
                                    "(s => s.level + ' ' + s.id)(m.strength("
                                            + Page.quoted(row.text())
                                            + "))"))
                    .as(row.text())
                    .isEqualTo(Page.quoted(row.level() + " " + row.id()));
        }
    }

    private record Typed(String how, String text, String notices, String fixed) {}

    @Test
    void whatIsTypedWrongIsNoticed() {
        List<Typed> rows =
                List.of(
                        new Typed("aboutUser", "", "", ""),
                        new Typed("aboutUser", "abc@example.test", "", ""),
                        new Typed("aboutUser", "abc", "typing.no-at", ""),
                        new Typed("aboutUser", "a@b@c", "typing.two-at", ""),
                        new Typed("aboutUser", "ａｂｃ＠ｅｘ", "typing.full-width", "abc@ex"),
                        new Typed("aboutUser", " abc@ex", "typing.spaces", "abc@ex"),
                        new Typed("aboutUser", "abc@ex\u200b", "typing.spaces", "abc@ex"),
                        new Typed("aboutUser", "ab c@ex", "typing.space-inside", "abc@ex"),
                        new Typed("aboutUser", "あいう@ex", "typing.full-width", ""),
                        new Typed("aboutPassword", "secret", "", ""),
                        new Typed("aboutPassword", "ｓｅｃｒｅｔ１", "typing.full-width", "secret1"),
                        new Typed(
                                "aboutPassword",
                                "secret\u3000",
                                "typing.full-width,typing.spaces",
                                "secret "),
                        new Typed("aboutPassword", "ｱｲｳ", "typing.full-width", ""),
                        new Typed("aboutNewPassword", "four gondolas", "", ""),
                        new Typed(
                                "aboutNewPassword",
                                "four gondolas ",
                                "typing.spaces",
                                "four gondolas"));
        for (Typed row : rows) {
            String call = "m." + row.how() + "(" + Page.quoted(row.text()) + ", '')";
            assertThat(ask("typing", call + ".map(n => n.id).join()"))
                    .as(row.text())
                    .isEqualTo(Page.quoted(row.notices()));
            assertThat(ask("typing", "(" + call + "[0]?.fixed ?? '')"))
                    .as(row.text())
                    .isEqualTo(Page.quoted(row.fixed()));
        }
        assertThat(ask("typing", "m.aboutNewPassword('same same', 'same same').map(n => n.id)"))
                .isEqualTo("[\"typing.same\"]");
    }

    /** Every cause in every phase gives a picture that makes sense. */
    @Test
    void everyStateHasItsPicture() {
        for (UplinkCause cause : UplinkCause.values()) {
            for (Phase phase : Phase.values()) {
                String view = "{state: '%s', lastCauseNumber: %d}".formatted(phase, cause.number());
                String picture =
                        ask(
                                "stages",
                                "(p => [0,1,2,3,4,5,6].map(i => m.mark(i, p)[0]).join(''))(m.progress("
                                        + view
                                        + ", false))");
                assertThat(picture).as(phase + " " + cause).matches(wanted(phase, cause));
            }
        }
    }

    private static String wanted(Phase phase, UplinkCause cause) {
        return switch (phase) {
            case STOPPED -> "\"w{7}\"";
            case NO_CARRIER -> "\"fw{6}\"";
            case WAITING ->
                    cause.number() < 10 ? "\"w{7}\"" : "\"d{%d}fw*\"".formatted(stage(cause));
            case DISCOVERY -> "\"dw{6}\"";
            case LCP -> "\"dddw{4}\"";
            case AUTHENTICATION -> "\"ddddw{3}\"";
            case IPCP -> "\"d{5}w{2}\"";
            case UP -> "\"d{6}w\"";
        };
    }

    /** The stage at which a cause stops the dial. */
    private static int stage(UplinkCause cause) {
        return switch (cause) {
            case STARTING, STOPPED, REDIAL, LINK_DOWN -> 0;
            case PADI_UNANSWERED, NO_FITTING_OFFER, ECHO_LOST -> 1;
            case PADR_UNANSWERED,
                    SERVICE_NAME_ERROR,
                    AC_SYSTEM_ERROR,
                    DISCOVERY_ERROR,
                    PADT_RECEIVED,
                    TERMINATED_BY_PEER ->
                    2;
            case LCP_TIMEOUT, LCP_REFUSED, LOOP_DETECTED, RENEGOTIATING -> 3;
            case AUTHENTICATION_REFUSED, AUTHENTICATION_TIMEOUT, AUTHENTICATION_UNSUPPORTED -> 4;
            case IPCP_TIMEOUT, IPCP_REFUSED, NO_ADDRESS -> 5;
        };
    }

    private record Step(String from, String to, String want) {}

    @Test
    void noStageIsLeftOut() {
        List<Step> rows =
                List.of(
                        new Step("{done: 1, working: true}", "{done: 4}", "2w 3w 4-"),
                        new Step("{done: 3, working: true}", "{done: 4, failed: true}", "4w 4f"),
                        new Step("{done: 4, working: true}", "{done: 4, failed: true}", "4f"),
                        new Step("{done: 4, failed: true}", "{done: 1, working: true}", "1w"),
                        new Step("null", "{done: 3, working: true}", "3w"));
        String say = ".map(p => p.done + (p.failed ? 'f' : p.working ? 'w' : '-')).join(' ')";
        for (Step row : rows) {
            assertThat(ask("stages", "m.between(%s, %s)%s".formatted(row.from(), row.to(), say)))
                    .as(row.toString())
                    .isEqualTo(Page.quoted(row.want()));
        }
    }
}
