package bauta.nat;

/** The four faces of a forward. */
public enum ForwardKind {
    /** Ports that belong to an inside server, or to several in turn. */
    PORTS,

    /** Ports that open to an inside host for a time after it has sent to certain others. */
    TRIGGER,

    /** What carries a mark goes to one of several inside servers. */
    MARK,

    /** Everything that nothing else has claimed goes to one host. */
    EXPOSED_HOST
}
