package bauta.fuzz;

import bauta.wire.Decoded;
import bauta.wire.PppoeMessage;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Tag;

/** Any bytes parse or are refused; what parses can be emitted. */
@Tag("fuzz")
class PppoeMessageFuzz {
    @FuzzTest
    void parse(byte[] bytes) {
        ByteBuf from = Unpooled.wrappedBuffer(bytes);
        if (PppoeMessage.parse(from, 0, bytes.length)
                instanceof Decoded.Ok<PppoeMessage>(var message)) {
            message.emit(Unpooled.buffer(bytes.length + 16), 0);
        }
    }
}
