package bauta.control.config;

/** Whether established flows may leave the Java path for the XDP program. */
public enum Fastpath {
    /** Every packet walks the Java path. */
    OFF
}
