package bauta.control.config.rules;

import bauta.wire.Ipv4Address;

/** One entry of a list of addresses; an exception takes away from what the others give. */
public sealed interface AddressTerm {
    /** Returns whether it is an exception. */
    boolean except();

    /**
     * Addresses from one to another, both included.
     *
     * @param except whether it is an exception
     * @param first the lowest
     * @param last the highest
     */
    record Span(boolean except, Ipv4Address first, Ipv4Address last) implements AddressTerm {
        @Override
        public String toString() {
            String text = first.equals(last) ? "" + first : first + "-" + last;
            return except ? "!" + text : text;
        }
    }

    /**
     * A set of addresses or a device.
     *
     * @param except whether it is an exception
     * @param name of the set or device
     */
    record Named(boolean except, String name) implements AddressTerm {
        @Override
        public String toString() {
            return except ? "!" + name : name;
        }
    }
}
