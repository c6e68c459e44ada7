package bauta.alg.quake;

import bauta.alg.Alg;
import bauta.alg.AlgProfile;
import bauta.alg.Control;
import bauta.alg.Session;
import java.time.Duration;
import java.util.List;

/**
 * Quake (UDP 26000, and 27000 by custom): see {@link QuakeSession} for what it does. A server
 * inside is helped as well as a player inside.
 */
public final class QuakeAlg implements Alg {
    static final int UDP = 17;
    private static final int MOST_EXPECTATIONS = 2;
    private static final AlgProfile PROFILE =
            new AlgProfile(
                    "quake",
                    List.of(UDP),
                    List.of(26_000, 27_000),
                    true,
                    MOST_EXPECTATIONS,
                    Duration.ofMinutes(2));

    @Override
    public AlgProfile profile() {
        return PROFILE;
    }

    @Override
    public Session attach(Control control) {
        return new QuakeSession(control);
    }
}
