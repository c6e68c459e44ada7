package bauta.fuzz;

import bauta.service.dhcp.DhcpMachineProbe;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/** The whole DHCP server's machine under anything that comes as datagrams. */
@Tag("fuzz")
class DhcpMachineFuzz {
    @FuzzTest
    void feed(byte[] bytes) {
        DhcpMachineProbe.feed(bytes, "fuzz");
    }
}
