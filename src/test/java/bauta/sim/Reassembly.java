package bauta.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts pieces together as a host does (RFC 791 section 3.2). */
final class Reassembly {
    private static final long PATIENCE = 20 * VirtualTime.SECOND;

    private record Key(int source, int destination, int protocol, int identification) {}

    private static final class Pieces {
        final List<Datagram> list = new ArrayList<>();
        long since;
    }

    private final VirtualTime time;
    private final Map<Key, Pieces> waiting = new HashMap<>();

    Reassembly(VirtualTime time) {
        this.time = time;
    }

    /** Returns the datagram that is whole now, or null. */
    @Nullable Datagram take(Datagram packet) {
        if (!packet.isPiece()) {
            return packet;
        }
        Key key =
                new Key(
                        packet.source(),
                        packet.destination(),
                        packet.protocol(),
                        packet.identification());
        waiting.values().removeIf(pieces -> time.nanos() - pieces.since > PATIENCE);
        Pieces pieces = waiting.computeIfAbsent(key, _ -> new Pieces());
        if (pieces.list.isEmpty()) {
            pieces.since = time.nanos();
        }
        pieces.list.add(packet);
        Datagram whole = whole(pieces.list);
        if (whole != null) {
            waiting.remove(key);
        }
        return whole;
    }

    private static @Nullable Datagram whole(List<Datagram> pieces) {
        pieces.sort(Comparator.comparingInt(Datagram::offset));
        int end = 0;
        for (Datagram piece : pieces) {
            if (piece.offset() > end) {
                return null;
            }
            end = Math.max(end, piece.offset() + piece.dataLength());
        }
        if (pieces.getLast().more()) {
            return null;
        }
        byte[] data = new byte[end];
        for (Datagram piece : pieces) {
            System.arraycopy(piece.data(), 0, data, piece.offset(), piece.dataLength());
        }
        return pieces.getFirst().whole(data);
    }
}
