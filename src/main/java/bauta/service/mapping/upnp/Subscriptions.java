package bauta.service.mapping.upnp;

import bauta.wire.Ipv4Address;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Who is told of changes (GENA, UPnP Device Architecture 2.0 section 4): at most 32, for half an
 * hour each. Only the host that subscribes is ever told anything, so nobody can have us call
 * others. Mapping loop only.
 */
final class Subscriptions {
    private static final int MOST = 32;
    private static final int MOST_SECONDS = 1800;
    private static final int LEAST_SECONDS = 60;

    private final LongSupplier nanos;
    private final Supplier<Map<String, String>> state;
    private final Sender sender;
    private final Map<String, Subscription> all = new LinkedHashMap<>();
    private Map<String, String> told;

    private record Subscription(
            String sid, String network, URI callback, Ipv4Address owner, long endNanos, long next) {
        Subscription until(long end) {
            return new Subscription(sid, network, callback, owner, end, next);
        }

        Subscription after() {
            return new Subscription(
                    sid, network, callback, owner, endNanos, next == 0xffff_ffffL ? 1 : next + 1);
        }
    }

    /**
     * What a subscriber was given.
     *
     * @param sid the name of the subscription
     * @param seconds for how long
     */
    record Given(String sid, int seconds) {}

    /** Tells a subscriber something; never waits. */
    @FunctionalInterface
    interface Sender {
        /**
         * Sends.
         *
         * @param network on which the subscriber is
         * @param callback where to
         * @param notice head and body of the request
         */
        void send(String network, URI callback, String notice);
    }

    /**
     * Starts with none.
     *
     * @param nanos the time now
     * @param state the evented variables as they are
     * @param sender tells
     */
    Subscriptions(LongSupplier nanos, Supplier<Map<String, String>> state, Sender sender) {
        this.nanos = nanos;
        this.state = state;
        this.sender = sender;
        this.told = state.get();
    }

    /** Begins a subscription; nothing when it is none, or there are too many. */
    Optional<Given> begin(String callbacks, Ipv4Address owner, String network, String timeout) {
        forget();
        Optional<URI> callback = callback(callbacks, owner);
        if (callback.isEmpty() || all.size() >= MOST) {
            return Optional.empty();
        }
        Given given = new Given("uuid:" + UUID.randomUUID(), seconds(timeout));
        all.put(
                given.sid(),
                new Subscription(
                        given.sid(), network, callback.get(), owner, end(given.seconds()), 0));
        return Optional.of(given);
    }

    private static Optional<URI> callback(String callbacks, Ipv4Address owner) {
        int from = callbacks.indexOf('<');
        int to = callbacks.indexOf('>');
        if (from < 0 || to < from || to - from > 256) {
            return Optional.empty();
        }
        try {
            URI uri = URI.create(callbacks.substring(from + 1, to));
            boolean right =
                    "http".equals(uri.getScheme())
                            && owner.toString().equals(uri.getHost())
                            && uri.getUserInfo() == null;
            return right ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static int seconds(String timeout) {
        String number = timeout.startsWith("Second-") ? timeout.substring(7) : "";
        return number.matches("\\d{1,6}")
                ? Math.clamp(Integer.parseInt(number), LEAST_SECONDS, MOST_SECONDS)
                : MOST_SECONDS;
    }

    private long end(int seconds) {
        return nanos.getAsLong() + Duration.ofSeconds(seconds).toNanos();
    }

    /** Prolongs a subscription of the same host. */
    Optional<Given> renew(String sid, Ipv4Address owner, String timeout) {
        forget();
        Subscription known = all.get(sid);
        if (known == null || !known.owner().equals(owner)) {
            return Optional.empty();
        }
        Given given = new Given(sid, seconds(timeout));
        all.put(sid, known.until(end(given.seconds())));
        return Optional.of(given);
    }

    /** Ends a subscription of the same host; returns whether there was one. */
    boolean end(String sid, Ipv4Address owner) {
        Subscription known = all.get(sid);
        boolean his = known != null && known.owner().equals(owner);
        if (his) {
            all.remove(sid);
        }
        return his;
    }

    private void forget() {
        long now = nanos.getAsLong();
        all.values().removeIf(subscription -> subscription.endNanos() <= now);
    }

    /** Tells a new subscriber how everything is. */
    void first(String sid) {
        Subscription known = all.get(sid);
        if (known != null) {
            tell(known, state.get());
        }
    }

    /** Tells everybody what is different from before. */
    void changed() {
        Map<String, String> now = state.get();
        Map<String, String> news = new LinkedHashMap<>(now);
        news.entrySet().removeIf(entry -> entry.getValue().equals(told.get(entry.getKey())));
        told = now;
        if (!news.isEmpty()) {
            forget();
            for (String sid : List.copyOf(all.keySet())) {
                Subscription known = all.get(sid);
                if (known != null) {
                    tell(known, news);
                }
            }
        }
    }

    private void tell(Subscription to, Map<String, String> values) {
        all.put(to.sid(), to.after());
        sender.send(to.network(), to.callback(), notice(to, Soap.properties(values)));
    }

    private static String notice(Subscription to, String body) {
        String path = to.callback().getRawPath();
        String query = to.callback().getRawQuery();
        int port = to.callback().getPort();
        int octets = body.getBytes(StandardCharsets.UTF_8).length;
        return "NOTIFY "
                + (path.isEmpty() ? "/" : path)
                + (query == null ? "" : "?" + query)
                + " HTTP/1.1\r\nHOST: "
                + to.callback().getHost()
                + ":"
                + (port < 0 ? 80 : port)
                + "\r\nCONTENT-TYPE: text/xml; charset=\"utf-8\"\r\nNT: upnp:event\r\n"
                + "NTS: upnp:propchange\r\nSID: "
                + to.sid()
                + "\r\nSEQ: "
                + to.next()
                + "\r\nCONTENT-LENGTH: "
                + octets
                + "\r\nCONNECTION: close\r\n\r\n"
                + body;
    }
}
