package bauta.lab;

/** The lab itself is broken: a program or privilege is missing, or a step of its own failed. */
final class LabException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LabException(String message) {
        super(message);
    }

    LabException(String message, Throwable cause) {
        super(message, cause);
    }
}
