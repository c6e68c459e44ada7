package bauta.fuzz;

import bauta.uplink.UplinkBench;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/** Any frames at any time: nothing is thrown, no frame is lost, few are sent, and it heals. */
@Tag("fuzz")
class PppoeUplinkFuzz {
    @FuzzTest
    void receive(byte[] bytes) {
        new UplinkBench().drive(bytes);
    }
}
