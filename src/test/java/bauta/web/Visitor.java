package bauta.web;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody who sets the router up with the page, and knows what the page should say. */
public final class Visitor {
    private static final Duration SOON = Duration.ofSeconds(8);

    private final Page page;
    private final String language;
    private final JsonNode words;

    /**
     * Sits down before a page.
     *
     * @param page that is open, or will be
     * @param language {@code en} or {@code ja}
     */
    public Visitor(Page page, String language) {
        this.page = page;
        this.language = language;
        try (var in = Visitor.class.getResourceAsStream("/bauta/web/words/" + language + ".json")) {
            words = JsonMapper.builder().build().readTree(in);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Returns a text of the page in the visitor's language, as far as its first argument. */
    public String words(String id) {
        return words.path(id).asString(id).replaceAll("\\{0}.*", "").strip();
    }

    String language() {
        return language;
    }

    /** Presses the button of the visitor's language. */
    public void choosesLanguage() {
        page.click("[data-language=" + language + "]");
    }

    /** Waits until the page asks for passwords in the visitor's language. */
    public boolean isAsked() {
        return page.awaitsText(SOON, "#setup-title", words("setup.title"))
                && page.run("document.documentElement.lang").asString().equals(language);
    }

    /** Fills in the form. */
    public void fillsIn(String admin, String user, String password) {
        page.type("#admin-password", admin);
        page.type("#line-user", user);
        page.type("#line-password", password);
    }

    /** Presses the one button. */
    public void connects() {
        page.click("#setup-form button[type=submit]");
    }

    /** Types another password for the line below the failure, and saves. */
    public void corrects(String password) {
        page.type("#correct-password", password);
        page.click("#correct-form button[type=submit]");
    }

    /** Waits until a cause is shown by number, words and advice. */
    public boolean isTold(int cause, Duration limit) {
        return page.awaitsSight(limit, "#failure")
                && page.awaitsText(SOON, "#failure-title", words("cause." + cause))
                && page.text("#failure-number").equals(words("failure.number") + numberTail(cause))
                && advice(cause).allMatch(line -> page.text("#failure-advice").contains(line));
    }

    private String numberTail(int cause) {
        return (words("failure.number").isEmpty() ? "" : " ") + cause;
    }

    private Stream<String> advice(int cause) {
        return words.path("advice." + cause).valueStream().map(JsonNode::asString);
    }

    /** Waits until the page says that all is well. */
    public boolean isOnline(Duration limit) {
        return page.awaitsText(limit, "#dial-title", words("online.title"))
                && page.awaitsSight(SOON, "#online");
    }

    /** Returns the marks of the stages in order: done, working, failed, waiting. */
    public List<String> marks() {
        return Stream.of(
                        page.run(
                                        "[...document.querySelectorAll('#stages li')].map(e => e.className).join()")
                                .asString("")
                                .split(","))
                .toList();
    }

    /** Begins to write down every picture of the stages that is shown from now on. */
    public void watchesStages() {
        page.run(
                """
                window.seen = [];
                new MutationObserver(() => {
                  const now = [...document.querySelectorAll('#stages li')].map(e => e.className[0]).join('');
                  if (window.seen.at(-1) !== now) window.seen.push(now);
                }).observe(document.querySelector('#stages'), { subtree: true, attributes: true });
                0
                """);
    }

    /** Returns the pictures since then, a letter per stage, such as {@code ddwnnnn}. */
    public List<String> picturesSeen() {
        return page.run("window.seen").valueStream().map(JsonNode::asString).toList();
    }
}
