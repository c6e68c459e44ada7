package bauta.fuzz;

import bauta.engine.DropReason;
import bauta.wire.TcpHeader;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Tag;

/** After {@code check} said {@code NONE} no accessor of {@link TcpHeader} may throw. */
@Tag("fuzz")
class TcpHeaderFuzz {
    @FuzzTest
    void check(byte[] bytes) {
        ByteBuf buf = Unpooled.wrappedBuffer(bytes);
        if (TcpHeader.check(buf, 0, bytes.length) == DropReason.NONE) {
            int mssAt = TcpHeader.mssAt(buf, 0);
            if (mssAt >= 0) {
                TcpHeader.changeOption16(buf, 0, mssAt, 1400);
            }
            TcpHeader.windowScaleAt(buf, 0);
            TcpHeader.changePorts(buf, 0, 1, 2);
            TcpHeader.computeChecksum(buf, 0, bytes.length, 3);
        }
    }
}
