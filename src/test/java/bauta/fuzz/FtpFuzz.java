package bauta.fuzz;

import bauta.alg.ftp.FtpAlg;
import bauta.forward.AlgDriver;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/** FTP's gateway on the whole path: what it does not understand leaves as it came. */
@Tag("fuzz")
class FtpFuzz {
    @FuzzTest
    void path(byte[] bytes) {
        AlgDriver.run(new FtpAlg(), bytes);
    }
}
