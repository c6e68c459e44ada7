package bauta.alg.cuseeme;

import bauta.alg.Alg;
import bauta.alg.AlgProfile;
import bauta.alg.Control;
import bauta.alg.Session;
import java.time.Duration;
import java.util.List;

/**
 * CU-SeeMe (UDP 7648): writes the addresses that each end sees into the datagrams, and opens
 * nothing. Reflectors that send to ports 7648 and 7649 whatever was asked from need a port trigger
 * as well.
 */
public final class CuseemeAlg implements Alg {
    private static final AlgProfile PROFILE =
            new AlgProfile("cuseeme", List.of(17), List.of(7648), true, 1, Duration.ofMinutes(2));

    @Override
    public AlgProfile profile() {
        return PROFILE;
    }

    @Override
    public Session attach(Control control) {
        return new CuseemeSession(control);
    }
}
