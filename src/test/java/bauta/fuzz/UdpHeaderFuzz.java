package bauta.fuzz;

import bauta.engine.DropReason;
import bauta.wire.UdpHeader;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Tag;

/** After {@code check} said {@code NONE} no accessor of {@link UdpHeader} may throw. */
@Tag("fuzz")
class UdpHeaderFuzz {
    @FuzzTest
    void check(byte[] bytes) {
        ByteBuf buf = Unpooled.wrappedBuffer(bytes);
        if (UdpHeader.check(buf, 0, bytes.length) == DropReason.NONE) {
            UdpHeader.computeChecksum(buf, 0, 1, 2);
            UdpHeader.changePorts(buf, 0, 1, 2);
        }
    }
}
