package bauta.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A page of a browser, used as a person does: looked at, typed into, clicked. */
public final class Page implements AutoCloseable {
    private static final Duration STEP = Duration.ofMillis(40);

    private final Browser browser;
    private final String session;
    private final String context;

    Page(Browser browser, String session, String context) {
        this.browser = browser;
        this.session = session;
        this.context = context;
        tell("Page.enable", DevTools.parameters());
        tell("Runtime.enable", DevTools.parameters());
        tell("Log.enable", DevTools.parameters());
    }

    private JsonNode tell(String method, ObjectNode parameters) {
        return browser.tools().send(session, method, parameters);
    }

    /** Changes window, colours and languages. */
    public Page dressed(Look look) {
        tell(
                "Emulation.setDeviceMetricsOverride",
                DevTools.parameters()
                        .put("width", look.width())
                        .put("height", look.height())
                        .put("deviceScaleFactor", 1)
                        .put("mobile", look.isPhone()));
        prefers("prefers-color-scheme", look.dark() ? "dark" : "light");
        tell(
                "Emulation.setUserAgentOverride",
                DevTools.parameters()
                        .put("userAgent", "Mozilla/5.0 (X11; Linux x86_64) Bauta-Test")
                        .put("acceptLanguage", look.languages()));
        return this;
    }

    private void prefers(String feature, String value) {
        ObjectNode media = DevTools.parameters();
        media.putArray("features").addObject().put("name", feature).put("value", value);
        tell("Emulation.setEmulatedMedia", media);
    }

    /** Wants nothing to move. */
    public Page withoutMotion() {
        prefers("prefers-reduced-motion", "reduce");
        return this;
    }

    /** Switches JavaScript off for pages opened from now on. */
    public Page withoutScripts() {
        tell("Emulation.setScriptExecutionDisabled", DevTools.parameters().put("value", true));
        return this;
    }

    /** Says that a certificate nobody vouches for is fine. */
    public Page trustingAll() {
        tell("Security.setIgnoreCertificateErrors", DevTools.parameters().put("ignore", true));
        return this;
    }

    /** Opens an address; an empty answer when the server was reached, else the browser's error. */
    public String open(String address) {
        return tell("Page.navigate", DevTools.parameters().put("url", address))
                .path("errorText")
                .asString("");
    }

    /**
     * Runs JavaScript and gives back its value; a promise is waited for.
     *
     * @throws BrowserException when it throws
     */
    public JsonNode run(String script) {
        JsonNode answer =
                tell(
                        "Runtime.evaluate",
                        DevTools.parameters()
                                .put("expression", script)
                                .put("awaitPromise", true)
                                .put("returnByValue", true)
                                .put("userGesture", true));
        if (answer.has("exceptionDetails")) {
            throw new BrowserException(answer.path("exceptionDetails").toString());
        }
        return answer.path("result").path("value");
    }

    /** Waits until an expression is true; says whether that came about. */
    public boolean awaits(Duration limit, String condition) {
        long deadlineNanos = System.nanoTime() + limit.toNanos();
        while (!isSo(condition)) {
            if (System.nanoTime() - deadlineNanos > 0) {
                return false;
            }
            try {
                Thread.sleep(STEP);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private boolean isSo(String condition) {
        try {
            return run("Boolean(" + condition + ")").asBoolean(false);
        } catch (BrowserException _) {
            return false; // between two documents
        }
    }

    /** Returns what a reader sees of an element, or the empty string. */
    public String text(String selector) {
        return run("(e => e?.checkVisibility() ? e.innerText : '')(document.querySelector("
                        + quoted(selector)
                        + "))")
                .asString("")
                .strip();
    }

    /** Says whether an element is there and has room on the page. */
    public boolean shows(String selector) {
        return run("document.querySelector(" + quoted(selector) + ")?.checkVisibility() ?? false")
                .asBoolean(false);
    }

    /** Waits until an element is visible. */
    public boolean awaitsSight(Duration limit, String selector) {
        return awaits(limit, "document.querySelector(" + quoted(selector) + ")?.checkVisibility()");
    }

    /** Waits until an element says something. */
    public boolean awaitsText(Duration limit, String selector, String part) {
        return awaits(
                limit,
                "(e => e?.checkVisibility() && e.innerText.includes(%s))(document.querySelector(%s))"
                        .formatted(quoted(part), quoted(selector)));
    }

    /** Clicks in the middle of an element, by mouse. */
    public void click(String selector) {
        JsonNode at =
                run(
                        """
                        (() => {
                          const e = document.querySelector(%s);
                          e.scrollIntoView({ block: "center", behavior: "instant" });
                          const r = e.getBoundingClientRect();
                          return [r.x + r.width / 2, r.y + r.height / 2];
                        })()
                        """
                                .formatted(quoted(selector)));
        for (String kind : List.of("mousePressed", "mouseReleased")) {
            tell(
                    "Input.dispatchMouseEvent",
                    DevTools.parameters()
                            .put("type", kind)
                            .put("x", at.path(0).asDouble())
                            .put("y", at.path(1).asDouble())
                            .put("button", "left")
                            .put("clickCount", 1));
        }
    }

    /** Types into a field in place of what stands there. */
    public void type(String selector, String text) {
        click(selector);
        run("document.querySelector(" + quoted(selector) + ").select()");
        if (text.isEmpty()) {
            key("Backspace", 8);
        } else {
            tell("Input.insertText", DevTools.parameters().put("text", text));
        }
    }

    /** Presses a key that is no letter. */
    public void key(String name, int code) {
        for (String kind : List.of("keyDown", "keyUp")) {
            ObjectNode event =
                    DevTools.parameters()
                            .put("type", kind)
                            .put("key", name)
                            .put("code", name)
                            .put("windowsVirtualKeyCode", code);
            if (name.equals("Enter")) {
                event.put("text", "\r");
            }
            tell("Input.dispatchKeyEvent", event);
        }
    }

    /** Writes a picture of the whole page. */
    public void picture(Path file) {
        JsonNode size = tell("Page.getLayoutMetrics", DevTools.parameters()).path("cssContentSize");
        ObjectNode parameters =
                DevTools.parameters()
                        .put("format", "png")
                        .put("captureBeyondViewport", true)
                        .put("optimizeForSpeed", true);
        parameters
                .putObject("clip")
                .put("x", 0)
                .put("y", 0)
                .put("width", size.path("width").asDouble())
                .put("height", size.path("height").asDouble())
                .put("scale", 1);
        String data = tell("Page.captureScreenshot", parameters).path("data").asString();
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode(data));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns errors of scripts, loading and policy so far. */
    public List<String> complaints() {
        return browser.complaints(session);
    }

    static String quoted(String text) {
        return DevTools.MAPPER.writeValueAsString(text);
    }

    @Override
    public void close() {
        browser.tools()
                .send(
                        "",
                        "Target.disposeBrowserContext",
                        DevTools.parameters().put("browserContextId", context));
    }
}
