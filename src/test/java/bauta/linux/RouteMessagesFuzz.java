package bauta.linux;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;

/** Whatever lengths stand in a netlink message, the walk ends and reads nothing outside of it. */
@Tag("fuzz")
class RouteMessagesFuzz {
    @FuzzTest
    void read(byte[] input) {
        NetlinkMessages messages = new NetlinkMessages(ByteBuffer.wrap(input));
        int count = 0;
        while (messages.next()) {
            RouteMessages.read(messages, _ -> {});
            count++;
        }
        if (count > input.length / NetlinkRequest.HEADER_BYTES) {
            throw new AssertionError("more messages than fit");
        }
    }
}
