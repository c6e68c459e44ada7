package bauta.fuzz;

import bauta.alg.SessionProbe;
import bauta.alg.cuseeme.CuseemeAlg;
import bauta.forward.AlgDriver;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/** What two ends of CU-SeeMe say, to the gateway alone and on the whole path. */
@Tag("fuzz")
class CuseemeFuzz {
    @FuzzTest
    void datagrams(byte[] bytes) {
        SessionProbe.run(new CuseemeAlg(), bytes);
    }

    @FuzzTest
    void path(byte[] bytes) {
        AlgDriver.run(new CuseemeAlg(), bytes);
    }
}
