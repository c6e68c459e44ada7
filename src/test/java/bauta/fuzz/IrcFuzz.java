package bauta.fuzz;

import bauta.alg.irc.IrcAlg;
import bauta.forward.AlgDriver;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/** IRC's gateway on the whole path: what it does not understand leaves as it came. */
@Tag("fuzz")
class IrcFuzz {
    @FuzzTest
    void path(byte[] bytes) {
        AlgDriver.run(new IrcAlg(), bytes);
    }
}
