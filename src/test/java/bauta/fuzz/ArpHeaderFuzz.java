package bauta.fuzz;

import bauta.engine.DropReason;
import bauta.wire.ArpHeader;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Tag;

/** After {@code check} said {@code NONE} no accessor of {@link ArpHeader} may throw. */
@Tag("fuzz")
class ArpHeaderFuzz {
    @FuzzTest
    void check(byte[] bytes) {
        ByteBuf buf = Unpooled.wrappedBuffer(bytes);
        if (ArpHeader.check(buf, 0, bytes.length) == DropReason.NONE) {
            ArpHeader.operation(buf, 0);
            ArpHeader.senderMac(buf, 0);
            ArpHeader.senderAddress(buf, 0);
            ArpHeader.targetAddress(buf, 0);
            ArpHeader.writeProbe(buf, 0, 1, 2);
        }
    }
}
