package bauta.service.mapping;

/** What becomes of a wish. */
public sealed interface MappingAnswer {
    /**
     * It has its port, or waits for an uplink with it.
     *
     * @param lease as it is now
     */
    record Granted(MappingLease lease) implements MappingAnswer {}

    /**
     * It has not.
     *
     * @param why the reason
     */
    record Denied(Denial why) implements MappingAnswer {}

    /** Why a program does not get a port. */
    enum Denial {
        /** The owner of the house is asked and has not answered yet. */
        ASKED,
        /** The owner of the house has refused it. */
        REFUSED,
        /** The host, or the house, has as many as it may have. */
        QUOTA,
        /** Somebody else, or a forward, has that port, or it is not given away. */
        PORT_TAKEN,
        /** No port is left. */
        NO_PORT,
        /** No uplink is up that translates. */
        NO_UPLINK,
        /** Another program has that mapping. */
        OTHER_TICKET,
        /** The same is being asked already. */
        BUSY
    }
}
