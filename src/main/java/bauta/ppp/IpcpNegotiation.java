package bauta.ppp;

import bauta.wire.IpcpOption;
import bauta.wire.Ipv4Address;
import bauta.wire.PppOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * IPCP's options. We ask for an address and two DNS servers, 0.0.0.0 meaning "you say", and follow
 * the peer's word. Of the peer we take its own address. Compression, the old two-address option and
 * everything else are rejected.
 *
 * @param address ours so far, 0.0.0.0 while unknown
 * @param primaryDns what to ask for, empty when not (or no longer) asked
 * @param secondaryDns what to ask for, empty when not (or no longer) asked
 * @param peerAddress the peer's, 0.0.0.0 when it kept silent about it
 * @param isAddressRejected whether the peer will not speak of our address at all
 */
public record IpcpNegotiation(
        Ipv4Address address,
        Optional<Ipv4Address> primaryDns,
        Optional<Ipv4Address> secondaryDns,
        Ipv4Address peerAddress,
        boolean isAddressRejected)
        implements Negotiation<IpcpNegotiation> {
    /**
     * What a peer is told that asks us for its own address: the IPv4 dummy address (RFC 7600),
     * which is nobody's.
     */
    public static final Ipv4Address PEER_STAND_IN = new Ipv4Address(0xc000_0008);

    /**
     * Starts a negotiation.
     *
     * @param wanted the address to ask for, 0.0.0.0 for any
     * @param askDns whether to ask for DNS servers
     */
    public static IpcpNegotiation start(Ipv4Address wanted, boolean askDns) {
        Optional<Ipv4Address> dns = askDns ? Optional.of(Ipv4Address.ANY) : Optional.empty();
        return new IpcpNegotiation(wanted, dns, dns, Ipv4Address.ANY, false);
    }

    /** Returns whether what we were given can be a host's address. */
    public boolean hasUsableAddress() {
        return !isAddressRejected && isHost(address);
    }

    /** Returns the DNS servers learned, in order, without doubles. */
    public List<Ipv4Address> dnsServers() {
        List<Ipv4Address> servers = new ArrayList<>();
        primaryDns.filter(IpcpNegotiation::isHost).ifPresent(servers::add);
        secondaryDns.filter(s -> isHost(s) && !servers.contains(s)).ifPresent(servers::add);
        return List.copyOf(servers);
    }

    /** Neither of "this network", loopback, multicast nor reserved. */
    private static boolean isHost(Ipv4Address address) {
        int first = address.bits() >>> 24;
        return first != 0 && first != 127 && first < 224;
    }

    @Override
    public List<PppOption> request() {
        List<PppOption> options = new ArrayList<>();
        if (!isAddressRejected) {
            options.add(IpcpOption.address(IpcpOption.IP_ADDRESS, address));
        }
        primaryDns.ifPresent(dns -> options.add(IpcpOption.address(IpcpOption.PRIMARY_DNS, dns)));
        secondaryDns.ifPresent(
                dns -> options.add(IpcpOption.address(IpcpOption.SECONDARY_DNS, dns)));
        return List.copyOf(options);
    }

    /** Takes addresses; a DNS server of 0.0.0.0 means there is none, so it is not asked again. */
    @Override
    public IpcpNegotiation nakked(List<PppOption> suggestions) {
        IpcpNegotiation next = this;
        for (PppOption option : suggestions) {
            if (option.value().length() != Ipv4Address.LENGTH) {
                continue;
            }
            Ipv4Address told = new Ipv4Address(option.value().toInt());
            Optional<Ipv4Address> dns = Optional.of(told).filter(IpcpNegotiation::isHost);
            next =
                    switch (option.type()) {
                        case IpcpOption.IP_ADDRESS -> next.withAddress(told);
                        case IpcpOption.PRIMARY_DNS ->
                                next.withDns(primaryDns.flatMap(_ -> dns), next.secondaryDns);
                        case IpcpOption.SECONDARY_DNS ->
                                next.withDns(next.primaryDns, secondaryDns.flatMap(_ -> dns));
                        default -> next;
                    };
        }
        return next;
    }

    @Override
    public IpcpNegotiation rejected(List<PppOption> refused) {
        IpcpNegotiation next = this;
        for (PppOption option : refused) {
            next =
                    switch (option.type()) {
                        case IpcpOption.IP_ADDRESS ->
                                new IpcpNegotiation(
                                        address,
                                        next.primaryDns,
                                        next.secondaryDns,
                                        peerAddress,
                                        true);
                        case IpcpOption.PRIMARY_DNS ->
                                next.withDns(Optional.empty(), next.secondaryDns);
                        case IpcpOption.SECONDARY_DNS ->
                                next.withDns(next.primaryDns, Optional.empty());
                        default -> next;
                    };
        }
        return next;
    }

    @Override
    public Answer<IpcpNegotiation> judge(List<PppOption> theirs, boolean mayNak) {
        OptionVerdicts verdicts = new OptionVerdicts(theirs, mayNak);
        IpcpNegotiation onAck = withPeer(Ipv4Address.ANY);
        for (PppOption option : theirs) {
            if (!verdicts.isFirst(option)) {
                continue;
            }
            boolean address =
                    option.type() == IpcpOption.IP_ADDRESS
                            && option.value().length() == Ipv4Address.LENGTH;
            if (!address) {
                verdicts.reject(option);
            } else if (option.value().toInt() == 0) {
                verdicts.nak(option, IpcpOption.address(IpcpOption.IP_ADDRESS, PEER_STAND_IN));
            } else {
                onAck = onAck.withPeer(new Ipv4Address(option.value().toInt()));
            }
        }
        return verdicts.answer(onAck, this);
    }

    /** IPCP's messages are short; any peer takes what LCP's default promises. */
    @Override
    public int peerMruBytes() {
        return LcpNegotiation.MIN_MRU_BYTES;
    }

    private IpcpNegotiation withAddress(Ipv4Address told) {
        return new IpcpNegotiation(told, primaryDns, secondaryDns, peerAddress, isAddressRejected);
    }

    private IpcpNegotiation withDns(Optional<Ipv4Address> first, Optional<Ipv4Address> second) {
        return new IpcpNegotiation(address, first, second, peerAddress, isAddressRejected);
    }

    private IpcpNegotiation withPeer(Ipv4Address peer) {
        return new IpcpNegotiation(address, primaryDns, secondaryDns, peer, isAddressRejected);
    }
}
