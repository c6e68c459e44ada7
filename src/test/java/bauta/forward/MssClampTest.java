package bauta.forward;

import static bauta.forward.Rig.HOST;
import static bauta.forward.Rig.OUR;
import static bauta.forward.Rig.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.wire.PacketBytes;
import bauta.wire.TcpHeader;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;

class MssClampTest {
    private static final int SYN = TcpHeader.SYN;

    private record Case(int mtuBytes, int offered, int want) {}

    private static byte[] option(int mss) {
        return new byte[] {2, 4, (byte) (mss >>> 8), (byte) mss, 1, 3, 3, 7};
    }

    private static int mss(byte[] packet) {
        var buf = Unpooled.wrappedBuffer(packet);
        return buf.getUnsignedShort(TcpHeader.mssAt(buf, 20));
    }

    @Test
    void bothEndsAreHeldToTheLine() {
        for (Case row :
                List.of(
                        new Case(1492, 1460, 1452),
                        new Case(1492, 1452, 1452),
                        new Case(1492, 1451, 1451),
                        new Case(1454, 1460, 1414),
                        new Case(1454, 65_535, 1414),
                        new Case(1500, 1460, 1460),
                        new Case(1500, 9000, 1460),
                        new Case(1492, 0, 0))) {
            Rig rig = new Rig();
            rig.attach(OUR, row.mtuBytes);
            rig.fromLan(PacketBytes.tcp(HOST, 9, PEER, 443, SYN, 0, option(row.offered)));
            assertThat(mss(rig.toWan())).as("%s", row).isEqualTo(row.want);
            int answer = SYN | TcpHeader.ACK;
            rig.fromWan(PacketBytes.tcp(PEER, 443, OUR, 9, answer, 0, option(row.offered)));
            assertThat(mss(rig.toLan())).as("%s", row).isEqualTo(row.want);
        }
    }

    @Test
    void onlySynsAreTouched() {
        Rig rig = new Rig();
        rig.fromLan(PacketBytes.tcp(HOST, 9, PEER, 443, SYN, 0));
        rig.toWan();
        byte[] segment = PacketBytes.tcp(HOST, 9, PEER, 443, TcpHeader.ACK, 0, option(9000));
        rig.fromLan(segment);
        assertThat(mss(rig.toWan())).isEqualTo(9000);
    }
}
