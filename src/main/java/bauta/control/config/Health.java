package bauta.control.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How the router is at a moment, as far as a change of its configuration can make it worse.
 *
 * @param uplink whether an uplink is up
 * @param dns whether the forwarder runs and, once it knows servers, gets an answer from one
 * @param admin whether the admin pages run: their loop answers and every listener is open; that a
 *     host of the house gets through to them is not tried
 */
public record Health(Sign uplink, Sign dns, Sign admin) {
    /** Nothing is wrong and everything is asked for. */
    public static final Health WELL = new Health(Sign.WELL, Sign.WELL, Sign.WELL);

    /** How one thing is. */
    public enum Sign {
        /** As it should be. */
        WELL,
        /** Asked for by the configuration in force, and not there. */
        ILL,
        /** The configuration in force does not ask for it: switched off, or not there at all. */
        UNASKED;

        /**
         * Returns the sign of something that is asked for.
         *
         * @param well whether it is as it should be
         */
        public static Sign of(boolean well) {
            return well ? WELL : ILL;
        }
    }

    /** A thing that can be worse than before. */
    public enum Part {
        /** No uplink is up any more. */
        UPLINK,
        /** The forwarder has ended, or its servers do not answer any more. */
        DNS,
        /** The admin pages do not run any more. */
        ADMIN;

        /** Returns its name in the catalogues. */
        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Returns what was well and is ill now.
     *
     * @param before how it was before the change
     */
    public List<Part> worseThan(Health before) {
        List<Part> worse = new ArrayList<>();
        add(worse, Part.UPLINK, before.uplink, uplink);
        add(worse, Part.DNS, before.dns, dns);
        add(worse, Part.ADMIN, before.admin, admin);
        return worse;
    }

    private static void add(List<Part> worse, Part part, Sign before, Sign now) {
        if (before == Sign.WELL && now == Sign.ILL) {
            worse.add(part);
        }
    }
}
