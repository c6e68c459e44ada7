package bauta.fuzz;

import bauta.alg.SessionProbe;
import bauta.alg.quake.QuakeAlg;
import bauta.forward.AlgDriver;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/** What a player and a server of Quake say, to the gateway alone and on the whole path. */
@Tag("fuzz")
class QuakeFuzz {
    @FuzzTest
    void datagrams(byte[] bytes) {
        SessionProbe.run(new QuakeAlg(), bytes);
    }

    @FuzzTest
    void path(byte[] bytes) {
        AlgDriver.run(new QuakeAlg(), bytes);
    }
}
