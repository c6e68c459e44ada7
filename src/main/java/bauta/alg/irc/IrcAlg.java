package bauta.alg.irc;

import bauta.alg.Alg;
import bauta.alg.AlgProfile;
import bauta.alg.Control;
import bauta.alg.Session;
import java.time.Duration;
import java.util.List;

/**
 * IRC's gateway. Who will come for an offer is not known, for the other user's address is not: so
 * each offer lets in one connection, from anybody, and no second one.
 */
public final class IrcAlg implements Alg {
    private static final int TCP = 6;
    private static final int PORT = 6667;
    private static final int MOST_OFFERS = 8;
    private static final AlgProfile PROFILE =
            new AlgProfile(
                    "irc", List.of(TCP), List.of(PORT), true, MOST_OFFERS, Duration.ofMinutes(5));

    /** Makes it. */
    public IrcAlg() {}

    @Override
    public AlgProfile profile() {
        return PROFILE;
    }

    @Override
    public Session attach(Control control) {
        return new IrcSession(control);
    }
}
