package bauta.wire;

import bauta.engine.DropReason;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Requests of PCP (RFC 6887), version 2, as a server reads them. What a server has to answer with
 * an error is a request too: {@link Wrong}.
 *
 * <pre>
 *   0: version, R and opcode, reserved   4: lifetime    8: client address
 *  24: nonce (MAP, PEER)                36: protocol   40: internal port  42: external port
 *  44: external address                 60: remote port (PEER)            64: remote address (PEER)
 *  then options: code, reserved, length, data padded to four octets
 * </pre>
 */
public sealed interface PcpRequest {
    /** The version of the protocol. */
    int VERSION = 2;

    /** Octets of the header. */
    int HEADER = 24;

    /** Octets of the longest message. */
    int MOST_OCTETS = 1100;

    /** ANNOUNCE: is the server there, and has it lost anything? */
    int OPCODE_ANNOUNCE = 0;

    /** MAP: let others in. */
    int OPCODE_MAP = 1;

    /** PEER: keep the way to one peer open. */
    int OPCODE_PEER = 2;

    /** The option that names another host as the owner. */
    int OPTION_THIRD_PARTY = 1;

    /** The option that wants no other port than the suggested one. */
    int OPTION_PREFER_FAILURE = 2;

    /** The option that says who may come in. */
    int OPTION_FILTER = 3;

    /** Octets of a nonce. */
    int NONCE = 12;

    private static int body(int opcode) {
        return switch (opcode) {
            case OPCODE_ANNOUNCE -> 0;
            case OPCODE_MAP -> 36;
            case OPCODE_PEER -> 56;
            default -> -1;
        };
    }

    /**
     * ANNOUNCE.
     *
     * @param client what the client takes for its own address
     */
    record Announce(Ipv6Address client) implements PcpRequest {}

    /**
     * MAP or PEER.
     *
     * @param opcode {@link #OPCODE_MAP} or {@link #OPCODE_PEER}
     * @param client what the client takes for its own address
     * @param lifetimeSeconds for how long, 32 bits without a sign; 0 ends it
     * @param nonce as hex: what only that client knows
     * @param inside whose
     * @param suggested what it would like outside
     * @param remote the peer of PEER; null for MAP
     * @param options those that were understood
     */
    record Mapping(
            int opcode,
            Ipv6Address client,
            long lifetimeSeconds,
            String nonce,
            Inside inside,
            Endpoint suggested,
            @Nullable Endpoint remote,
            Options options)
            implements PcpRequest {}

    /**
     * The internal end.
     *
     * @param protocol protocol number, 0 for all
     * @param port port, 0 for all
     */
    record Inside(int protocol, int port) {}

    /**
     * An end outside.
     *
     * @param address IPv4 addresses are mapped ones
     * @param port port
     */
    record Endpoint(Ipv6Address address, int port) {}

    /**
     * The options that were understood.
     *
     * @param thirdParty whether another host is named as the owner
     * @param preferFailure whether no other port will do
     * @param filters who may come in; a prefix length of 0 takes all earlier ones off
     * @param octets those options as they came, for the answer
     */
    record Options(
            boolean thirdParty, boolean preferFailure, List<Filter> filters, Octets octets) {}

    /**
     * Who may come in.
     *
     * @param prefixLength of 128 bits
     * @param remote address and port; port 0 for any
     */
    record Filter(int prefixLength, Endpoint remote) {}

    /**
     * A request that only an error can answer.
     *
     * @param result which
     */
    record Wrong(PcpResult result) implements PcpRequest {}

    /**
     * Reads a request.
     *
     * @param buf where it lies
     * @param at its first octet
     * @param end behind its last octet
     */
    static Decoded<PcpRequest> parse(ByteBuf buf, int at, int end) {
        int length = end - at;
        if (length < 2) {
            return new Decoded.Malformed<>(DropReason.PCP_TRUNCATED, length);
        }
        if (buf.getUnsignedByte(at + 1) >= 128) {
            return new Decoded.Malformed<>(DropReason.PCP_RESPONSE, 1);
        }
        if (buf.getUnsignedByte(at) != VERSION) {
            return wrong(PcpResult.UNSUPP_VERSION);
        }
        if (length < HEADER || length > MOST_OCTETS || length % 4 != 0) {
            return wrong(PcpResult.MALFORMED_REQUEST);
        }
        int opcode = buf.getUnsignedByte(at + 1);
        int body = body(opcode);
        if (body < 0) {
            return wrong(PcpResult.UNSUPP_OPCODE);
        }
        return length < HEADER + body
                ? wrong(PcpResult.MALFORMED_REQUEST)
                : new Decoded.Ok<>(whole(buf, at, at + HEADER + body, end));
    }

