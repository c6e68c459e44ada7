package bauta.service.dns;

import bauta.wire.DnsHeader;
import bauta.wire.Ipv4Address;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/** A question of our own, to see whether servers answer: the root's name servers, by UDP. */
final class ServerProbe implements DnsClient {
    /** {@code . NS IN}, recursion desired. */
    private static final byte[] QUERY = {0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1};

    private final CompletableFuture<Boolean> usable = new CompletableFuture<>();

    /** Returns what to ask, never answered from the cache. */
    Question question() {
        return Question.fresh(QUERY.clone());
    }

    /**
     * Completes with whether a server answered. One that refuses to tell of the root answers too:
     * some serve only the names that they are asked for.
     */
    CompletableFuture<Boolean> usable() {
        return usable;
    }

    @Override
    public Ipv4Address address() {
        return Ipv4Address.ANY;
    }

    @Override
    public Transport transport() {
        return Transport.UDP;
    }

    @Override
    public void reply(byte[] octets, int length) {
        int rcode = DnsHeader.rcode(Unpooled.wrappedBuffer(Arrays.copyOf(octets, length)), 0);
        usable.complete(
                rcode == DnsHeader.NOERROR
                        || rcode == DnsHeader.NXDOMAIN
                        || rcode == DnsHeader.REFUSED);
    }
}
