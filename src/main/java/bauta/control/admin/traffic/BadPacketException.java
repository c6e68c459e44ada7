package bauta.control.admin.traffic;

/** There cannot be such a packet. */
public final class BadPacketException extends Exception {
    private static final long serialVersionUID = 1;

    private final String part;
    private final String value;

    /**
     * Says what is wrong.
     *
     * @param part the key of the request
     * @param value what stands there
     */
    public BadPacketException(String part, String value) {
        super(part + " " + value, null, false, false);
        this.part = part;
        this.value = value;
    }

    /** Returns the key of the request. */
    public String part() {
        return part;
    }

    /** Returns what stands there. */
    public String value() {
        return value;
    }
}
