package bauta.service.mapping.portcontrol;

import bauta.nat.PeerFilter;
import bauta.service.mapping.InternalEndpoint;
import bauta.service.mapping.MappingAnswer;
import bauta.service.mapping.MappingAnswer.Denial;
import bauta.service.mapping.MappingEvent;
import bauta.service.mapping.MappingLease;
import bauta.service.mapping.MappingSource;
import bauta.service.mapping.MappingStore;
import bauta.service.mapping.MappingWish;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Header;
import bauta.wire.Ipv4Prefix;
import bauta.wire.Ipv6Address;
import bauta.wire.Octets;
import bauta.wire.PcpRequest;
import bauta.wire.PcpRequest.Mapping;
import bauta.wire.PcpResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Answers PCP requests (RFC 6887 sections 8 to 15). A client speaks for its own address only: the
 * THIRD_PARTY option is prohibited. A PEER mapping is an explicit one that lets in its peers alone;
 * where a MAP mapping is there already, PEER tells that one's port. Mapping loop only.
 */
final class PcpMachine {
    private static final long LEAST_SECONDS = 120;
    private static final long MOST_SECONDS = 86_400;
    private static final int MOST_FILTERS = 8;
    private static final int MAPPED_BITS = 96;

    private final MappingStore store;
    private final LongSupplier nanos;

    PcpMachine(MappingStore store, LongSupplier nanos) {
        this.store = store;
        this.nanos = nanos;
    }

    /**
     * What to answer.
     *
     * @param result what became of it
     * @param lifetimeSeconds of the mapping
     * @param external what it has outside
     * @param options those that were understood
     */
    record Outcome(
            PcpResult result,
            long lifetimeSeconds,
            Optional<External> external,
            Optional<Options> options) {
        static Outcome of(PcpResult result) {
            return new Outcome(result, 0, Optional.empty(), Optional.empty());
        }
    }

    /**
     * An external end.
     *
     * @param address external address
     * @param port external port
     */
    record External(Ipv4Address address, int port) {}

    /**
     * Options of an answer.
     *
     * @param at where they begin
     * @param octets what they are
     */
    record Options(int at, Octets octets) {}

    /** Answers a request, now or later; a repeated one that is still asked gets no answer. */
    void next(PcpRequest request, Ipv4Address from, Consumer<Outcome> reply) {
        switch (request) {
            case PcpRequest.Wrong(PcpResult result) -> reply.accept(Outcome.of(result));
            case PcpRequest.Announce(Ipv6Address client) ->
                    reply.accept(
                            Outcome.of(
                                    isFrom(client, from)
                                            ? PcpResult.SUCCESS
                                            : PcpResult.ADDRESS_MISMATCH));
            case Mapping mapping -> {
                PcpResult bad = check(mapping, from);
                if (bad == PcpResult.SUCCESS) {
                    perform(mapping, from, outcome -> reply.accept(with(mapping, outcome)));
                } else {
                    reply.accept(Outcome.of(bad));
                }
            }
        }
    }

    private static Outcome with(Mapping mapping, Outcome outcome) {
        int body = mapping.remote() == null ? 36 : 56;
        return new Outcome(
                outcome.result(),
                outcome.lifetimeSeconds(),
                outcome.external(),
                Optional.of(new Options(PcpRequest.HEADER + body, mapping.options().octets())));
    }

    private static boolean isFrom(Ipv6Address client, Ipv4Address from) {
        return client.mapped().filter(from::equals).isPresent();
    }

    private static PcpResult check(Mapping mapping, Ipv4Address from) {
        if (!isFrom(mapping.client(), from)) {
            return PcpResult.ADDRESS_MISMATCH;
        }
        if (mapping.options().thirdParty()) {
            return PcpResult.UNSUPP_OPTION;
        }
        int protocol = mapping.inside().protocol();
        int port = mapping.inside().port();
        if (protocol == 0 && port != 0) {
            return PcpResult.MALFORMED_REQUEST;
        }
        boolean ported = protocol == Ipv4Header.PROTOCOL_TCP || protocol == Ipv4Header.PROTOCOL_UDP;
        boolean all = protocol == 0 || port == 0;
        boolean ends = mapping.remote() == null && mapping.lifetimeSeconds() == 0;
        if (!ported && !(protocol == 0 && ends)) {
            return PcpResult.UNSUPP_PROTOCOL;
        }
        return all && !ends ? PcpResult.NOT_AUTHORIZED : PcpResult.SUCCESS;
    }

