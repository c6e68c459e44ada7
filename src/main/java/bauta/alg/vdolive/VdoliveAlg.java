package bauta.alg.vdolive;

import bauta.alg.Alg;
import bauta.alg.AlgProfile;
import bauta.alg.Control;
import bauta.alg.Session;
import java.time.Duration;
import java.util.List;

/** VDOLive (TCP 7000): see {@link VdoliveSession} for what it does. */
public final class VdoliveAlg implements Alg {
    private static final AlgProfile PROFILE =
            new AlgProfile("vdolive", List.of(6), List.of(7000), true, 1, Duration.ofMinutes(2));

    @Override
    public AlgProfile profile() {
        return PROFILE;
    }

    @Override
    public Session attach(Control control) {
        return new VdoliveSession(control);
    }
}
