package bauta.fuzz;

import bauta.engine.DropReason;
import bauta.wire.Ipv4Header;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Tag;

/** After {@code check} said {@code NONE} no accessor of {@link Ipv4Header} may throw. */
@Tag("fuzz")
class Ipv4HeaderFuzz {
    @FuzzTest
    void check(byte[] bytes) {
        ByteBuf buf = Unpooled.wrappedBuffer(bytes);
        if (Ipv4Header.check(buf, 0, bytes.length) == DropReason.NONE) {
            Ipv4Header.fragmentOffset(buf, 0);
            Ipv4Header.addresses(buf, 0);
            Ipv4Header.decrementTtl(buf, 0);
            Ipv4Header.changeSource(buf, 0, 1);
            Ipv4Header.writeChecksum(buf, 0);
            buf.slice(0, Ipv4Header.totalLength(buf, 0)).getByte(Ipv4Header.payload(buf, 0) - 1);
        }
    }
}
