package bauta.control.config.rules;

/**
 * A kind of ICMP message.
 *
 * @param type 0 to 255
 * @param code 0 to 255; -1 for every code
 */
public record IcmpTerm(int type, int code) {
    /** Stands for every code. */
    public static final int ANY_CODE = -1;
}
