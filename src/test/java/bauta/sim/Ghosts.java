package bauta.sim;

import java.util.HashMap;
import java.util.Map;

/** Packets that were dropped after their flow had begun: the flow lives unseen. */
final class Ghosts {
    private record Ghost(int protocol, End from, End to) {
        static Ghost of(Datagram packet) {
            return new Ghost(packet.protocol(), packet.from(), packet.to());
        }
    }

    private final VirtualTime time;
    private final Map<Ghost, Long> all = new HashMap<>();

    Ghosts(VirtualTime time) {
        this.time = time;
    }

    void add(Datagram packet, long nanos) {
        all.put(Ghost.of(packet), time.nanos() + nanos);
    }

    void forgetOld() {
        all.values().removeIf(until -> until < time.nanos());
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Whether a packet may be the reset of such a flow. */
    boolean isReset(Datagram out) {
        return out.protocol() == Datagram.TCP
                && out.has(Datagram.RST)
                && out.sumIsRight()
                && (all.containsKey(new Ghost(Datagram.TCP, out.to(), out.from()))
                        || all.keySet().stream().anyMatch(one -> one.from.equals(out.from())));
    }

    /** Whether one may have a port outside. */
    boolean mayHave(int protocol, int wanted, End external) {
        return all.keySet().stream()
                .anyMatch(one ->
                        one.protocol == protocol
                                && (one.from.port() == wanted || one.to.equals(external)));
    }

    /** Whether words to a peer under an external name may answer one of them. */
    boolean isAnswered(int protocol, End peer, End external) {
        return all.containsKey(new Ghost(protocol, peer, external));
    }

    /** Whether a packet follows one of them, there or back. */
    boolean isFollowed(Datagram in, Datagram out, boolean openFiltering) {
        return all.containsKey(Ghost.of(in))
                || all.keySet().stream()
                        .anyMatch(one ->
                                one.protocol == in.protocol()
                                        && one.from.equals(out.to())
                                        && (openFiltering || one.to.address() == in.source()));
    }
}
