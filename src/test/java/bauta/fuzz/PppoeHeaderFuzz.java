package bauta.fuzz;

import bauta.engine.DropReason;
import bauta.wire.PppHeader;
import bauta.wire.PppoeHeader;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Tag;

/** After a check that found nothing, no accessor reads outside. */
@Tag("fuzz")
class PppoeHeaderFuzz {
    @FuzzTest
    void check(byte[] bytes) {
        ByteBuf frame = Unpooled.wrappedBuffer(bytes);
        if (PppoeHeader.check(frame, 0, bytes.length) != DropReason.NONE) {
            return;
        }
        int end = PppoeHeader.LENGTH + PppoeHeader.payloadLength(frame, 0);
        int sum = PppoeHeader.code(frame, 0) + PppoeHeader.sessionId(frame, 0);
        if (PppHeader.check(frame, PppoeHeader.LENGTH, end) == DropReason.NONE) {
            sum += PppHeader.protocol(frame, PppoeHeader.LENGTH);
        }
        if (end > bytes.length || sum < 0) {
            throw new AssertionError("reads outside");
        }
    }
}
