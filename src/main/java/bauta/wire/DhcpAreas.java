package bauta.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * Options spread over the places of one message that can hold some (RFC 2131 section 4.1): as they
 * come, each whole, into the first place with room. Relay agent information stays last (RFC 3046
 * section 2.1).
 *
 * @param options in the options field, the overload option included when it is needed
 * @param file in the field {@code file}
 * @param sname in the field {@code sname}
 */
record DhcpAreas(DhcpOptions options, DhcpOptions file, DhcpOptions sname) {
    private static final int FILE_BYTES = 128;
    private static final int SNAME_BYTES = 64;
    private static final int END_BYTES = 1;
    private static final int OVERLOAD_BYTES = 3;
    private static final int FILE_USED = 1;
    private static final int SNAME_USED = 2;

    /** A place that is being filled. */
    private static final class Area {
        private final DhcpOptions.Builder taken = new DhcpOptions.Builder();
        private int room;
        private boolean used;

        Area(int room) {
            this.room = room - END_BYTES;
        }

        boolean take(DhcpOptions from, int code) {
            int bytes = from.encodedLength(code);
            if (bytes > room) {
                return false;
            }
            from.bytes(code).ifPresent(value -> taken.bytes(code, value));
            room -= bytes;
            used = true;
            return true;
        }
    }

    /**
     * Spreads options.
     *
     * @param all what is to be sent, most important first
     * @param room bytes of the options field
     */
    static DhcpAreas of(DhcpOptions all, int room) {
        if (all.encodedLength() <= room) {
            return new DhcpAreas(all, DhcpOptions.NONE, DhcpOptions.NONE);
        }
        int relay = all.encodedLength(DhcpOptions.RELAY_AGENT);
        Area main = new Area(room - OVERLOAD_BYTES - relay);
        Area file = new Area(FILE_BYTES);
        Area sname = new Area(SNAME_BYTES);
        List<Integer> codes = new ArrayList<>(all.codes());
        codes.remove(Integer.valueOf(DhcpOptions.RELAY_AGENT));
        for (int code : codes) {
            if (!main.take(all, code) && !file.take(all, code)) {
                sname.take(all, code);
            }
        }
        int overload = (file.used ? FILE_USED : 0) | (sname.used ? SNAME_USED : 0);
        if (overload != 0) {
            main.taken.octet(DhcpOptions.OVERLOAD, overload);
        }
        all.bytes(DhcpOptions.RELAY_AGENT)
                .ifPresent(value -> main.taken.bytes(DhcpOptions.RELAY_AGENT, value));
        return new DhcpAreas(main.taken.build(), file.taken.build(), sname.taken.build());
    }
}
