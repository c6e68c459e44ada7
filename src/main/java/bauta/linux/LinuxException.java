package bauta.linux;

/** The kernel said no: which call, and why. */
public final class LinuxException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String call;
    private final int errno;

    /**
     * Describes one failed call.
     *
     * @param call the call and its subject, such as {@code bind wan0}
     * @param errno the positive error number, see {@link Errno}
     */
    public LinuxException(String call, int errno) {
        this(call, errno, "");
    }

    /**
     * Describes one failed call with more words of the kernel.
     *
     * @param call the call and its subject
     * @param errno the positive error number
     * @param detail what else the kernel said, such as the log of the BPF verifier; may be empty
     */
    public LinuxException(String call, int errno, String detail) {
        super(call + ": " + Errno.name(errno) + (detail.isEmpty() ? "" : "\n" + detail));
        this.call = call;
        this.errno = errno;
    }

    /** Returns the call that failed, with its subject. */
    public String call() {
        return call;
    }

    /** Returns the positive error number. */
    public int errno() {
        return errno;
    }
}
