package bauta.fuzz;

import bauta.alg.SessionProbe;
import bauta.alg.raudio.RaudioAlg;
import bauta.forward.AlgDriver;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/** What a player and a server of RTSP or PNA say, to the gateway alone and on the whole path. */
@Tag("fuzz")
class RaudioFuzz {
    @FuzzTest
    void stream(byte[] bytes) {
        SessionProbe.run(new RaudioAlg(), bytes);
    }

    @FuzzTest
    void path(byte[] bytes) {
        AlgDriver.run(new RaudioAlg(), bytes);
    }
}
