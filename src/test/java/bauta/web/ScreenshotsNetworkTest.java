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

/**
 * Every state of the page in both languages, on a phone and a desktop, light and dark: a picture of
 * each goes to {@code target/screenshots}; nothing is cut off, every text can be read (WCAG 2 AA),
 * every control has a name.
 */
@Tag("network")
class ScreenshotsNetworkTest {
    private static final Path FOLDER = Path.of("target/screenshots");
    private static final Duration SOON = Duration.ofSeconds(8);
    private static Browser browser;

    /**
     * Answers with the texts whose contrast to what is behind them is below 4.5, or 3 when large.
     */
    private static final String FAINT =
            """
            (() => {
              const part = (c) => { c /= 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
              const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
              const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
              const behind = (e) => {
                for (; e; e = e.parentElement) {
                  const c = rgb(getComputedStyle(e).backgroundColor);
                  if (c.length < 4 || c[3] > 0.99) return c;
                }
                return [255, 255, 255];
              };
              const faint = [];
              for (const e of document.querySelectorAll('body *')) {
                const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) || e.matches('input');
                if (!own || !e.checkVisibility() || e.closest('.said')) continue;
                const style = getComputedStyle(e);
                const [a, b] = [light(rgb(style.color)), light(behind(e))].sort((x, y) => y - x);
                const ratio = (a + 0.05) / (b + 0.05);
                const large = parseFloat(style.fontSize) >= 24;
                if (ratio < (large ? 3 : 4.5)) faint.push(`${e.tagName}.${e.className} ${e.textContent.slice(0, 20)} ${ratio.toFixed(2)}`);
              }
              return faint;
            })()
            """;

    /**
     * Answers with what is wider than the window, fields without a label and buttons without a
     * name.
     */
    private static final String AMISS =
            """
            (() => {
              const amiss = [];
              const width = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth > width) amiss.push('the page scrolls sideways');
              for (const e of document.querySelectorAll('body *')) {
                if (!e.checkVisibility() || e.closest('.said')) continue;
                const r = e.getBoundingClientRect();
                if (r.right > width + 1 || r.left < -1) amiss.push(`${e.tagName}#${e.id} sticks out`);
                if (e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && !e.matches('input, .mark'))
                  amiss.push(`${e.tagName}#${e.id}.${e.className} is cut off`);
                if (e.matches('input') && e.labels.length === 0) amiss.push(`input#${e.id} has no label`);
                if (e.matches('button, a') && !(e.ariaLabel || e.textContent.trim())) amiss.push(`${e.id} has no name`);
                if (e.matches('button, a.primary, input, summary') && r.height < 24) amiss.push(`${e.id} is too low to hit`);
              }
              return amiss;
            })()
            """;

    @BeforeAll
    static void startBrowser() {
        assertThat(Browser.isInstalled()).as("apt-get install chromium").isTrue();
        browser = Browser.start(List.of(), Path.of("target/web/screenshots"));
    }

    @AfterAll
    static void stopBrowser() {
        browser.close();
    }

    @Test
    void english() {
        tell("en");
    }

    @Test
    void japanese() {
        tell("ja");
    }

    private void tell(String language) {
        String languages = language.equals("ja") ? "ja,en" : "en-GB,en";
        try (StubRouter router = StubRouter.start();
                Page page = browser.page(new Look(1280, 900, false, languages))) {
            page.open(router.address());
            Visitor visitor = new Visitor(page, language);
            assertThat(visitor.isAsked()).isTrue();
            look(page, languages, language + "-1-empty");
            page.type("#admin-password", "gondolas7");
            page.type("#line-user", "ａｂｃ12345");
            page.type("#line-password", "secret ");
            visitor.connects();
            assertThat(page.awaitsText(SOON, "#setup-problem", visitor.words("setup.again")))
                    .isTrue();
            look(page, languages, language + "-2-noticed");
            visitor.fillsIn("seven gondolas at dawn", "abc12345@example.ne.jp", "secret");
            page.click("[data-shows=line-password]");
            look(page, languages, language + "-3-filled");
            router.setUp(true);
            router.uplink(UplinkText.dialling(Phase.DISCOVERY, 1));
            visitor.connects();
            assertThat(page.awaitsSight(SOON, "#stage-equipment.working")).isTrue();
            look(page, languages, language + "-4-dialling");
            tellFailures(router, page, visitor, languages);
            tellTheEnd(router, page, visitor, languages);
        }
    }

    private void tellFailures(StubRouter router, Page page, Visitor visitor, String languages) {
        String language = visitor.language();
        router.uplink(UplinkText.waiting(UplinkCause.LINK_DOWN, 1, 0));
        assertThat(visitor.isTold(10, SOON)).isTrue();
        look(page, languages, language + "-5-cause-10");
        router.uplink(UplinkText.waiting(UplinkCause.PADI_UNANSWERED, 2, 14_000));
        assertThat(visitor.isTold(20, SOON)).isTrue();
        look(page, languages, language + "-6-cause-20");
        router.uplink(
                new UplinkText(
                        Phase.WAITING,
                        UplinkCause.AUTHENTICATION_REFUSED,
                        3,
                        75_000,
                        "Authentication failure"));
        assertThat(visitor.isTold(40, SOON)).isTrue();
        look(page, languages, language + "-7-cause-40");
    }

    private void tellTheEnd(StubRouter router, Page page, Visitor visitor, String languages) {
        String language = visitor.language();
        router.away(true);
        assertThat(page.awaitsSight(Duration.ofSeconds(12), "#unreachable")).isTrue();
        look(page, languages, language + "-8-unreachable");
        router.away(false);
        router.uplink(UplinkText.dialling(Phase.UP, 4));
        assertThat(visitor.isOnline(Duration.ofSeconds(15))).isTrue();
        assertThat(page.awaits(SOON, "document.querySelector('#unreachable').hidden")).isTrue();
        look(page, languages, language + "-9-online");
        router.setUp(false);
        page.open(router.address());
        assertThat(page.awaitsText(SOON, "#already-title", visitor.words("already.title")))
                .isTrue();
        look(page, languages, language + "-10-already");
    }

    /** Looks at the page as it is on every kind of screen. */
    private static void look(Page page, String languages, String name) {
        for (boolean dark : new boolean[] {false, true}) {
            for (int width : new int[] {390, 1280}) {
                Look look = new Look(width, width < 600 ? 844 : 900, dark, languages);
                page.dressed(look);
                page.picture(FOLDER.resolve(name + "-" + look.text() + ".png"));
                assertThat(page.run(FAINT).toString()).as(name + look.text()).isEqualTo("[]");
                assertThat(page.run(AMISS).toString()).as(name + look.text()).isEqualTo("[]");
            }
        }
        page.dressed(new Look(320, 600, false, languages));
        assertThat(page.run(AMISS).toString()).as(name + " at 320 px").isEqualTo("[]");
    }
}
