package bauta.fuzz;

import bauta.wire.DnsProbe;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/** Header and first question of a DNS message, and every walk over names from anywhere in it. */
@Tag("fuzz")
class DnsHeaderFuzz {
    @FuzzTest
    void check(byte[] bytes) {
        DnsProbe.readEverything(bytes, "fuzz");
    }
}
