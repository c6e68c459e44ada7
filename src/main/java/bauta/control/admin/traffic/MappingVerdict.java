package bauta.control.admin.traffic;

/** What the owner of the house says about a mapping. */
public enum MappingVerdict {
    /** It ends, with the connections that came in by it. */
    REMOVE,
    /** Who asked gets it, now and later. */
    ALLOW,
    /** Who asked does not get it, for a day. */
    REFUSE
}
