package bauta.control.config.rules;

/** One entry of a list of ports; an exception takes away from what the others give. */
public sealed interface PortTerm {
    /** Returns whether it is an exception. */
    boolean except();

    /**
     * Ports from one to another, both included.
     *
     * @param except whether it is an exception
     * @param span which
     */
    record Ports(boolean except, PortSpan span) implements PortTerm {
        @Override
        public String toString() {
            return except ? "!" + span : span.toString();
        }
    }

    /**
     * A set of ports.
     *
     * @param except whether it is an exception
     * @param name of the set
     */
    record Named(boolean except, String name) implements PortTerm {
        @Override
        public String toString() {
            return except ? "!" + name : name;
        }
    }
}
