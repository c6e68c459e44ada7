package bauta.control.admin;

/** The router is being changed and cannot answer at this moment; asked again soon it can. */
public final class RouterBusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes one. */
    public RouterBusyException() {
        super("the router is being changed");
    }
}
