package bauta.alg.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.alg.Control;
import bauta.alg.Payload;
import bauta.alg.PayloadKit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads any bytes as a host and port, in each of the ways to write them. */
public final class HostPortProbe {
    private static final int ADDRESS = 0xcb00_7105;
    private static final int PORT = 61_000;

    private HostPortProbe() {}

    /**
     * Reads bytes. Fails when what was read lies outside of them, or when another address and port,
     * written in its place, are not read again.
     */
    public static void read(byte[] bytes) {
        Payload line = PayloadKit.of(Control.OPENER, bytes);
        int end = line.length();
        check(line, HostPort.ofPort(line, 0, end), 0);
        check(line, HostPort.ofPassive(line, 0, end), 1);
        check(line, HostPort.ofExtendedPort(line, 0, end), 2);
        check(line, HostPort.ofExtendedPassive(line, 0, end, ADDRESS), 3);
    }

    private static void check(Payload line, @Nullable HostPort read, int form) {
        if (read == null) {
            return;
        }
        assertThat(read.port()).isBetween(0, 0xffff);
        assertThat(read.first()).isNotNegative();
        assertThat(read.last()).isBetween(read.first() + 1, line.length());
        Payload fresh = PayloadKit.of(line.text(0, line.length()));
        assertThat(fresh.replace(read.first(), read.last(), read.write(ADDRESS, PORT))).isTrue();
        Payload changed = PayloadKit.of(PayloadKit.edited(fresh));
        int end = changed.length();
        HostPort found =
                switch (form) {
                    case 0 -> HostPort.ofPort(changed, 0, end);
                    case 1 -> HostPort.ofPassive(changed, 0, end);
                    case 2 -> HostPort.ofExtendedPort(changed, 0, end);
                    default -> HostPort.ofExtendedPassive(changed, 0, end, ADDRESS);
                };
        HostPort again = Objects.requireNonNull(found);
        assertThat(again.says(ADDRESS, PORT)).isTrue();
    }
}
