package bauta.service.dhcp;

import bauta.engine.DropReason;
import bauta.wire.DhcpMessage;
import bauta.wire.DhcpOptions;
import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The server's side of RFC 2131 section 4.3. What it knows is the {@link LeaseTable} and what waits
 * for the LAN; time comes with each message. One departure, as the only authority on the LAN: a
 * client that comes back with an address unknown here is given it when it is free, and a NAK when
 * it is not, instead of silence.
 */
final class DhcpMachine {
    private final LeaseTable leases;
    private final Allocation allocation;
    private final Newcomers newcomers;
    private final Offers offers;
    private List<Ipv4Address> provider = List.of();
    private Offers.Terms terms;

    DhcpMachine(DhcpSettings settings, LeaseTable leases, long nowNanos) {
        this.leases = leases;
        this.allocation = new Allocation(leases);
        this.newcomers = new Newcomers(leases, nowNanos);
        this.offers = new Offers(leases, allocation);
        this.terms = terms(settings);
    }

    private Offers.Terms terms(DhcpSettings settings) {
        return new Offers.Terms(
                settings,
                new DhcpReplies(settings, provider),
                new LeaseTimes(settings, leases, newcomers));
    }

    /** Takes other settings: who has what no longer fits is told when it renews. */
    void configure(DhcpSettings settings) {
        leases.configure(new AddressPlan(settings));
        terms = terms(settings);
    }

    /** Takes the provider's name servers. */
    void nameServers(List<Ipv4Address> servers) {
        provider = List.copyOf(servers);
        terms = terms(terms.settings());
    }

    /**
     * Takes a message of a client.
     *
     * @param message well formed
     * @param nowNanos on the monotonic clock
     */
    List<DhcpAction> next(DhcpMessage message, long nowNanos) {
        boolean ours = message.chaddr().equals(terms.settings().mac());
        if (message.op() != DhcpMessage.REQUEST || message.chaddr().isGroup() || ours) {
            return drop(DropReason.DHCP_BAD_FIELD);
        }
        if (!isReachable(message.giaddr())) {
            return drop(DropReason.DHCP_RELAYED);
        }
        return switch (message.type().orElse(null)) {
            case DISCOVER -> offers.discover(terms, message, nowNanos);
            case REQUEST -> request(message, nowNanos);
            case DECLINE -> decline(message, nowNanos);
            case RELEASE -> release(message, nowNanos);
            case INFORM -> inform(message);
            case OFFER, ACK, NAK -> drop(DropReason.DHCP_NOT_FOR_US);
            case null -> drop(DropReason.DHCP_BAD_OPTION);
        };
    }

    /**
     * Takes the LAN's answer to {@link DhcpAction.Ask}.
     *
     * @param address what was asked for
     * @param user who uses it
     * @param nowNanos on the monotonic clock
     */
    List<DhcpAction> answered(Ipv4Address address, Optional<MacAddress> user, long nowNanos) {
        Optional<Lease> unnamed =
                leases.at(address)
                        .filter(lease -> lease.state() == Lease.State.DECLINED)
                        .filter(lease -> lease.mac().equals(Lease.NOBODY));
        if (unnamed.isPresent() && user.isPresent()) { // a client declined it, now we know why
            leases.put(Lease.inUse(address, user, unnamed.get().deadlineNanos()));
            return List.of(new DhcpAction.Save());
        }
        return offers.answered(terms, address, user, nowNanos);
    }

    private static List<DhcpAction> drop(DropReason reason) {
        return List.of(new DhcpAction.Drop(reason));
    }

    /** A relay agent is answered when it stands on the LAN itself, as access points do. */
    private boolean isReachable(Ipv4Address relay) {
        return relay.equals(Ipv4Address.ANY)
                || terms.settings().network().contains(relay)
                        && !relay.equals(terms.settings().network().address());
    }

    /** Tells the client's states apart by what the message carries (RFC 2131 section 4.3.2). */
    private List<DhcpAction> request(DhcpMessage message, long nowNanos) {
        Optional<Ipv4Address> server = message.options().address(DhcpOptions.SERVER_ID);
        Optional<Ipv4Address> wanted = message.options().address(DhcpOptions.REQUESTED_ADDRESS);
        if (!isForUs(message)) {
            leases.withdrawOffer(ClientKey.of(message));
            return List.of(
                    new DhcpAction.Foreign(server.orElseThrow()),
                    new DhcpAction.Drop(DropReason.DHCP_NOT_FOR_US));
        }
        if (!message.ciaddr().equals(Ipv4Address.ANY)) {
            return grant(message, message.ciaddr(), nowNanos); // RENEWING, REBINDING
        }
        if (wanted.isEmpty()) {
            return drop(DropReason.DHCP_BAD_OPTION);
        }
        return grant(message, wanted.get(), nowNanos); // SELECTING, INIT-REBOOT
    }

