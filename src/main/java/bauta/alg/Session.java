package bauta.alg;

/** What an {@link Alg} remembers of one control connection. At most a few hundred bytes. */
public sealed interface Session permits StreamSession, DatagramSession {
    /** Returns about how many bytes it takes, for {@code bauta lsmod}. */
    default int bytes() {
        return 64;
    }
}
