package bauta.fuzz;

import bauta.wire.DnsProbe;
import bauta.wire.DnsRecord;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Tag;

/** Records of a DNS message. */
@Tag("fuzz")
class DnsRecordFuzz {
    @FuzzTest
    void check(byte[] bytes) {
        ByteBuf message = Unpooled.wrappedBuffer(bytes);
        for (int at = 0; at < bytes.length; at++) {
            DnsRecord.check(message, at, bytes.length);
        }
        DnsProbe.readEverything(bytes, "fuzz");
    }
}