    private List<DhcpAction> grant(DhcpMessage message, Ipv4Address address, long nowNanos) {
        DhcpClient client = DhcpClient.of(message);
        if (!isRight(message, address, nowNanos)) {
            return List.of(terms.replies().nak(message, "address " + address + " is not yours"));
        }
        Optional<Lease> own = leases.at(address).filter(lease -> allocation.isOwn(lease, client));
        Duration further = terms.times().further(message, address);
        Optional<Lease> running = own.filter(lease -> lease.isBound(nowNanos));
        if (running.filter(l -> LeaseTimes.isFresh(l, further, nowNanos)).isPresent()) {
            long rest = running.get().deadlineNanos() - nowNanos;
            Duration granted = Duration.ofNanos(Math.min(rest, further.toNanos()));
            return List.of(terms.replies().ack(message, address, granted));
        }
        if (!allocation.isKnown(client) && !newcomers.admit(nowNanos)) {
            return drop(DropReason.DHCP_POOL_GUARDED);
        }
        Duration time =
                running.isPresent()
                        ? further
                        : terms.times().first(message, address, Lease.isSettled(own), nowNanos);
        long deadline = nowNanos + time.toNanos();
        leases.put(Lease.of(address, message, Lease.State.BOUND, own, deadline));
        return List.of(new DhcpAction.Save(), terms.replies().ack(message, address, time));
    }

    /**
     * Returns whether a client may have just this address: it is to be had, and the client neither
     * has another one nor is another one kept for it that it could have.
     */
    private boolean isRight(DhcpMessage message, Ipv4Address address, long nowNanos) {
        DhcpClient client = DhcpClient.of(message);
        boolean free =
                allocation.isAvailable(address, client, nowNanos)
                        || isOnlyOfferedToOthers(message, address);
        boolean elsewhere =
                leases.of(client.key())
                        .filter(lease -> lease.isBound(nowNanos))
                        .filter(lease -> leases.plan().allows(lease.address(), client))
                        .filter(lease -> !lease.address().equals(address))
                        .isPresent();
        Optional<Ipv4Address> kept = allocation.kept(client, nowNanos);
        boolean best = kept.map(address::equals).orElse(!elsewhere);
        return free && best && !allocation.isRemembered(address, client);
    }

    /**
     * A client that names us as its server had our offer; in a flood of discoveries the address may
     * have been offered again since. The first to take it has it.
     */
    private boolean isOnlyOfferedToOthers(DhcpMessage message, Ipv4Address address) {
        return message.options().address(DhcpOptions.SERVER_ID).isPresent()
                && leases.plan().allows(address, DhcpClient.of(message))
                && leases.at(address).filter(Lease::isTentative).isPresent();
    }

    /** Only what was committed can be declined: clients look when they have the ACK. */
    private List<DhcpAction> decline(DhcpMessage message, long nowNanos) {
        Optional<Lease> lease =
                message.options()
                        .address(DhcpOptions.REQUESTED_ADDRESS)
                        .flatMap(address -> running(message, address, nowNanos));
        if (lease.isEmpty()) {
            return drop(DropReason.DHCP_NOT_FOR_US);
        }
        long deadline = nowNanos + terms.settings().times().quarantine().toNanos();
        Ipv4Address address = lease.get().address();
        leases.put(Lease.inUse(address, Optional.empty(), deadline));
        return List.of(new DhcpAction.Ask(address), new DhcpAction.Save());
    }

    private List<DhcpAction> release(DhcpMessage message, long nowNanos) {
        Optional<Lease> lease = running(message, message.ciaddr(), nowNanos);
        if (lease.isEmpty()) {
            return drop(DropReason.DHCP_NOT_FOR_US);
        }
        leases.put(lease.get().with(Lease.State.RELEASED, nowNanos));
        return List.of(new DhcpAction.Save());
    }

    private Optional<Lease> running(DhcpMessage message, Ipv4Address address, long nowNanos) {
        return leases.at(address)
                .filter(lease -> isForUs(message))
                .filter(lease -> allocation.isOwn(lease, DhcpClient.of(message)))
                .filter(lease -> lease.isBound(nowNanos));
    }

    private boolean isForUs(DhcpMessage message) {
        return message.options()
                .address(DhcpOptions.SERVER_ID)
                .map(server -> server.equals(terms.settings().network().address()))
                .orElse(true);
    }

    /** A host with an address of its own wants parameters (RFC 2131 section 4.3.5). */
    private List<DhcpAction> inform(DhcpMessage message) {
        return terms.settings().network().contains(message.ciaddr())
                ? List.of(terms.replies().parameters(message))
                : drop(DropReason.DHCP_NOT_FOR_US);
    }
}
