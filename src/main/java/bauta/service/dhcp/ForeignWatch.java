package bauta.service.dhcp;

import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * Which other DHCP server is on the LAN: clients name it when they choose it, and it answers when
 * we ask as a client would. Remembers one, the last that was noticed; forgets it when nothing was
 * heard of it for {@link #FORGET}. Without clock or socket.
 */
final class ForeignWatch {
    /** How often to look while there is one, so that it is not shown long after it has gone. */
    static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    /** Two questions unanswered, and a while. */
    static final Duration FORGET = Duration.ofSeconds(150);

    private static final int MULTICAST_AND_ABOVE = 0xe000_0000;

    private Optional<Seen> seen = Optional.empty();

    private record Seen(Ipv4Address address, Optional<MacAddress> mac, long nanos) {}

    /**
     * Notices one.
     *
     * @return whether it was not known, so that it is worth asking who it is
     */
    boolean sighted(Ipv4Address address, long nowNanos) {
        boolean impossible =
                address.equals(Ipv4Address.ANY)
                        || Integer.compareUnsigned(address.bits(), MULTICAST_AND_ABOVE) >= 0;
        if (impossible) {
            return false;
        }
        Optional<Seen> known = known(nowNanos).filter(s -> s.address().equals(address));
        seen = Optional.of(new Seen(address, known.flatMap(Seen::mac), nowNanos));
        return known.flatMap(Seen::mac).isEmpty();
    }

    /** Learns who answers for an address. */
    void identified(Ipv4Address address, MacAddress mac) {
        seen =
                seen.map(s ->
                        s.address().equals(address)
                                ? new Seen(address, Optional.of(mac), s.nanos())
                                : s);
    }

    private Optional<Seen> known(long nowNanos) {
        return seen.filter(s -> nowNanos - s.nanos() < FORGET.toNanos());
    }

    /** Returns the one that is there as far as is known. */
    Optional<ForeignServer> status(long nowNanos) {
        return known(nowNanos)
                .map(s ->
                        new ForeignServer(
                                s.address(), s.mac(), Duration.ofNanos(nowNanos - s.nanos())));
    }

    /**
     * Returns how long to wait before looking again.
     *
     * @param lookout the usual interval
     */
    Duration interval(Duration lookout, long nowNanos) {
        return known(nowNanos).isPresent() && lookout.compareTo(LOOK_AGAIN) > 0
                ? LOOK_AGAIN
                : lookout;
    }
}
