package bauta.web;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.uplink.UplinkCause;
import bauta.uplink.UplinkStatus.Phase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** People set the router up with the page, and meet what can go wrong; the router is a stub. */
@Tag("network")
class SetUpPageNetworkTest {
    private static final Duration SOON = Duration.ofSeconds(8);
    private static final String STRONG = "seven gondolas at dawn";
    private static Browser browser;

    private StubRouter router;

    @BeforeAll
    static void startBrowser() {
        assertThat(Browser.isInstalled()).as("apt-get install chromium").isTrue();
        browser = Browser.start(List.of(), Path.of("target/web/set-up"));
    }

    @AfterAll
    static void stopBrowser() {
        browser.close();
    }

    @BeforeEach
    void startRouter() {
        router = StubRouter.start();
    }

    @AfterEach
    void stopRouter() {
        router.close();
    }

    private Page open(Look look) {
        Page page = browser.page(look);
        assertThat(page.open(router.address())).isEmpty();
        return page;
    }

    /** Opens the page of a router that dials. */
    private Page openDial(Look look, UplinkText first) {
        router.setUp(true);
        router.uplink(first);
        Page page = open(look);
        assertThat(page.awaitsSight(SOON, "#dial")).isTrue();
        return page;
    }

    @Test
    void fromTheFirstLookToOnlineInEnglish() {
        try (Page page = open(Look.DESKTOP)) {
            journey(page, new Visitor(page, "en"));
        }
    }

    @Test
    void fromTheFirstLookToOnlineInJapaneseOnAPhone() {
        try (Page page = open(Look.PHONE_JA)) {
            journey(page, new Visitor(page, "ja"));
        }
    }

