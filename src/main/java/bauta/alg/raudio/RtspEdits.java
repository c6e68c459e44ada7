package bauta.alg.raudio;

import bauta.alg.Payload;
import bauta.alg.raudio.RtspTransport.Host;
import bauta.alg.raudio.RtspTransport.Ports;
import bauta.wire.Ipv4Address;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to change in one way of sending; parameters come in any order there. */
final class RtspEdits {
    private record Edit(int from, int to, String text) {}

    private final Payload payload;
    private final List<Edit> edits = new ArrayList<>();

    RtspEdits(Payload payload) {
        this.payload = payload;
    }

    /** Puts other ports in the place of some, unless they are the same. */
    void ports(Ports ports, int first, int second) {
        if (first != ports.first() || ports.count() == 2 && second != ports.last()) {
            edits.add(new Edit(ports.from(), ports.to(), ports.text(first, second)));
        }
    }

    /** Puts an address in the place of another one, if that stands there. */
    void host(@Nullable Host host, int before, int after) {
        if (host != null && host.address() == before && before != after) {
            edits.add(new Edit(host.from(), host.to(), Ipv4Address.toString(after)));
        }
    }

    /** Makes them from left to right. */
    void make() {
        edits.stream()
                .sorted(Comparator.comparingInt(Edit::from))
                .forEach(edit -> payload.replace(edit.from, edit.to, edit.text));
    }
}
