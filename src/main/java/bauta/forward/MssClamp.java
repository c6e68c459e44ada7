package bauta.forward;

import bauta.engine.HotPath;
import bauta.wire.Ipv4Header;
import bauta.wire.TcpHeader;
import io.netty.buffer.ByteBuf;

/**
 * Lowers the maximum segment size that a SYN offers to what the path takes without fragments: the
 * smaller MTU of both links less 40. Never raises it, never adds the option.
 */
@HotPath
final class MssClamp {
    private static final int HEADERS = Ipv4Header.LENGTH + TcpHeader.LENGTH;

    private MssClamp() {}

    static void clamp(ByteBuf buf, int tcpAt, int mtuBytes) {
        int valueAt = TcpHeader.mssAt(buf, tcpAt);
        int most = mtuBytes - HEADERS;
        if (valueAt >= 0 && buf.getUnsignedShort(valueAt) > most) {
            TcpHeader.changeOption16(buf, tcpAt, valueAt, most);
        }
    }
}
