package bauta.fuzz;

import bauta.engine.DropReason;
import bauta.wire.EthernetHeader;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Tag;

/** After {@code check} said {@code NONE} no accessor of {@link EthernetHeader} may throw. */
@Tag("fuzz")
class EthernetHeaderFuzz {
    @FuzzTest
    void check(byte[] bytes) {
        ByteBuf buf = Unpooled.wrappedBuffer(bytes);
        if (EthernetHeader.check(buf, 0, bytes.length) == DropReason.NONE) {
            EthernetHeader.destination(buf, 0);
            EthernetHeader.type(buf, 0);
            EthernetHeader.write(buf, 0, 1, 2, 3);
        }
    }
}
