package bauta.control.admin;

/** A service was asked for that the router does not have. */
public final class NoSuchServiceException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Names it.
     *
     * @param name what was asked for
     */
    public NoSuchServiceException(String name) {
        super(name);
    }
}