    private void perform(Mapping mapping, Ipv4Address from, Consumer<Outcome> reply) {
        InternalEndpoint internal =
                new InternalEndpoint(from, mapping.inside().protocol(), mapping.inside().port());
        Optional<MappingLease> known = store.of(internal);
        if (mapping.lifetimeSeconds() == 0) {
            reply.accept(Outcome.of(end(mapping, internal, known)));
        } else if (mapping.remote() == null) {
            map(mapping, internal, known, reply);
        } else {
            peer(mapping, internal, known, reply);
        }
    }

    private PcpResult end(
            Mapping mapping, InternalEndpoint internal, Optional<MappingLease> known) {
        if (internal.port() == 0) {
            store.all().stream()
                    .filter(lease -> lease.internal().address().equals(internal.address()))
                    .filter(lease -> isOf(lease, internal.protocol()))
                    .filter(lease -> lease.terms().ticket().equals(mapping.nonce()))
                    .forEach(lease -> store.remove(lease, MappingEvent.What.DELETED, false));
            return PcpResult.SUCCESS;
        }
        boolean peer = mapping.remote() != null;
        Optional<MappingLease> his = known.filter(lease -> !peer || lease.terms().peer());
        if (his.isPresent() && !his.get().isEndedBy(mapping.nonce())) {
            return PcpResult.NOT_AUTHORIZED;
        }
        his.ifPresent(lease -> store.remove(lease, MappingEvent.What.DELETED, false));
        return PcpResult.SUCCESS;
    }

    private static boolean isOf(MappingLease lease, int protocol) {
        return protocol == 0 || lease.internal().protocol() == protocol;
    }

    private void map(
            Mapping mapping,
            InternalEndpoint internal,
            Optional<MappingLease> known,
            Consumer<Outcome> reply) {
        List<PeerFilter> filters = new ArrayList<>();
        PcpResult bad = filters(mapping, known, filters);
        bad = bad == PcpResult.SUCCESS ? preference(mapping, known) : bad;
        if (bad != PcpResult.SUCCESS) {
            reply.accept(Outcome.of(bad));
            return;
        }
        int suggested = mapping.suggested().port();
        boolean exactly = mapping.options().preferFailure() && suggested != 0;
        ask(mapping, internal, filters, exactly, reply);
    }

    private void ask(
            Mapping mapping,
            InternalEndpoint internal,
            List<PeerFilter> filters,
            boolean exactly,
            Consumer<Outcome> reply) {
        boolean peer = mapping.remote() != null;
        long seconds = Math.clamp(mapping.lifetimeSeconds(), LEAST_SECONDS, MOST_SECONDS);
        MappingWish wish =
                new MappingWish(
                        MappingSource.PCP,
                        internal,
                        mapping.suggested().port(),
                        exactly,
                        Duration.ofSeconds(seconds),
                        new MappingLease.Terms(mapping.nonce(), "", filters, peer));
        store.ask(wish, answer -> answered(exactly, answer, reply));
    }

    /** Filters stay until they are taken off by one of prefix length 0 (section 13.3). */
    private static PcpResult filters(
            Mapping mapping, Optional<MappingLease> known, List<PeerFilter> filters) {
        known.filter(lease -> !lease.terms().peer())
                .ifPresent(lease -> filters.addAll(lease.terms().filters()));
        for (PcpRequest.Filter filter : mapping.options().filters()) {
            if (filter.prefixLength() == 0) {
                filters.clear();
                continue;
            }
            Optional<Ipv4Address> address = filter.remote().address().mapped();
            if (address.isEmpty() || filter.prefixLength() < MAPPED_BITS) {
                return PcpResult.MALFORMED_OPTION;
            }
            Ipv4Prefix prefix = new Ipv4Prefix(address.get(), filter.prefixLength() - MAPPED_BITS);
            PeerFilter one = new PeerFilter(prefix, filter.remote().port());
            if (!filters.contains(one)) {
                filters.add(one);
            }
        }
        return filters.size() > MOST_FILTERS ? PcpResult.EXCESSIVE_REMOTE_PEERS : PcpResult.SUCCESS;
    }

