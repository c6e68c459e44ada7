package bauta.web;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The DevTools protocol over a browser's pipe: JSON messages that end with a zero byte. A pipe
 * works across network namespaces, where a TCP port on the browser's loopback cannot be reached.
 */
final class DevTools {
    static final JsonMapper MAPPER = JsonMapper.builder().build();

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final OutputStream out;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final Consumer<JsonNode> onEvent;

    DevTools(InputStream in, OutputStream out, Consumer<JsonNode> onEvent) {
        this.out = out;
        this.onEvent = onEvent;
        Thread.ofVirtual().name("devtools").start(() -> read(new BufferedInputStream(in, 1 << 16)));
    }

    static ObjectNode parameters() {
        return MAPPER.createObjectNode();
    }

    /**
     * Sends a command and waits for its answer.
     *
     * @param session of the page, or empty for the browser itself
     * @throws BrowserException when the browser says no, or nothing for 20 seconds
     */
    JsonNode send(String session, String method, ObjectNode parameters) {
        int id = ids.incrementAndGet();
        ObjectNode message = MAPPER.createObjectNode();
        message.put("id", id).put("method", method).set("params", parameters);
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        write(message);
        JsonNode got = await(answer, method);
        if (got.has("error")) {
            throw new BrowserException(
                    method + ": " + got.path("error").path("message").asString(""));
        }
        return got.path("result");
    }

    private synchronized void write(ObjectNode message) {
        try {
            out.write(MAPPER.writeValueAsBytes(message));
            out.write(0);
            out.flush();
        } catch (IOException e) {
            throw new BrowserException("the browser is gone", e);
        }
    }

    private static JsonNode await(CompletableFuture<JsonNode> answer, String method) {
        try {
            return answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new BrowserException(method + " is not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrowserException(method + " was interrupted", e);
        }
    }

    private void read(InputStream in) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        try (in) {
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b == 0) {
                    received(message.toString(StandardCharsets.UTF_8));
                    message.reset();
                } else {
                    message.write(b);
                }
            }
        } catch (IOException | JacksonException e) {
            waiting.values().forEach(answer -> answer.completeExceptionally(e));
        }
        List<CompletableFuture<JsonNode>> left = new ArrayList<>(waiting.values());
        left.forEach(answer -> answer.completeExceptionally(new IOException("the browser ended")));
    }

    private void received(String text) {
        JsonNode message = MAPPER.readTree(text);
        CompletableFuture<JsonNode> answer =
                message.has("id") ? waiting.remove(message.path("id").asInt()) : null;
        if (answer != null) {
            answer.complete(message);
        } else if (message.has("method")) {
            onEvent.accept(message);
        }
    }
}
