package bauta.fuzz;

import bauta.alg.irc.DccRequestProbe;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/** DCC requests in lines of IRC: nothing is thrown, and what was read can be written. */
@Tag("fuzz")
class IrcDccRequestFuzz {
    @FuzzTest
    void read(byte[] bytes) {
        DccRequestProbe.read(bytes);
    }
}
