package bauta.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A headless Chromium of the test's own, with a fresh profile below a folder of the run. Every page
 * has its own cookies and storage. Any thread, one page at a time.
 */
public final class Browser implements AutoCloseable {
    private static final String PROGRAM = "chromium";
    private static final List<String> PATH = List.of("/usr/local/bin", "/usr/bin", "/bin");
    private static final List<String> OPTIONS =
            List.of(
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--no-first-run",
                    "--hide-scrollbars",
                    "--font-render-hinting=none",
                    "--remote-debugging-pipe");

    private final Process process;
    private final DevTools tools;
    private final Map<String, Queue<String>> complaints = new ConcurrentHashMap<>();

    private Browser(Process process) {
        this.process = process;
        this.tools = new DevTools(process.getInputStream(), process.getOutputStream(), this::heard);
    }

    /** Says whether there is a Chromium on this machine. */
    public static boolean isInstalled() {
        return PATH.stream().anyMatch(folder -> Files.isExecutable(Path.of(folder, PROGRAM)));
    }

    /**
     * Starts a browser.
     *
     * @param prefix command line to put before it, such as {@code ip netns exec NAME}; may be empty
     * @param folder for its profile and log; made when missing
     * @param more options
     */
    public static Browser start(List<String> prefix, Path folder, String... more) {
        try {
            Files.createDirectories(folder);
            Path log = folder.resolve("chromium.log");
            List<String> line = new ArrayList<>(prefix);
            // The browser reads commands from descriptor 3 and answers on 4.
            line.addAll(
                    List.of("sh", "-c", "exec \"$@\" 3<&0 4>&1 </dev/null >\"$LOG\" 2>&1", "sh"));
            line.add(PROGRAM);
            line.addAll(OPTIONS);
            line.addAll(List.of(more));
            line.add("--user-data-dir=" + folder.resolve("profile").toAbsolutePath());
            line.add("about:blank");
            ProcessBuilder builder = new ProcessBuilder(line);
            builder.environment().put("LOG", log.toAbsolutePath().toString());
            builder.environment().put("HOME", folder.toAbsolutePath().toString());
            return new Browser(builder.start());
        } catch (IOException e) {
            throw new BrowserException("cannot start " + PROGRAM, e);
        }
    }

    /** Opens an empty page that looks at the world as told, with cookies and storage of its own. */
    public Page page(Look look) {
        String context =
                tools.send("", "Target.createBrowserContext", DevTools.parameters())
                        .path("browserContextId")
                        .asString();
        String target =
                tools.send(
                                "",
                                "Target.createTarget",
                                DevTools.parameters()
                                        .put("url", "about:blank")
                                        .put("browserContextId", context))
                        .path("targetId")
                        .asString();
        String session =
                tools.send(
                                "",
                                "Target.attachToTarget",
                                DevTools.parameters().put("targetId", target).put("flatten", true))
                        .path("sessionId")
                        .asString();
        complaints.put(session, new ConcurrentLinkedQueue<>());
        return new Page(this, session, context).dressed(look);
    }

    DevTools tools() {
        return tools;
    }

    /** Returns what a page's console and policy complained about so far. */
    List<String> complaints(String session) {
        return List.copyOf(complaints.getOrDefault(session, new ConcurrentLinkedQueue<>()));
    }

    private void heard(JsonNode event) {
        Queue<String> list = complaints.get(event.path("sessionId").asString(""));
        JsonNode told = event.path("params");
        String text =
                switch (event.path("method").asString("")) {
                    case "Runtime.exceptionThrown" ->
                            told.path("exceptionDetails").path("exception").toString();
                    case "Log.entryAdded" -> logged(told.path("entry"));
                    default -> "";
                };
        if (list != null && !text.isBlank()) {
            list.add(text);
        }
    }

    /** An answer of the interface that is no 200 is no mistake of the page. */
    private static String logged(JsonNode entry) {
        String text = entry.path("text").asString("") + " " + entry.path("url").asString("");
        boolean wrong = entry.path("level").asString("").equals("error");
        return wrong && !text.contains("/api/") && !text.endsWith("/health") ? text : "";
    }

    @Override
    public void close() {
        List<ProcessHandle> family =
                Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        try {
            tools.send("", "Browser.close", DevTools.parameters());
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (BrowserException _) {
            // it is gone already, or will be in a moment
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        family.forEach(ProcessHandle::destroyForcibly);
    }
}
