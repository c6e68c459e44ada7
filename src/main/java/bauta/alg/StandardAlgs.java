package bauta.alg;

import bauta.alg.cuseeme.CuseemeAlg;
import bauta.alg.ftp.FtpAlg;
import bauta.alg.irc.IrcAlg;
import bauta.alg.quake.QuakeAlg;
import bauta.alg.raudio.RaudioAlg;
import bauta.alg.tftp.TftpAlg;
import bauta.alg.vdolive.VdoliveAlg;
import java.util.List;

/** Every gateway that there is, in the order in which {@code bauta lsmod} shows them. */
public final class StandardAlgs {
    private static final List<Alg> ALL =
            List.of(
                    new CuseemeAlg(),
                    new FtpAlg(),
                    new IrcAlg(),
                    new QuakeAlg(),
                    new RaudioAlg(),
                    new TftpAlg(),
                    new VdoliveAlg());

    private StandardAlgs() {}

    /** Returns one of each. */
    public static List<Alg> all() {
        return ALL;
    }
}
