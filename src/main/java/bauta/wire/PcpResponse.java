package bauta.wire;

import io.netty.buffer.ByteBuf;

/**
 * Responses of PCP (RFC 6887 sections 7.2, 11.1, 12.1 and 14.1), version 2. Each repeats its
 * request, with the answer written over it.
 *
 * <pre>
 *   0: version, 128 + opcode, reserved, result   4: lifetime   8: epoch   12: reserved
 *  24: as the request, 42: external port, 44: external address
 * </pre>
 */
public final class PcpResponse {
    private static final int RESPONSE = 0x80;

    private PcpResponse() {}

    /**
     * Writes the answer over a copy of its request.
     *
     * @param buf the request from index 0 on, at least a header long and a multiple of four
     * @param result what became of it
     * @param lifetimeSeconds of the mapping, or of the error
     * @param epochSeconds since the table of mappings began
     */
    public static void answer(
            ByteBuf buf, PcpResult result, long lifetimeSeconds, long epochSeconds) {
        buf.setByte(0, PcpRequest.VERSION);
        buf.setByte(1, buf.getByte(1) | RESPONSE);
        buf.setByte(2, 0);
        buf.setByte(3, result.ordinal());
        buf.setInt(4, (int) lifetimeSeconds);
        buf.setInt(8, (int) epochSeconds);
        buf.setZero(12, PcpRequest.HEADER - 12);
    }

    /**
     * Writes the external end of a mapping into the answer of MAP or PEER.
     *
     * @param buf the answer
     * @param address the external address
     * @param port the external port
     */
    public static void external(ByteBuf buf, Ipv4Address address, int port) {
        Ipv6Address mapped = Ipv6Address.mapped(address);
        buf.setShort(42, port);
        buf.setLong(44, mapped.high());
        buf.setLong(52, mapped.low());
    }

    /**
     * Writes an ANNOUNCE that nobody has asked for (section 14.1.3).
     *
     * @param buf where to, from index 0 on
     * @param epochSeconds since the table of mappings began
     * @return its length
     */
    public static int announce(ByteBuf buf, long epochSeconds) {
        buf.setByte(1, PcpRequest.OPCODE_ANNOUNCE);
        answer(buf, PcpResult.SUCCESS, 0, epochSeconds);
        return PcpRequest.HEADER;
    }
}