    private static Decoded<PcpRequest> wrong(PcpResult result) {
        return new Decoded.Ok<>(new Wrong(result));
    }

    private static PcpRequest whole(ByteBuf buf, int at, int options, int end) {
        int opcode = buf.getUnsignedByte(at + 1);
        OptionWalk walk = new OptionWalk(opcode);
        PcpResult result = walk.walk(buf, options, end);
        if (result != PcpResult.SUCCESS) {
            return new Wrong(result);
        }
        Ipv6Address client = address(buf, at + 8);
        if (opcode == OPCODE_ANNOUNCE) {
            return new Announce(client);
        }
        byte[] nonce = new byte[NONCE];
        buf.getBytes(at + HEADER, nonce);
        return new Mapping(
                opcode,
                client,
                buf.getUnsignedInt(at + 4),
                HexFormat.of().formatHex(nonce),
                new Inside(buf.getUnsignedByte(at + 36), buf.getUnsignedShort(at + 40)),
                new Endpoint(address(buf, at + 44), buf.getUnsignedShort(at + 42)),
                opcode == OPCODE_MAP
                        ? null
                        : new Endpoint(address(buf, at + 64), buf.getUnsignedShort(at + 60)),
                walk.options());
    }

    private static Ipv6Address address(ByteBuf buf, int at) {
        return new Ipv6Address(buf.getLong(at), buf.getLong(at + 8));
    }

    /** Reads options one after the other, once. */
    final class OptionWalk {
        private static final int HEAD = 4;
        private static final int FIRST_OPTIONAL = 128;
        private static final int FILTER_OCTETS = 20;
        private static final int MOST_FILTERS = 8;

        private final int opcode;
        private final List<Filter> filters = new ArrayList<>();
        private boolean thirdParty;
        private boolean preferFailure;
        private final ByteArrayOutputStream understood = new ByteArrayOutputStream();

        private OptionWalk(int opcode) {
            this.opcode = opcode;
        }

        private PcpResult walk(ByteBuf buf, int from, int end) {
            int at = from;
            while (at < end) {
                if (end - at < HEAD) {
                    return PcpResult.MALFORMED_OPTION;
                }
                int length = buf.getUnsignedShort(at + 2);
                int next = at + HEAD + (length + 3 & ~3);
                if (next > end) {
                    return PcpResult.MALFORMED_OPTION;
                }
                PcpResult result = option(buf, at, length);
                if (result != PcpResult.SUCCESS) {
                    return result;
                }
                if (buf.getUnsignedByte(at) < FIRST_OPTIONAL) {
                    keep(buf, at, next);
                }
                at = next;
            }
            return PcpResult.SUCCESS;
        }

        private PcpResult option(ByteBuf buf, int at, int length) {
            int code = buf.getUnsignedByte(at);
            boolean map = opcode == OPCODE_MAP;
            if (code == OPTION_THIRD_PARTY && opcode != OPCODE_ANNOUNCE) {
                boolean right = length == 16 && !thirdParty;
                thirdParty = true;
                return right ? PcpResult.SUCCESS : PcpResult.MALFORMED_OPTION;
            }
            if (code == OPTION_PREFER_FAILURE && map) {
                boolean right = length == 0 && !preferFailure;
                preferFailure = true;
                return right ? PcpResult.SUCCESS : PcpResult.MALFORMED_OPTION;
            }
            if (code == OPTION_FILTER && map) {
                return filter(buf, at + HEAD, length);
            }
            return code < FIRST_OPTIONAL ? PcpResult.UNSUPP_OPTION : PcpResult.SUCCESS;
        }

        private PcpResult filter(ByteBuf buf, int at, int length) {
            if (length != FILTER_OCTETS || buf.getUnsignedByte(at + 1) > 128) {
                return PcpResult.MALFORMED_OPTION;
            }
            if (filters.size() == MOST_FILTERS) {
                return PcpResult.EXCESSIVE_REMOTE_PEERS;
            }
            filters.add(
                    new Filter(
                            buf.getUnsignedByte(at + 1),
                            new Endpoint(address(buf, at + 4), buf.getUnsignedShort(at + 2))));
            return PcpResult.SUCCESS;
        }

        private void keep(ByteBuf buf, int from, int end) {
            byte[] octets = new byte[end - from];
            buf.getBytes(from, octets);
            understood.writeBytes(octets);
        }

        private Options options() {
            return new Options(
                    thirdParty,
                    preferFailure,
                    List.copyOf(filters),
                    Octets.of(understood.toByteArray()));
        }
    }
}
