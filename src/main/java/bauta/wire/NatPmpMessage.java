package bauta.wire;

import bauta.engine.DropReason;
import io.netty.buffer.ByteBuf;

/**
 * Messages of NAT-PMP (RFC 6886 section 3), version 0.
 *
 * <pre>
 *  request   0: version, opcode            2: -           4: internal port  6: external port  8: lifetime
 *  response  0: version, 128 + opcode      2: result      4: seconds since epoch
 *                                          8: address, or internal port and external port    12: lifetime
 * </pre>
 */
public sealed interface NatPmpMessage {
    /** The version of the protocol. */
    int VERSION = 0;

    /** What is the external address? */
    int OPCODE_ADDRESS = 0;

    /** Map a UDP port. */
    int OPCODE_UDP = 1;

    /** Map a TCP port. */
    int OPCODE_TCP = 2;

    /** It is done. */
    int SUCCESS = 0;

    /** The version is not spoken here. */
    int UNSUPPORTED_VERSION = 1;

    /** The host may not have that. */
    int NOT_AUTHORIZED = 2;

    /** The gateway has no external address. */
    int NETWORK_FAILURE = 3;

    /** There is no room. */
    int OUT_OF_RESOURCES = 4;

    /** The opcode is not known. */
    int UNSUPPORTED_OPCODE = 5;

    /** Octets of the longest message. */
    int MOST_OCTETS = 16;

    /** What a host asks. */
    sealed interface Request extends NatPmpMessage {}

    /** The external address, please. */
    record AddressRequest() implements Request {}

    /**
     * A port, please; or, with lifetime 0, no more.
     *
     * @param opcode {@link #OPCODE_UDP} or {@link #OPCODE_TCP}
     * @param internalPort the host's port; 0 with lifetime 0 means all of that protocol
     * @param externalPort the port it would like, 0 for any
     * @param lifetimeSeconds for how long, 32 bits without a sign
     */
    record MapRequest(int opcode, int internalPort, int externalPort, long lifetimeSeconds)
            implements Request {
        /** Returns the protocol number that the opcode stands for. */
        public int protocol() {
            return opcode == OPCODE_TCP ? Ipv4Header.PROTOCOL_TCP : Ipv4Header.PROTOCOL_UDP;
        }
    }

    /**
     * Something that is not known here, to be answered with an error.
     *
     * @param opcode as it was, below 128
     */
    record UnknownRequest(int opcode) implements Request {}

    /** What is answered. */
    sealed interface Response extends NatPmpMessage {}

    /**
     * The external address.
     *
     * @param result {@link #SUCCESS} or {@link #NETWORK_FAILURE}, …
     * @param epochSeconds since the table of mappings began
     * @param address 0.0.0.0 when there is none
     */
    record AddressResponse(int result, long epochSeconds, Ipv4Address address)
            implements Response {}

    /**
     * The answer to a {@link MapRequest}.
     *
     * @param opcode of the request
     * @param result {@link #SUCCESS}, …
     * @param epochSeconds since the table of mappings began
     * @param internalPort of the request
     * @param externalPort given; 0 with an error or a deletion
     * @param lifetimeSeconds given
     */
    record MapResponse(
            int opcode,
            int result,
            long epochSeconds,
            int internalPort,
            int externalPort,
            long lifetimeSeconds)
            implements Response {}

    /**
     * An error without anything more.
     *
     * @param opcode of the request
     * @param result why
     * @param epochSeconds since the table of mappings began
     */
    record ErrorResponse(int opcode, int result, long epochSeconds) implements Response {}

    /**
     * Reads a request of version 0.
     *
     * @param buf where it lies
     * @param at its first octet
     * @param end behind its last octet
     */
    static Decoded<Request> parse(ByteBuf buf, int at, int end) {
        int length = end - at;
        if (length < 2) {
            return new Decoded.Malformed<>(DropReason.PCP_TRUNCATED, length);
        }
        int opcode = buf.getUnsignedByte(at + 1);
        if (opcode >= 128) {
            return new Decoded.Malformed<>(DropReason.PCP_RESPONSE, 1);
        }
        int wanted = opcode == OPCODE_UDP || opcode == OPCODE_TCP ? 12 : 2;
        if (opcode <= OPCODE_TCP && length != wanted) {
            return new Decoded.Malformed<>(DropReason.PCP_TRUNCATED, Math.min(length, wanted));
        }
        return new Decoded.Ok<>(
                switch (opcode) {
                    case OPCODE_ADDRESS -> new AddressRequest();
                    case OPCODE_UDP, OPCODE_TCP ->
                            new MapRequest(
                                    opcode,
                                    buf.getUnsignedShort(at + 4),
                                    buf.getUnsignedShort(at + 6),
                                    buf.getUnsignedInt(at + 8));
                    default -> new UnknownRequest(opcode);
                });
    }

    /**
     * Writes a response.
     *
     * @param buf where to, from index 0 on
     * @param response what
     * @return its length in octets
     */
    static int emit(ByteBuf buf, Response response) {
        return switch (response) {
            case AddressResponse(int result, long epoch, Ipv4Address address) -> {
                head(buf, OPCODE_ADDRESS, result, epoch);
                buf.setInt(8, address.bits());
                yield 12;
            }
            case MapResponse map -> {
                head(buf, map.opcode(), map.result(), map.epochSeconds());
                buf.setShort(8, map.internalPort());
                buf.setShort(10, map.externalPort());
                buf.setInt(12, (int) map.lifetimeSeconds());
                yield 16;
            }
            case ErrorResponse(int opcode, int result, long epoch) -> {
                head(buf, opcode, result, epoch);
                yield 8;
            }
        };
    }

    private static void head(ByteBuf buf, int opcode, int result, long epoch) {
        buf.setByte(0, VERSION);
        buf.setByte(1, 128 + opcode);
        buf.setShort(2, result);
        buf.setInt(4, (int) epoch);
    }
}
