package bauta;

import bauta.control.admin.FlowPage;
import bauta.control.admin.FlowView;
import bauta.engine.Clock;
import bauta.flow.TrackedFlow;
import bauta.wire.Ipv4Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Reads flows off the router loop in short steps, between which packets go on; so the list is not
 * one moment's: a flow that begins or ends meanwhile is in it or not.
 */
final class FlowList {
    /** Flows that are looked at while packets wait. */
    private static final int STEP = 1024;

    private FlowList() {}

    /**
     * Returns a part of the flows.
     *
     * @param side where they are
     * @param offset how many to pass over
     * @param limit how many at most
     * @param host only flows of this inside or peer address
     */
    static FlowPage read(PacketSide side, int offset, int limit, Optional<String> host) {
        Page page = new Page(offset, limit, host);
        int first = 0;
        boolean more = true;
        while (more) {
            int from = first;
            more = side.loop().ask(() -> side.plane().path().flows(from, STEP, page));
            first += STEP;
        }
        Map<Integer, String> names = side.loop().ask(() -> side.plane().names());
        long now = Clock.system().nanos();
        List<FlowView> views = page.kept.stream().map(flow -> view(flow, names, now)).toList();
        return new FlowPage(page.total, offset, views);
    }

    /** Counts what matches and keeps what was asked for. */
    private static final class Page implements Consumer<TrackedFlow> {
        private final int offset;
        private final int limit;
        private final Optional<String> host;
        private final List<TrackedFlow> kept = new ArrayList<>();
        private int total;

        Page(int offset, int limit, Optional<String> host) {
            this.offset = offset;
            this.limit = limit;
            this.host = host;
        }

        @Override
        public void accept(TrackedFlow flow) {
            boolean matches =
                    host.isEmpty()
                            || flow.inside().address().toString().equals(host.get())
                            || flow.peer().address().toString().equals(host.get());
            if (matches) {
                if (total >= offset && kept.size() < limit) {
                    kept.add(flow);
                }
                total++;
            }
        }
    }

    private static FlowView view(TrackedFlow flow, Map<Integer, String> names, long now) {
        return new FlowView(
                protocol(flow.protocol()),
                flow.state(),
                end(flow.inside()),
                end(flow.outside()),
                end(flow.peer()),
                names.getOrDefault(flow.uplink(), ""),
                millis(now - flow.createdNanos()),
                Math.max(0, millis(flow.deadlineNanos() - now)),
                traffic(flow.sent()),
                traffic(flow.received()));
    }

    private static String protocol(int number) {
        return switch (number) {
            case Ipv4Header.PROTOCOL_TCP -> "TCP";
            case Ipv4Header.PROTOCOL_UDP -> "UDP";
            case Ipv4Header.PROTOCOL_ICMP -> "ICMP";
            default -> Integer.toString(number);
        };
    }

    private static FlowView.Endpoint end(TrackedFlow.End end) {
        return new FlowView.Endpoint(end.address(), end.port());
    }

    private static FlowView.Traffic traffic(TrackedFlow.Count count) {
        return new FlowView.Traffic(count.packets(), count.bytes());
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