    private PcpResult preference(Mapping mapping, Optional<MappingLease> known) {
        if (!mapping.options().preferFailure()) {
            return PcpResult.SUCCESS;
        }
        int port = mapping.suggested().port();
        boolean otherPort =
                port != 0
                        && known.filter(lease -> lease.externalPort() != port)
                                .filter(lease -> !lease.isForeignTo(mapping.nonce()))
                                .isPresent();
        Optional<Ipv4Address> address = mapping.suggested().address().mapped();
        boolean any = address.filter(a -> a.bits() != 0).isEmpty();
        boolean otherAddress = !any && !address.equals(store.external());
        return otherPort || otherAddress ? PcpResult.CANNOT_PROVIDE_EXTERNAL : PcpResult.SUCCESS;
    }

    private void peer(
            Mapping mapping,
            InternalEndpoint internal,
            Optional<MappingLease> known,
            Consumer<Outcome> reply) {
        PcpRequest.Endpoint remote = mapping.remote();
        Optional<Ipv4Address> address =
                remote == null ? Optional.empty() : remote.address().mapped();
        if (remote == null || address.isEmpty() || remote.port() == 0) {
            reply.accept(Outcome.of(PcpResult.MALFORMED_REQUEST));
            return;
        }
        Optional<MappingLease> wider = known.filter(lease -> !lease.terms().peer());
        if (wider.isPresent()) {
            answered(false, new MappingAnswer.Granted(wider.get()), reply);
            return;
        }
        PeerFilter filter = new PeerFilter(new Ipv4Prefix(address.get(), 32), remote.port());
        List<PeerFilter> before = known.map(lease -> lease.terms().filters()).orElse(List.of());
        if (before.size() >= MOST_FILTERS && !before.contains(filter)) {
            reply.accept(Outcome.of(PcpResult.EXCESSIVE_REMOTE_PEERS));
            return;
        }
        ask(mapping, internal, List.of(filter), false, reply);
    }

    private void answered(boolean exactly, MappingAnswer answer, Consumer<Outcome> reply) {
        switch (answer) {
            case MappingAnswer.Granted(MappingLease lease) ->
                    reply.accept(
                            lease.state() == MappingLease.State.OPEN
                                    ? granted(lease)
                                    : Outcome.of(PcpResult.NETWORK_FAILURE));
            case MappingAnswer.Denied(Denial why) -> {
                if (why != Denial.BUSY) {
                    reply.accept(Outcome.of(result(why, exactly)));
                }
            }
        }
    }

    private Outcome granted(MappingLease lease) {
        return store.external()
                .map(address ->
                        new Outcome(
                                PcpResult.SUCCESS,
                                lease.secondsLeft(nanos.getAsLong()),
                                Optional.of(new External(address, lease.externalPort())),
                                Optional.empty()))
                .orElse(Outcome.of(PcpResult.NETWORK_FAILURE));
    }

    private static PcpResult result(Denial why, boolean exactly) {
        return switch (why) {
            case ASKED, REFUSED, OTHER_TICKET -> PcpResult.NOT_AUTHORIZED;
            case QUOTA -> PcpResult.USER_EX_QUOTA;
            case NO_PORT, BUSY -> PcpResult.NO_RESOURCES;
            case PORT_TAKEN -> exactly ? PcpResult.CANNOT_PROVIDE_EXTERNAL : PcpResult.NO_RESOURCES;
            case NO_UPLINK -> PcpResult.NETWORK_FAILURE;
        };
    }
}
