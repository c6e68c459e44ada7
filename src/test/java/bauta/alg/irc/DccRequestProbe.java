package bauta.alg.irc;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.alg.Control;
import bauta.alg.Payload;
import bauta.alg.PayloadKit;
import bauta.alg.irc.DccRequest.Kind;
import java.util.Objects;

/** Reads any bytes as a request. */
public final class DccRequestProbe {
    private DccRequestProbe() {}

    /**
     * Reads bytes. Fails when what was read lies outside of them, or when another address and port,
     * written in its place, are not read again.
     */
    public static void read(byte[] bytes) {
        Payload line = PayloadKit.of(Control.OPENER, bytes);
        DccRequest request = DccRequest.read(line, line.length());
        if (request == null || request.port() == 0) {
            return;
        }
        assertThat(request.kind()).isIn(Kind.OFFER, Kind.RESUME, Kind.ACCEPT);
        assertThat(request.port()).isBetween(1, 0xffff);
        assertThat(request.first()).isPositive();
        assertThat(request.last()).isBetween(request.first() + 1, line.length());
        String text = request.kind() == Kind.OFFER ? "3405803781 61000" : "61000";
        assertThat(line.replace(request.first(), request.last(), text)).isTrue();
        Payload changed = PayloadKit.of(PayloadKit.edited(line));
        DccRequest again = Objects.requireNonNull(DccRequest.read(changed, changed.length()));
        assertThat(again.kind()).isEqualTo(request.kind());
        assertThat(again.port()).isEqualTo(61_000);
    }
}
