package bauta.fuzz;

import bauta.wire.Decoded;
import bauta.wire.NatPmpMessage;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Tag;

/** Any bytes are a request or are refused. */
@Tag("fuzz")
class NatPmpMessageFuzz {
    @FuzzTest
    void parse(byte[] bytes) {
        Decoded<NatPmpMessage.Request> read =
                NatPmpMessage.parse(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
        assert read instanceof Decoded.Malformed || bytes.length >= 2;
    }
}
