package bauta.alg.raudio;

import bauta.alg.Alg;
import bauta.alg.AlgProfile;
import bauta.alg.Control;
import bauta.alg.Session;
import java.time.Duration;
import java.util.List;

/**
 * RTSP and PNA (TCP 554 and 7070). Which of both a connection speaks is told by its opening bytes,
 * see {@link RaudioSession}; a connection that speaks neither is not read any further.
 */
public final class RaudioAlg implements Alg {
    static final int UDP = 17;
    private static final int MOST_EXPECTATIONS = 16;
    private static final AlgProfile PROFILE =
            new AlgProfile(
                    "raudio",
                    List.of(6),
                    List.of(554, 7070),
                    true,
                    MOST_EXPECTATIONS,
                    Duration.ofMinutes(5));

    @Override
    public AlgProfile profile() {
        return PROFILE;
    }

    @Override
    public Session attach(Control control) {
        return new RaudioSession(control);
    }
}
