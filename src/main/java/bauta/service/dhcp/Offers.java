package bauta.service.dhcp;

import bauta.engine.DropReason;
import bauta.wire.DhcpMessage;
import bauta.wire.DhcpOptions;
import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From DISCOVER to OFFER (RFC 2131 section 4.3.1). An address that its client does not hold is
 * offered after the LAN was asked whether somebody uses it (sections 2.2 and 3.1); one that is in
 * use goes into quarantine and the next one is tried. A bounded number of questions is open at a
 * time; beyond it offers are made unasked, for clients look themselves before they use an address.
 */
final class Offers {
    /** Questions to the LAN that may be open. */
    static final int ASKED_MAX = 64;

    /** Addresses that are tried for one message. */
    static final int ATTEMPTS = 4;

    private final LeaseTable leases;
    private final Allocation allocation;
    private final Map<Ipv4Address, Asked> asked = new HashMap<>();

    /**
     * A message that waits for the LAN's answer.
     *
     * @param message the latest DISCOVER of the client
     * @param attempt how many addresses were tried, this one included
     */
    private record Asked(DhcpMessage message, int attempt) {}

    /**
     * What settings say, which may change.
     *
     * @param settings of the server
     * @param replies makes messages
     * @param times how long leases last
     */
    record Terms(DhcpSettings settings, DhcpReplies replies, LeaseTimes times) {}

    Offers(LeaseTable leases, Allocation allocation) {
        this.leases = leases;
        this.allocation = allocation;
    }

    List<DhcpAction> discover(Terms terms, DhcpMessage message, long nowNanos) {
        return discover(terms, new Asked(message, 1), nowNanos);
    }

    private List<DhcpAction> discover(Terms terms, Asked what, long nowNanos) {
        DhcpMessage message = what.message();
        DhcpClient client = DhcpClient.of(message);
        Optional<Ipv4Address> wanted = message.options().address(DhcpOptions.REQUESTED_ADDRESS);
        Optional<Ipv4Address> chosen = allocation.choose(client, wanted, nowNanos);
        if (chosen.isEmpty()) {
            return List.of(new DhcpAction.Drop(DropReason.DHCP_POOL_EMPTY));
        }
        Ipv4Address address = chosen.get();
        Optional<Lease> held =
                leases.at(address)
                        .filter(lease -> lease.isActive(nowNanos))
                        .filter(lease -> allocation.isOwn(lease, client));
        if (held.filter(lease -> lease.state() == Lease.State.PROBING).isPresent()
                && asked.replace(address, what) != null) {
            return List.of(); // it asks again while the LAN is being asked
        }
        boolean ask = held.isEmpty() && !terms.settings().times().probe().isZero();
        if (ask && asked.size() < ASKED_MAX) {
            hold(terms, message, address, Lease.State.PROBING, nowNanos);
            asked.put(address, what);
            return List.of(new DhcpAction.Ask(address));
        }
        return List.of(offer(terms, message, address, nowNanos));
    }

    private DhcpAction offer(Terms terms, DhcpMessage message, Ipv4Address address, long nowNanos) {
        boolean bound = leases.at(address).filter(lease -> lease.isBound(nowNanos)).isPresent();
        if (!bound) {
            hold(terms, message, address, Lease.State.OFFERED, nowNanos);
        }
        boolean settled = leases.at(address).filter(Lease::settled).isPresent();
        Duration time = terms.times().first(message, address, settled, nowNanos);
        return terms.replies().offer(message, address, time);
    }

    private void hold(
            Terms terms,
            DhcpMessage message,
            Ipv4Address address,
            Lease.State state,
            long nowNanos) {
        DhcpClient client = DhcpClient.of(message);
        long deadline = nowNanos + terms.settings().times().offer().toNanos();
        leases.put(Lease.of(address, message, state, leases.of(client.key()), deadline));
    }

    /**
     * Takes the LAN's answer.
     *
     * @param address what was asked for
     * @param user who uses it
     */
    List<DhcpAction> answered(
            Terms terms, Ipv4Address address, Optional<MacAddress> user, long nowNanos) {
        Asked what = asked.remove(address);
        if (what == null) {
            return List.of();
        }
        DhcpClient client = DhcpClient.of(what.message());
        boolean waits =
                leases.at(address)
                        .filter(lease -> lease.state() == Lease.State.PROBING)
                        .filter(lease -> allocation.isOwn(lease, client))
                        .isPresent();
        if (!waits) {
            return List.of(); // the client or the settings went on meanwhile
        }
        if (user.isEmpty() || user.get().equals(client.mac())) {
            return List.of(offer(terms, what.message(), address, nowNanos));
        }
        long deadline = nowNanos + terms.settings().times().quarantine().toNanos();
        leases.put(Lease.inUse(address, user, deadline));
        return what.attempt() < ATTEMPTS
                ? withSave(discover(terms, new Asked(what.message(), what.attempt() + 1), nowNanos))
                : withSave(List.of(new DhcpAction.Drop(DropReason.DHCP_POOL_EMPTY)));
    }

    /** Nobody relies on the quarantine, so nothing waits for its save. */
    private static List<DhcpAction> withSave(List<DhcpAction> actions) {
        List<DhcpAction> all = new java.util.ArrayList<>(actions);
        all.add(new DhcpAction.Save());
        return List.copyOf(all);
    }
}
