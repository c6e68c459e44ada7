package bauta.service.dhcp;

import bauta.engine.DropReason;
import bauta.service.dhcp.DhcpAction.Destination;
import bauta.wire.DhcpMessage;
import bauta.wire.DhcpOptions;
import bauta.wire.Ipv4Address;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The server's side of RFC 2131 section 4.3. Everything it knows is the {@link LeaseTable}; time
 * comes with each message. One departure, as the only authority on the LAN: a client that comes
 * back with an address unknown here is given it when it is free, and a NAK when it is not, instead
 * of silence.
 */
final class DhcpMachine {
    private final LeaseTable leases;
    private DhcpSettings settings;
    private List<Ipv4Address> provider = List.of();
    private DhcpReplies replies;

    DhcpMachine(DhcpSettings settings, LeaseTable leases) {
        this.settings = settings;
        this.leases = leases;
        this.replies = new DhcpReplies(settings, provider);
    }

    /** Takes other settings. */
    void configure(DhcpSettings newSettings) {
        this.settings = newSettings;
        leases.configure(newSettings);
        this.replies = new DhcpReplies(newSettings, provider);
    }

    /** Takes the provider's name servers. */
    void nameServers(List<Ipv4Address> servers) {
        this.provider = List.copyOf(servers);
        this.replies = new DhcpReplies(settings, provider);
    }

    /**
     * Takes a message of a client.
     *
     * @param message well formed
     * @param nowNanos on the monotonic clock
     */
    List<DhcpAction> next(DhcpMessage message, long nowNanos) {
        if (message.op() != DhcpMessage.REQUEST || message.chaddr().isGroup()) {
            return drop(DropReason.DHCP_BAD_FIELD);
        }
        if (!message.giaddr().equals(Ipv4Address.ANY)) {
            return drop(DropReason.DHCP_RELAYED);
        }
        return switch (message.type().orElse(null)) {
            case DISCOVER -> discover(message, nowNanos);
            case REQUEST -> request(message, nowNanos);
            case DECLINE -> decline(message, nowNanos);
            case RELEASE -> release(message, nowNanos);
            case INFORM -> inform(message);
            case OFFER, ACK, NAK -> drop(DropReason.DHCP_NOT_FOR_US);
            case null -> drop(DropReason.DHCP_BAD_OPTION);
        };
    }

    private static List<DhcpAction> drop(DropReason reason) {
        return List.of(new DhcpAction.Drop(reason));
    }

    private List<DhcpAction> discover(DhcpMessage message, long nowNanos) {
        ClientKey client = ClientKey.of(message);
        Optional<Ipv4Address> address =
                leases.of(client)
                        .map(Lease::address)
                        .filter(own -> leases.isAvailable(own, client, nowNanos))
                        .or(() ->
                                message.options()
                                        .address(DhcpOptions.REQUESTED_ADDRESS)
                                        .filter(wanted ->
                                                leases.isAvailable(wanted, client, nowNanos)))
                        .or(() -> leases.choose(client, nowNanos));
        if (address.isEmpty()) {
            return drop(DropReason.DHCP_POOL_EMPTY);
        }
        boolean bound =
                leases.at(address.get()).filter(lease -> lease.isBound(nowNanos)).isPresent();
        if (!bound) {
            long deadline = nowNanos + settings.times().offer().toNanos();
            leases.put(lease(message, address.get(), Lease.State.OFFERED, deadline));
        }
        DhcpMessage offer = replies.offer(message, address.get(), wanted(message));
        return List.of(new DhcpAction.Reply(offer, destination(offer)));
    }

    /** Tells the client's states apart by what the message carries (RFC 2131 section 4.3.2). */
    private List<DhcpAction> request(DhcpMessage message, long nowNanos) {
        Optional<Ipv4Address> server = message.options().address(DhcpOptions.SERVER_ID);
        Optional<Ipv4Address> wanted = message.options().address(DhcpOptions.REQUESTED_ADDRESS);
        if (server.isPresent() && !server.get().equals(settings.network().address())) {
            leases.withdrawOffer(ClientKey.of(message));
            return drop(DropReason.DHCP_NOT_FOR_US);
        }
        if (message.ciaddr().equals(Ipv4Address.ANY)) { // SELECTING, INIT-REBOOT
            return wanted.isPresent()
                    ? grant(message, wanted.get(), nowNanos)
                    : drop(DropReason.DHCP_BAD_OPTION);
        }
        return grant(message, message.ciaddr(), nowNanos); // RENEWING, REBINDING
    }

