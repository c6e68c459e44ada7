package bauta.service.mapping.portcontrol;

import bauta.service.mapping.InternalEndpoint;
import bauta.service.mapping.MappingAnswer;
import bauta.service.mapping.MappingAnswer.Denial;
import bauta.service.mapping.MappingEvent;
import bauta.service.mapping.MappingLease;
import bauta.service.mapping.MappingSource;
import bauta.service.mapping.MappingStore;
import bauta.service.mapping.MappingWish;
import bauta.wire.Ipv4Address;
import bauta.wire.NatPmpMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Answers NAT-PMP requests (RFC 6886 section 3). What another program has by PCP it can neither
 * change nor end. Mapping loop only.
 */
final class NatPmpMachine {
    /** Longer than the hour that the RFC recommends, and short enough for a host that is gone. */
    static final long MOST_SECONDS = 86_400;

    private final MappingStore store;
    private final LongSupplier nanos;

    NatPmpMachine(MappingStore store, LongSupplier nanos) {
        this.store = store;
        this.nanos = nanos;
    }

    /** Answers a request, now or later; a repeated one that is still asked gets no answer. */
    void next(
            NatPmpMessage.Request request,
            Ipv4Address from,
            Consumer<NatPmpMessage.Response> reply) {
        switch (request) {
            case NatPmpMessage.AddressRequest _ -> reply.accept(address());
            case NatPmpMessage.UnknownRequest(int opcode) ->
                    reply.accept(
                            new NatPmpMessage.ErrorResponse(
                                    opcode,
                                    NatPmpMessage.UNSUPPORTED_OPCODE,
                                    store.epochSeconds()));
            case NatPmpMessage.MapRequest map when map.lifetimeSeconds() == 0 ->
                    reply.accept(answer(map, delete(map, from), 0, 0));
            case NatPmpMessage.MapRequest map when map.internalPort() == 0 ->
                    reply.accept(answer(map, NatPmpMessage.NOT_AUTHORIZED, 0, 0));
            case NatPmpMessage.MapRequest map ->
                    store.ask(wish(map, from), answer -> answered(map, answer, reply));
        }
    }

    /** Returns the external address as an answer, asked for or not. */
    NatPmpMessage.AddressResponse address() {
        Optional<Ipv4Address> external = store.external();
        return new NatPmpMessage.AddressResponse(
                external.isPresent() ? NatPmpMessage.SUCCESS : NatPmpMessage.NETWORK_FAILURE,
                store.epochSeconds(),
                external.orElse(Ipv4Address.ANY));
    }

    private static MappingWish wish(NatPmpMessage.MapRequest map, Ipv4Address from) {
        return new MappingWish(
                MappingSource.NAT_PMP,
                new InternalEndpoint(from, map.protocol(), map.internalPort()),
                map.externalPort(),
                false,
                Duration.ofSeconds(Math.min(map.lifetimeSeconds(), MOST_SECONDS)),
                MappingLease.Terms.NONE);
    }

    private NatPmpMessage.MapResponse answer(
            NatPmpMessage.MapRequest map, int result, int port, long seconds) {
        return new NatPmpMessage.MapResponse(
                map.opcode(), result, store.epochSeconds(), map.internalPort(), port, seconds);
    }

    private void answered(
            NatPmpMessage.MapRequest map,
            MappingAnswer answer,
            Consumer<NatPmpMessage.Response> reply) {
        switch (answer) {
            case MappingAnswer.Granted(MappingLease lease)
                    when lease.state() == MappingLease.State.OPEN ->
                    reply.accept(
                            answer(
                                    map,
                                    NatPmpMessage.SUCCESS,
                                    lease.externalPort(),
                                    lease.secondsLeft(nanos.getAsLong())));
            case MappingAnswer.Granted _ ->
                    reply.accept(answer(map, NatPmpMessage.NETWORK_FAILURE, 0, 0));
            case MappingAnswer.Denied(Denial why) -> {
                if (why != Denial.BUSY) {
                    reply.accept(answer(map, result(why), 0, 0));
                }
            }
        }
    }

    private static int result(Denial why) {
        return switch (why) {
            case ASKED, REFUSED, OTHER_TICKET -> NatPmpMessage.NOT_AUTHORIZED;
            case QUOTA, PORT_TAKEN, NO_PORT, BUSY -> NatPmpMessage.OUT_OF_RESOURCES;
            case NO_UPLINK -> NatPmpMessage.NETWORK_FAILURE;
        };
    }

    /** Internal port 0 stands for all that the host has by this protocol (section 3.4). */
    private int delete(NatPmpMessage.MapRequest map, Ipv4Address from) {
        if (map.internalPort() == 0) {
            store.all().stream()
                    .filter(lease -> lease.source() == MappingSource.NAT_PMP)
                    .filter(lease -> lease.internal().address().equals(from))
                    .filter(lease -> lease.internal().protocol() == map.protocol())
                    .forEach(lease -> store.remove(lease, MappingEvent.What.DELETED, false));
            return NatPmpMessage.SUCCESS;
        }
        Optional<MappingLease> known =
                store.of(new InternalEndpoint(from, map.protocol(), map.internalPort()));
        if (known.isPresent() && !known.get().isEndedBy("")) {
            return NatPmpMessage.NOT_AUTHORIZED;
        }
        known.ifPresent(lease -> store.remove(lease, MappingEvent.What.DELETED, false));
        return NatPmpMessage.SUCCESS;
    }
}
