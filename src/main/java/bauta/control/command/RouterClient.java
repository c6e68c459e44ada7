package bauta.control.command;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Speaks the API with one router: a connection per request, the same over the Unix socket and TLS.
 * Every trouble is a {@link CommandException} in words. One thread.
 */
final class RouterClient {
    /** Reads and writes JSON. */
    static final JsonMapper JSON = JsonMapper.builder().build();

    private static final int MOST_BODY_BYTES = 64 << 20;
    private static final int UNAUTHORIZED = 401;
    private static final int MOST_OK = 299;

    private final Reach reach;
    private final Locale locale;
    private final Duration patience;
    private final Door door;

    /** Opens connections to the router. */
    interface Door {
        /** Returns a new connection. */
        Wire open() throws IOException, CommandException;

        /** Returns what logs in; empty on the box. */
        Optional<String> token() throws CommandException;
    }

    /**
     * An answer with a JSON body.
     *
     * @param status for example 200
     * @param body missing when there was none
     */
    record Answer(int status, JsonNode body) {
        boolean isOk() {
            return status <= MOST_OK;
        }
    }

    /**
     * Makes a client.
     *
     * @param reach where the router is
     * @param locale in which it answers
     * @param patience how long an answer may take
     * @param door opens connections
     */
    RouterClient(Reach reach, Locale locale, Duration patience, Door door) {
        this.reach = reach;
        this.locale = locale;
        this.patience = patience;
        this.door = door;
    }

    /**
     * Returns a document.
     *
     * @param path of the API
     * @throws CommandException when it is not to be had
     */
    JsonNode get(String path) throws CommandException {
        return demand("GET", path, Optional.empty());
    }

    /**
     * Sends something that has to succeed.
     *
     * @param method of HTTP
     * @param path of the API
     * @param body JSON text
     * @return the body of the answer
     * @throws CommandException in the router's words when it refuses
     */
    JsonNode demand(String method, String path, Optional<String> body) throws CommandException {
        Answer answer = send(method, path, body);
        if (!answer.isOk()) {
            throw refusal(answer);
        }
        return answer.body();
    }

    /**
     * Sends something whose refusal the caller understands.
     *
     * @param method of HTTP
     * @param path of the API
     * @param body JSON text
     */
    Answer send(String method, String path, Optional<String> body) throws CommandException {
        return send(method, path, body, door.token());
    }

    /**
     * Sends something with a token of its own.
     *
     * @param method of HTTP
     * @param path of the API
     * @param body JSON text
     * @param token what logs in
     */
    Answer send(String method, String path, Optional<String> body, Optional<String> token)
            throws CommandException {
        AtomicBoolean late = new AtomicBoolean();
        try (Wire wire = door.open()) {
            CompletableFuture<Void> limit =
                    CompletableFuture.runAsync(
                            () -> {
                                late.set(true);
                                end(wire);
                            },
                            CompletableFuture.delayedExecutor(
                                    patience.toMillis(), TimeUnit.MILLISECONDS));
            try {
                write(wire, request(method, path, body, token));
                HttpAnswer head = HttpAnswer.read(new BufferedInputStream(wire.in()));
                byte[] bytes = head.body().readNBytes(MOST_BODY_BYTES);
                return new Answer(head.status(), parse(bytes));
            } finally {
                limit.cancel(false);
            }
        } catch (IOException e) {
            throw late.get()
                    ? new CommandException("cli.error.no-answer", name(), patience.toSeconds())
                    : trouble(e);
        }
    }

    /**
     * Follows the event stream until it ends.
     *
     * @param path of the stream
     * @param listener takes the type and the document of each event
     * @throws CommandException when it cannot be followed, or ended
     */
    void follow(String path, BiConsumer<String, JsonNode> listener) throws CommandException {
        try (Wire wire = door.open()) {
            write(wire, request("GET", path, Optional.empty(), door.token()));
            HttpAnswer head = HttpAnswer.read(new BufferedInputStream(wire.in()));
            if (head.status() > MOST_OK) {
                throw refusal(
                        new Answer(head.status(), parse(head.body().readNBytes(MOST_BODY_BYTES))));
            }
            EventStream events = new EventStream(listener);
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(head.body(), StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                events.line(line);
            }
        } catch (IOException e) {
            throw trouble(e);
        }
        throw new CommandException("cli.error.stream-ended", name());
    }

    /**
     * Returns the router's own words for an error.
     *
     * @param answer not ok
     */
    CommandException refusal(Answer answer) {
        String text = answer.body().path("error").path("text").asString("");
        if (answer.status() == UNAUTHORIZED && reach instanceof Reach.Remote remote) {
            return new CommandException("cli.error.log-in", remote.name());
        }
        return text.isEmpty()
                ? new CommandException("cli.error.status", answer.status())
                : new CommandException("cli.error.says", text);
    }

    /** Returns what the router is called in sentences. */
    String name() {
        return switch (reach) {
            case Reach.Box(var socket) -> socket.toString();
            case Reach.Remote remote -> remote.name();
        };
    }

    private String request(
            String method, String path, Optional<String> body, Optional<String> token) {
        StringBuilder head = new StringBuilder();
        head.append(method).append(' ').append(path).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(reach instanceof Reach.Remote ? name() : "bauta");
        head.append("\r\nConnection: close\r\nAccept-Language: ").append(locale.getLanguage());
        token.ifPresent(text -> head.append("\r\nAuthorization: Bearer ").append(text));
        body.ifPresent(text ->
                head.append("\r\nContent-Type: application/json\r\nContent-Length: ")
                        .append(text.getBytes(StandardCharsets.UTF_8).length));
        return head.append("\r\n\r\n").append(body.orElse("")).toString();
    }

    private static void write(Wire wire, String request) throws IOException {
        wire.out().write(request.getBytes(StandardCharsets.UTF_8));
        wire.out().flush();
    }

    private static JsonNode parse(byte[] body) throws CommandException {
        if (body.length == 0) {
            return JsonNodeFactory.instance.missingNode();
        }
        try {
            return JSON.readTree(body);
        } catch (JacksonException _) {
            throw new CommandException("cli.error.not-understood");
        }
    }

    private CommandException trouble(IOException e) {
        return switch (reach) {
            case Reach.Box(var socket) when isDenied(e) ->
                    new CommandException("cli.error.not-allowed", socket);
            case Reach.Box(var socket) -> new CommandException("cli.error.no-router", socket);
            case Reach.Remote remote ->
                    switch (e) {
                        case UnknownHostException _ ->
                                new CommandException("cli.error.unknown-host", remote.host());
                        case SocketTimeoutException _, ConnectException _ ->
                                new CommandException("cli.error.unreachable", remote.name());
                        default ->
                                new CommandException(
                                        "cli.error.connection", remote.name(), said(e));
                    };
        };
    }

    private static boolean isDenied(IOException e) {
        return e instanceof AccessDeniedException
                || e instanceof SocketException && said(e).contains("ermission denied");
    }

    private static String said(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private static void end(Wire wire) {
        try {
            wire.close();
        } catch (IOException _) {
            // It is closed either way; the reader wakes and says so.
        }
    }
}
