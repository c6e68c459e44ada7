package bauta.fuzz;

import bauta.alg.SessionProbe;
import bauta.alg.vdolive.VdoliveAlg;
import bauta.forward.AlgDriver;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/** What a player and a server of VDOLive say, to the gateway alone and on the whole path. */
@Tag("fuzz")
class VdoliveFuzz {
    @FuzzTest
    void stream(byte[] bytes) {
        SessionProbe.run(new VdoliveAlg(), bytes);
    }

    @FuzzTest
    void path(byte[] bytes) {
        AlgDriver.run(new VdoliveAlg(), bytes);
    }
}
