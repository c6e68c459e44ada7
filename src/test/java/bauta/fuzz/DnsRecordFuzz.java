package bauta.fuzz;

import bauta.wire.DnsProbe;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/** Records of a DNS message. */
@Tag("fuzz")
class DnsRecordFuzz {
    @FuzzTest
    void check(byte[] bytes) {
        DnsProbe.readEverything(bytes, "fuzz");
    }
}
