package bauta.fuzz;

import bauta.wire.DhcpMessage;
import bauta.wire.DhcpProbe;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Tag;

/** DHCP messages from anybody on the LAN. */
@Tag("fuzz")
class DhcpMessageFuzz {
    @FuzzTest
    void parse(byte[] bytes) {
        ByteBuf message = Unpooled.wrappedBuffer(bytes);
        DhcpMessage.parse(message, 0, bytes.length);
        DhcpProbe.readEverything(bytes, "fuzz");
    }
}
