package bauta.fuzz;

import bauta.wire.DnsHeader;
import bauta.wire.DnsProbe;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Tag;

/** Header and first question of a DNS message, and every walk over names from anywhere in it. */
@Tag("fuzz")
class DnsHeaderFuzz {
    @FuzzTest
    void check(byte[] bytes) {
        ByteBuf message = Unpooled.wrappedBuffer(bytes);
        DnsHeader.check(message, 0, bytes.length);
        DnsHeader.checkQuestion(message, 0, bytes.length);
        DnsProbe.readEverything(bytes, "fuzz");
    }
}