    private List<DhcpAction> grant(DhcpMessage message, Ipv4Address address, long nowNanos) {
        ClientKey client = ClientKey.of(message);
        boolean right =
                leases.isAvailable(address, client, nowNanos)
                        && leases.of(client)
                                .filter(lease -> lease.isBound(nowNanos))
                                .map(lease -> lease.address().equals(address))
                                .orElse(true);
        if (!right) {
            DhcpMessage nak = replies.nak(message, "address " + address + " is not yours");
            return List.of(new DhcpAction.Reply(nak, new Destination.Broadcast()));
        }
        Duration wanted = wanted(message);
        Optional<Lease> running =
                leases.at(address)
                        .filter(lease -> lease.isBound(nowNanos))
                        .filter(lease -> isFresh(lease, wanted, nowNanos));
        if (running.isPresent()) {
            long rest = running.get().deadlineNanos() - nowNanos;
            Duration granted = Duration.ofNanos(Math.min(rest, wanted.toNanos()));
            DhcpMessage ack = replies.ack(message, address, granted);
            return List.of(new DhcpAction.Reply(ack, destination(ack)));
        }
        leases.put(lease(message, address, Lease.State.BOUND, nowNanos + wanted.toNanos()));
        DhcpMessage ack = replies.ack(message, address, wanted);
        return List.of(new DhcpAction.Save(), new DhcpAction.Reply(ack, destination(ack)));
    }

    /**
     * A client that asks again long before half of its time gets what is left, and one that asks
     * for less gets that from what is left: each other time is a write to flash, and a client must
     * not be able to wear it out.
     */
    private static boolean isFresh(Lease lease, Duration wanted, long nowNanos) {
        long rest = lease.deadlineNanos() - nowNanos;
        return rest >= wanted.toNanos() / 8 * 7;
    }

    private List<DhcpAction> decline(DhcpMessage message, long nowNanos) {
        Optional<Lease> lease =
                message.options()
                        .address(DhcpOptions.REQUESTED_ADDRESS)
                        .flatMap(leases::at)
                        .filter(own -> isForUs(message))
                        .filter(own -> own.client().equals(ClientKey.of(message)))
                        .filter(own -> own.isActive(nowNanos));
        if (lease.isEmpty()) {
            return drop(DropReason.DHCP_NOT_FOR_US);
        }
        long deadline = nowNanos + settings.times().quarantine().toNanos();
        leases.put(lease.get().with(Lease.State.DECLINED, deadline));
        return List.of(new DhcpAction.Save());
    }

    private List<DhcpAction> release(DhcpMessage message, long nowNanos) {
        Optional<Lease> lease =
                leases.at(message.ciaddr())
                        .filter(own -> isForUs(message))
                        .filter(own -> own.client().equals(ClientKey.of(message)))
                        .filter(own -> own.isActive(nowNanos));
        if (lease.isEmpty()) {
            return drop(DropReason.DHCP_NOT_FOR_US);
        }
        leases.put(lease.get().with(Lease.State.RELEASED, nowNanos));
        return List.of(new DhcpAction.Save());
    }

    private boolean isForUs(DhcpMessage message) {
        return message.options()
                .address(DhcpOptions.SERVER_ID)
                .map(server -> server.equals(settings.network().address()))
                .orElse(true);
    }

    /** A host with an address of its own wants parameters (RFC 2131 section 4.3.5). */
    private List<DhcpAction> inform(DhcpMessage message) {
        if (!settings.network().contains(message.ciaddr())) {
            return drop(DropReason.DHCP_NOT_FOR_US);
        }
        return List.of(
                new DhcpAction.Reply(
                        replies.parameters(message), new Destination.Host(message.ciaddr())));
    }

    private static Destination destination(DhcpMessage reply) {
        if (!reply.ciaddr().equals(Ipv4Address.ANY)) {
            return new Destination.Host(reply.ciaddr());
        }
        return reply.broadcast()
                ? new Destination.Broadcast()
                : new Destination.Newcomer(reply.yiaddr(), reply.chaddr());
    }

    private Duration wanted(DhcpMessage message) {
        Duration most = settings.times().lease();
        Duration least = DhcpSettings.Times.LEASE_MIN;
        Duration wanted =
                message.options()
                        .seconds(DhcpOptions.LEASE_TIME)
                        .map(Duration::ofSeconds)
                        .orElse(most);
        return wanted.compareTo(most) > 0 ? most : wanted.compareTo(least) < 0 ? least : wanted;
    }

    private static Lease lease(
            DhcpMessage message, Ipv4Address address, Lease.State state, long deadlineNanos) {
        return new Lease(
                address,
                ClientKey.of(message),
                message.chaddr(),
                HostName.of(message),
                state,
                deadlineNanos);
    }
}
