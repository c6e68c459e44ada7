package bauta.alg.ftp;

import bauta.alg.Alg;
import bauta.alg.AlgProfile;
import bauta.alg.Control;
import bauta.alg.Session;
import java.time.Duration;
import java.util.List;

/**
 * FTP's gateway, for clients inside and for servers inside that a forward leads to. One data
 * connection is awaited at a time: the next PORT, EPRT, PASV or EPSV ends the waiting for the one
 * before.
 */
public final class FtpAlg implements Alg {
    private static final int TCP = 6;
    private static final int PORT = 21;
    private static final AlgProfile PROFILE =
            new AlgProfile("ftp", List.of(TCP), List.of(PORT), true, 1, Duration.ofMinutes(5));

    /** Makes it. */
    public FtpAlg() {}

    @Override
    public AlgProfile profile() {
        return PROFILE;
    }

    @Override
    public Session attach(Control control) {
        return new FtpSession(control);
    }
}
