package bauta.fuzz;

import bauta.alg.SessionProbe;
import bauta.alg.tftp.TftpAlg;
import bauta.forward.AlgDriver;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/** What a TFTP client and server say, to the gateway alone and on the whole path. */
@Tag("fuzz")
class TftpFuzz {
    @FuzzTest
    void datagrams(byte[] bytes) {
        SessionProbe.run(new TftpAlg(), bytes);
    }

    @FuzzTest
    void path(byte[] bytes) {
        AlgDriver.run(new TftpAlg(), bytes);
    }
}
