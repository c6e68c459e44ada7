package bauta.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Speaks the part of the router's HTTP interface that the page uses, on loopback, and can be put
 * into every state.
 */
final class StubRouter implements AutoCloseable {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " connect-src 'self'; form-action 'none'; base-uri 'none';"
                    + " frame-ancestors 'none'";
    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "json", "application/json",
                    "svg", "image/svg+xml");

    private final HttpServer server;
    private final List<OutputStream> listeners = new CopyOnWriteArrayList<>();
    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private volatile boolean away;
    private volatile boolean eventless;
    private volatile boolean setUp;
    private volatile boolean lineless;
    private volatile boolean loggedIn;
    private volatile boolean resolves = true;
    private final AtomicInteger busy = new AtomicInteger();
    private volatile String problems = "";
    private volatile String uplink = "";

    private StubRouter(HttpServer server) {
        this.server = server;
    }

    static StubRouter start() {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            StubRouter stub = new StubRouter(server);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", stub::answer);
            server.start();
            return stub;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** Hangs up on everybody without a word, or stops doing so. */
    void away(boolean isAway) {
        away = isAway;
        if (isAway) {
            hangUp();
        }
    }

    /** Has no live events, as behind a proxy that does not pass them on. */
    void eventless() {
        eventless = true;
    }

    /** Already has a password. */
    void setUp(boolean isLoggedIn) {
        setUp = true;
        loggedIn = isLoggedIn;
    }

    /** Has a password but no line: the set-up was cut off in the middle. */
    void lineless() {
        setUp(true);
        lineless = true;
    }

    /** Says whether names resolve. */
    void resolves(boolean does) {
        resolves = does;
    }

    /** Refuses the next set-up with these problems, a JSON list. */
    void refuses(String list) {
        problems = list;
    }

    /** Is still about the last change when the next changes come. */
    void busyFor(int requests) {
        busy.set(requests);
    }

    /** Returns bodies that were posted to {@code /api/v1/setup}, in order. */
    List<String> received() {
        return List.copyOf(received);
    }

    /** Puts the uplink into a state and tells all listeners. */
    void uplink(UplinkText text) {
        uplink = text.json();
        for (OutputStream listener : listeners) {
            tell(listener, "event: uplink\ndata: " + uplink + "\n\n");
        }
    }

    private void tell(OutputStream listener, String text) {
        try {
            synchronized (listener) {
                listener.write(text.getBytes(StandardCharsets.UTF_8));
                listener.flush();
            }
        } catch (IOException _) {
            listeners.remove(listener);
        }
    }

    private void hangUp() {
        List<OutputStream> all = List.copyOf(listeners);
        listeners.clear();
        for (OutputStream listener : all) {
            try {
                listener.close();
            } catch (IOException _) {
                // it has hung up first
            }
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (away) {
            exchange.getResponseHeaders().set("Connection", "close");
            exchange.close();
            return;
        }
        String path = exchange.getRequestURI().getPath();
        switch (path) {
            case "/api/v1/setup" -> setup(exchange);
            case "/api/v1/session" -> session(exchange);
            case "/api/v1/status" -> status(exchange);
            case "/api/v1/events" -> events(exchange);
            case "/health" ->
                    send(
                            exchange,
                            resolves ? 200 : 503,
                            "application/json",
                            "{\"status\":\"x\",\"checks\":[{\"name\":\"dns\",\"state\":\"%s\"}]}"
                                    .formatted(resolves ? "OK" : "TROUBLE"));
            default -> file(exchange, path.equals("/") ? "/index.html" : path);
        }
    }

    private void setup(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("GET")) {
            json(
                    exchange,
                    200,
                    "{\"needs\":%s,\"languages\":[\"en\",\"ja\"],\"session\":%s}"
                            .formatted(needs(), loggedIn));
            return;
        }
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (!problems.isEmpty()) {
            json(exchange, 422, "{\"problems\":" + problems + "}");
            problems = "";
            return;
        }
        if (busy.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            json(exchange, 409, "{\"error\":{\"id\":\"api.error.change-running\"}}");
            return;
        }
        received.add(body);
        lineless = false;
        setUp(true);
        json(exchange, 200, "{}");
    }

    private String needs() {
        return setUp ? lineless ? "[\"uplink\"]" : "[]" : "[\"password\",\"uplink\"]";
    }

    private void session(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        loggedIn = body.contains("correct horse");
        json(exchange, loggedIn ? 200 : 401, "{}");
    }

    private void status(HttpExchange exchange) throws IOException {
        json(exchange, loggedIn ? 200 : 401, loggedIn ? "{\"uplinks\":[" + uplink + "]}" : "{}");
    }

    private void events(HttpExchange exchange) throws IOException {
        if (eventless || !loggedIn) {
            json(exchange, loggedIn ? 404 : 401, "{}");
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream body = exchange.getResponseBody();
        tell(body, uplink.isEmpty() ? ": hello\n\n" : "event: uplink\ndata: " + uplink + "\n\n");
        listeners.add(body);
    }

    private void file(HttpExchange exchange, String path) throws IOException {
        try (InputStream in = StubRouter.class.getResourceAsStream("/bauta/web" + path)) {
            if (in == null) {
                send(exchange, 404, "text/plain", "nothing here");
                return;
            }
            exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
            String ending = path.substring(path.lastIndexOf('.') + 1);
            send(exchange, 200, TYPES.getOrDefault(ending, "application/octet-stream"), in);
        }
    }

    private static void json(HttpExchange exchange, int code, String body) throws IOException {
        send(exchange, code, "application/json", body);
    }

    private static void send(HttpExchange exchange, int code, String type, String body)
            throws IOException {
        send(
                exchange,
                code,
                type,
                new java.io.ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static void send(HttpExchange exchange, int code, String type, InputStream body)
            throws IOException {
        byte[] bytes = body.readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
        exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
