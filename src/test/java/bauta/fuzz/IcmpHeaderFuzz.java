package bauta.fuzz;

import bauta.engine.DropReason;
import bauta.wire.IcmpHeader;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Tag;

/** After {@code check} said {@code NONE} no accessor of {@link IcmpHeader} may throw. */
@Tag("fuzz")
class IcmpHeaderFuzz {
    @FuzzTest
    void check(byte[] bytes) {
        ByteBuf buf = Unpooled.wrappedBuffer(bytes);
        if (IcmpHeader.check(buf, 0, bytes.length) == DropReason.NONE) {
            IcmpHeader.isError(IcmpHeader.type(buf, 0));
            IcmpHeader.changeIdentifier(buf, 0, 1);
            IcmpHeader.writeChecksum(buf, 0, bytes.length);
        }
    }
}