    /** A wrong password first, then the right one. */
    private void journey(Page page, Visitor visitor) {
        assertThat(visitor.isAsked()).isTrue();
        visitor.fillsIn(STRONG, "abc@example.test", "not-it");
        router.setUp(true);
        router.uplink(UplinkText.dialling(Phase.DISCOVERY, 1));
        visitor.watchesStages();
        visitor.connects();
        assertThat(page.awaitsSight(SOON, "#dial")).isTrue();
        for (Phase phase : List.of(Phase.LCP, Phase.AUTHENTICATION)) {
            router.uplink(UplinkText.dialling(phase, 1));
        }
        router.uplink(UplinkText.waiting(UplinkCause.AUTHENTICATION_REFUSED, 1, 15_000));
        assertThat(visitor.isTold(40, SOON)).isTrue();
        assertThat(visitor.picturesSeen())
                .containsSubsequence(
                        "wwwwwww", "dwwwwww", "ddwwwww", "dddwwww", "ddddwww", "ddddfww");
        assertThat(page.text("#failure-next")).contains("1");
        assertThat(page.shows("#correct-password")).isTrue();
        router.busyFor(2);
        visitor.corrects("correct-horse");
        assertThat(page.awaits(SOON, "document.querySelector('#failure').hidden")).isTrue();
        for (Phase phase : List.of(Phase.DISCOVERY, Phase.IPCP, Phase.UP)) {
            router.uplink(UplinkText.dialling(phase, 2));
        }
        assertThat(visitor.isOnline(SOON)).isTrue();
        assertThat(visitor.marks()).containsOnly("done");
        assertThat(page.text("#online-address")).isEqualTo("203.0.113.27");
        assertThat(router.received())
                .containsExactly(
                        "{\"password\":\""
                                + STRONG
                                + "\",\"uplink\":{\"user\":\"abc@example.test\",\"password\":\"not-it\"}}",
                        "{\"uplink\":{\"user\":\"abc@example.test\",\"password\":\"correct-horse\"}}");
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void languageIsThatOfTheBrowserAndTheSwitchIsKept() {
        try (Page page = open(new Look(1280, 900, false, "fr-FR,ja-JP,en"))) {
            assertThat(new Visitor(page, "ja").isAsked()).isTrue();
            Visitor reader = new Visitor(page, "en");
            reader.choosesLanguage();
            assertThat(reader.isAsked()).isTrue();
            page.open(router.address());
            assertThat(reader.isAsked()).isTrue();
            assertThat(page.run("document.title").asString()).isEqualTo(reader.words("page.title"));
        }
    }

    @Test
    void nothingIsSentWhileSomethingIsEmptyOrTooShort() {
        try (Page page = open(Look.DESKTOP)) {
            Visitor visitor = new Visitor(page, "en");
            assertThat(visitor.isAsked()).isTrue();
            visitor.connects();
            assertThat(page.awaitsText(SOON, "#setup-problem", visitor.words("setup.look")))
                    .isTrue();
            assertThat(page.run("document.activeElement.id").asString())
                    .isEqualTo("admin-password");
            visitor.fillsIn("short", "abc@example.test", "secret");
            visitor.connects();
            assertThat(page.awaitsText(SOON, "#admin-password-notice", "at least 3 more")).isTrue();
            assertThat(
                            page.run(
                                            "document.querySelector('#admin-password').getAttribute('aria-invalid')")
                                    .asString())
                    .isEqualTo("true");
            assertThat(router.received()).isEmpty();
        }
    }

    @Test
    void fullWidthAndStraySpacesAreToldAndMendedByAButton() {
        try (Page page = open(Look.DESKTOP)) {
            Visitor visitor = new Visitor(page, "en");
            assertThat(visitor.isAsked()).isTrue();
            visitor.fillsIn(STRONG, "ａｂｃ＠example.test ", "secret");
            visitor.connects();
            assertThat(page.awaitsText(SOON, "#setup-problem", visitor.words("setup.again")))
                    .isTrue();
            assertThat(page.text("#line-user-notice")).contains("ａ ｂ ｃ ＠");
            page.click("#line-user-notice button");
            assertThat(page.awaitsText(SOON, "#line-user-notice", visitor.words("typing.spaces")))
                    .isTrue();
            page.click("#line-user-notice button");
            assertThat(page.run("document.querySelector('#line-user').value").asString())
                    .isEqualTo("abc@example.test");
            assertThat(page.text("#setup-problem")).isEmpty();
            assertThat(page.text("#line-user-notice")).isEmpty();
            assertThat(router.received()).isEmpty();
        }
    }

    @Test
    void whatLooksUnusualIsTakenAtTheSecondPress() {
        try (Page page = open(Look.DESKTOP)) {
            Visitor visitor = new Visitor(page, "en");
            assertThat(visitor.isAsked()).isTrue();
            visitor.fillsIn(STRONG, "nameless", "secret");
            visitor.connects();
            assertThat(page.awaitsText(SOON, "#setup-problem", visitor.words("setup.again")))
                    .isTrue();
            visitor.connects();
            assertThat(page.awaits(SOON, "!document.querySelector('#setup').checkVisibility()"))
                    .isTrue();
            assertThat(router.received()).hasSize(1);
        }
    }

    @Test
    void problemsOfTheRouterStandAtTheirFields() {
        try (Page page = open(Look.DESKTOP)) {
            Visitor visitor = new Visitor(page, "en");
            assertThat(visitor.isAsked()).isTrue();
            visitor.fillsIn(STRONG, "abc@example.test", "secret");
            router.refuses("[{\"pointer\":\"/uplink/user\",\"text\":\"no such thing\"}]");
            visitor.connects();
            assertThat(page.awaitsText(SOON, "#line-user-notice", "no such thing")).isTrue();
        }
    }

    @Test
    void aPasswordIsShownOnWishByKeyboardToo() {
        try (Page page = open(Look.DESKTOP)) {
            Visitor visitor = new Visitor(page, "en");
            assertThat(visitor.isAsked()).isTrue();
            page.type("#admin-password", STRONG);
            page.key("Tab", 9);
            page.key("Enter", 13);
            assertThat(page.run("document.querySelector('#admin-password').type").asString())
                    .isEqualTo("text");
            assertThat(page.text("[data-shows=admin-password]"))
                    .isEqualTo(visitor.words("show.hide"));
        }
    }

    @Test
    void everyCauseIsExplainedInBothLanguages() {
        try (Page page = openDial(Look.DESKTOP, UplinkText.dialling(Phase.DISCOVERY, 1))) {
            page.withoutMotion();
            Visitor english = new Visitor(page, "en");
            Visitor japanese = new Visitor(page, "ja");
            for (UplinkCause cause : UplinkCause.values()) {
                if (cause.number() >= UplinkCause.LINK_DOWN.number()) {
                    router.uplink(UplinkText.waiting(cause, 3, 20_000));
                    english.choosesLanguage();
                    assertThat(english.isTold(cause.number(), SOON)).as(cause.name()).isTrue();
                    assertThat(english.marks()).as(cause.name()).contains("failed");
                    japanese.choosesLanguage();
                    assertThat(japanese.isTold(cause.number(), SOON)).as(cause.name()).isTrue();
                }
            }
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void aRouterThatIsAwayForAMomentIsWaitedFor() {
        try (Page page = openDial(Look.DESKTOP, UplinkText.dialling(Phase.DISCOVERY, 1))) {
            router.away(true);
            assertThat(page.awaitsSight(Duration.ofSeconds(12), "#unreachable")).isTrue();
            router.away(false);
            router.uplink(UplinkText.dialling(Phase.UP, 2));
            assertThat(new Visitor(page, "en").isOnline(Duration.ofSeconds(12))).isTrue();
            assertThat(page.shows("#unreachable")).isFalse();
        }
    }

    @Test
    void withoutLiveEventsTheStatusIsAskedFor() {
        router.eventless();
        try (Page page = openDial(Look.DESKTOP, UplinkText.dialling(Phase.DISCOVERY, 1))) {
            router.uplink(UplinkText.waiting(UplinkCause.PADI_UNANSWERED, 2, 9_000));
            assertThat(new Visitor(page, "en").isTold(20, SOON)).isTrue();
            router.uplink(UplinkText.dialling(Phase.UP, 3));
            assertThat(new Visitor(page, "en").isOnline(SOON)).isTrue();
        }
    }

    @Test
    void anUplinkWithoutNamesIsNotCalledOnline() {
        router.resolves(false);
        try (Page page = openDial(Look.DESKTOP, UplinkText.dialling(Phase.UP, 1))) {
            Visitor visitor = new Visitor(page, "en");
            assertThat(
                            page.awaitsText(
                                    Duration.ofSeconds(20),
                                    "#failure-title",
                                    visitor.words("cause.dns")))
                    .isTrue();
            assertThat(visitor.marks()).endsWith("done", "failed");
            router.resolves(true);
            assertThat(visitor.isOnline(SOON)).isTrue();
        }
    }

    @Test
    void aRouterThatIsSetUpSaysSo() {
        router.setUp(false);
        try (Page page = open(Look.DESKTOP)) {
            Visitor visitor = new Visitor(page, "en");
            assertThat(page.awaitsText(SOON, "#already-title", visitor.words("already.title")))
                    .isTrue();
            assertThat(page.shows("#already-link")).isTrue();
            assertThat(page.shows("#login-form")).isFalse();
        }
    }

    @Test
    void aSetUpThatWasCutOffAsksForTheLineAlone() {
        router.lineless();
        try (Page page = open(Look.DESKTOP)) {
            Visitor visitor = new Visitor(page, "en");
            assertThat(visitor.isAsked()).isTrue();
            assertThat(page.shows("#admin-password")).isFalse();
            page.type("#line-user", "abc@example.test");
            page.type("#line-password", "secret");
            router.uplink(UplinkText.dialling(Phase.UP, 1));
            visitor.connects();
            assertThat(visitor.isOnline(SOON)).isTrue();
            assertThat(router.received())
                    .containsExactly(
                            "{\"uplink\":{\"user\":\"abc@example.test\",\"password\":\"secret\"}}");
        }
    }

    @Test
    void aSessionThatEndedLeadsToTheLogIn() {
        try (Page page = openDial(Look.DESKTOP, UplinkText.dialling(Phase.DISCOVERY, 1))) {
            router.setUp(false);
            assertThat(page.awaitsSight(Duration.ofSeconds(10), "#already")).isTrue();
        }
    }

    @Test
    void withoutJavaScriptASentenceSaysWhatIsMissing() {
        try (Page page = browser.page(Look.PHONE_JA)) {
            page.withoutScripts().open(router.address());
            assertThat(page.awaitsText(SOON, "noscript", "JavaScript is switched off")).isTrue();
            assertThat(page.text("noscript")).contains("JavaScript が無効");
        }
    }
}
