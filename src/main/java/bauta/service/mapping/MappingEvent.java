package bauta.service.mapping;

/**
 * Something that happened to a lease.
 *
 * @param atNanos when
 * @param what what
 * @param lease as it was then
 */
public record MappingEvent(long atNanos, What what, MappingLease lease) {
    /** What can happen. */
    public enum What {
        /** A program got its port. */
        OPENED,
        /** The owner of the house was asked. */
        ASKED,
        /** The owner of the house has refused it. */
        REFUSED,
        /** It has another external port, because the external address changed. */
        MOVED,
        /** Its program has ended it. */
        DELETED,
        /** Its time was over. */
        EXPIRED,
        /** The owner of the house has ended it. */
        REMOVED,
        /** A forward, or somebody at another address, has its port now. */
        LOST
    }
}
