package bauta.service.mapping.portcontrol;

import bauta.engine.DropCounters;
import bauta.engine.DropReason;
import bauta.service.mapping.MappingStore;
import bauta.wire.Decoded;
import bauta.wire.Ipv4Address;
import bauta.wire.NatPmpMessage;
import bauta.wire.PcpRequest;
import bauta.wire.PcpResponse;
import bauta.wire.PcpResult;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What a request on port 5351 is answered with. A protocol that is switched off is answered in the
 * one that is on, with "unsupported version", so that clients fall back (RFC 6887 section 9, RFC
 * 6886 section 3.5). Mapping loop only.
 */
public final class PortControlMachine {
    private final MappingStore store;
    private final NatPmpMachine natPmp;
    private final PcpMachine pcp;
    private final DropCounters drops;
    private boolean speaksNatPmp;
    private boolean speaksPcp;

    /**
     * Makes a machine that speaks both protocols.
     *
     * @param store the leases
     * @param nanos the time now
     * @param drops where requests without an answer are counted
     */
    public PortControlMachine(MappingStore store, LongSupplier nanos, DropCounters drops) {
        this.store = store;
        this.natPmp = new NatPmpMachine(store, nanos);
        this.pcp = new PcpMachine(store, nanos);
        this.drops = drops;
        speaks(true, true);
    }

    /** Says which of the two protocols are spoken. */
    public void speaks(boolean natPmpToo, boolean pcpToo) {
        speaksNatPmp = natPmpToo;
        speaksPcp = pcpToo;
    }

    /**
     * Answers a request.
     *
     * @param message from index 0 on; read before this returns
     * @param from the host that sent it
     * @param reply sends the answer to it, now or later; never called more than once
     */
    public void next(ByteBuf message, Ipv4Address from, Consumer<ByteBuf> reply) {
        int length = message.writerIndex();
        boolean old = length > 0 && message.getByte(0) == NatPmpMessage.VERSION;
        if (old && speaksNatPmp || !speaksPcp) {
            natPmp(message, from, reply);
        } else {
            pcp(message, from, reply);
        }
    }

    private void natPmp(ByteBuf message, Ipv4Address from, Consumer<ByteBuf> reply) {
        boolean other = message.writerIndex() >= 2 && message.getByte(0) != NatPmpMessage.VERSION;
        if (other) {
            foreignVersion(message, reply);
            return;
        }
        switch (NatPmpMessage.parse(message, 0, message.writerIndex())) {
            case Decoded.Malformed<NatPmpMessage.Request> bad -> drops.count(bad.reason());
            case Decoded.Ok<NatPmpMessage.Request>(var request) ->
                    natPmp.next(request, from, answer -> reply.accept(octets(answer)));
        }
    }

    private void foreignVersion(ByteBuf message, Consumer<ByteBuf> reply) {
        int opcode = message.getUnsignedByte(1);
        if (opcode >= 128) {
            drops.count(DropReason.PCP_RESPONSE);
            return;
        }
        reply.accept(
                octets(
                        new NatPmpMessage.ErrorResponse(
                                opcode, NatPmpMessage.UNSUPPORTED_VERSION, store.epochSeconds())));
    }

    private static ByteBuf octets(NatPmpMessage.Response response) {
        ByteBuf buf = Unpooled.buffer(NatPmpMessage.MOST_OCTETS, NatPmpMessage.MOST_OCTETS);
        return buf.writerIndex(NatPmpMessage.emit(buf, response));
    }

    private void pcp(ByteBuf message, Ipv4Address from, Consumer<ByteBuf> reply) {
        switch (PcpRequest.parse(message, 0, message.writerIndex())) {
            case Decoded.Malformed<PcpRequest> bad -> drops.count(bad.reason());
            case Decoded.Ok<PcpRequest>(PcpRequest.Wrong(PcpResult result)) ->
                    reply.accept(error(copy(message), result));
            case Decoded.Ok<PcpRequest>(var request) -> {
                ByteBuf answer = copy(message);
                pcp.next(request, from, done -> reply.accept(answer(answer, done)));
            }
        }
    }

    /** A copy of a request, as long as an answer may be. */
    private static ByteBuf copy(ByteBuf message) {
        int length = Math.min(message.writerIndex(), PcpRequest.MOST_OCTETS);
        int padded = Math.max(PcpRequest.HEADER, length + 3 & ~3);
        ByteBuf copy = Unpooled.buffer(padded, padded);
        copy.writeBytes(message, 0, length).writeZero(padded - length);
        return copy;
    }

    private ByteBuf error(ByteBuf copy, PcpResult result) {
        PcpResponse.answer(copy, result, result.errorSeconds(), store.epochSeconds());
        return copy;
    }

    private ByteBuf answer(ByteBuf copy, PcpMachine.Outcome outcome) {
        if (outcome.result() != PcpResult.SUCCESS) {
            return error(copy, outcome.result());
        }
        PcpResponse.answer(copy, outcome.result(), outcome.lifetimeSeconds(), store.epochSeconds());
        outcome.external()
                .ifPresent(external ->
                        PcpResponse.external(copy, external.address(), external.port()));
        outcome.options()
                .ifPresent(options -> {
                    copy.writerIndex(options.at());
                    copy.writeBytes(options.octets().toArray());
                });
        return copy;
    }

    /**
     * Returns what nobody has asked for: that the external address is another one (RFC 6886 section
     * 3.2.1), or that leases may be gone (RFC 6887 section 14.1.3). One datagram for each protocol
     * that is spoken.
     */
    public List<ByteBuf> announcements() {
        List<ByteBuf> all = new ArrayList<>();
        if (speaksNatPmp && store.external().isPresent()) {
            all.add(octets(natPmp.address()));
        }
        if (speaksPcp) {
            ByteBuf buf = Unpooled.buffer(PcpRequest.HEADER, PcpRequest.HEADER);
            buf.writeZero(PcpRequest.HEADER);
            PcpResponse.announce(buf, store.epochSeconds());
            all.add(buf);
        }
        return all;
    }
}
