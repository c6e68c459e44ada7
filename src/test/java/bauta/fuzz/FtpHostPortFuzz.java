package bauta.fuzz;

import bauta.alg.ftp.HostPortProbe;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/** Hosts and ports as FTP writes them: nothing is thrown, and what was read can be written. */
@Tag("fuzz")
class FtpHostPortFuzz {
    @FuzzTest
    void read(byte[] bytes) {
        HostPortProbe.read(bytes);
    }
}
