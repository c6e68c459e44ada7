package bauta.sim;

import bauta.forward.ForwardMode;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

/**
 * Which rules are in force.
 *
 * @param mode whether packets of the house are forwarded
 * @param parts what there is beside
 */
record Choice(ForwardMode mode, Set<Part> parts) {
    /** What a household may have chosen, and how often one in so many seeds it has. */
    enum Part {
        /** Forwards of ports. */
        FORWARDS(3, 4),
        /** Rules of the firewall, and policies that refuse. */
        STRICT(2, 3),
        /** Filtering is endpoint-independent. */
        OPEN(1, 3),
        /** External ports are random. */
        RANDOM(1, 4),
        /** A trigger, and servers behind a mark. */
        FACES(1, 2),
        /** One host gets what nothing else has claimed. */
        EXPOSED(1, 5),
        /** Several external addresses, by policies, by a mark and one to one. */
        NAMES(1, 2),
        /** Ports are few. */
        FEW_PORTS(1, 6);

        private final int times;
        private final int of;

        Part(int times, int of) {
            this.times = times;
            this.of = of;
        }
    }

    /** Copies the set. */
    Choice {
        parts = Set.copyOf(parts);
    }

    static Choice none() {
        return new Choice(ForwardMode.WITH_UPLINK, Set.of());
    }

    static Choice random(Random random) {
        ForwardMode mode = random.nextBoolean() ? ForwardMode.ALWAYS : ForwardMode.WITH_UPLINK;
        Set<Part> parts = EnumSet.noneOf(Part.class);
        for (Part part : Part.values()) {
            if (random.nextInt(part.of) < part.times) {
                parts.add(part);
            }
        }
        return new Choice(mode, parts);
    }

    Choice with(ForwardMode other) {
        return new Choice(other, parts);
    }

    boolean has(Part part) {
        return parts.contains(part);
    }
}
