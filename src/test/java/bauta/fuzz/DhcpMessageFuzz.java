package bauta.fuzz;

import bauta.wire.DhcpProbe;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/** DHCP messages from anybody on the LAN. */
@Tag("fuzz")
class DhcpMessageFuzz {
    @FuzzTest
    void parse(byte[] bytes) {
        DhcpProbe.readEverything(bytes, "fuzz");
    }
}
