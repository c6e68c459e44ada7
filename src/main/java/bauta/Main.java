package bauta;

/** Entry point of the router process. */
public final class Main {
    private Main() {}

    /**
     * Starts the router.
     *
     * @param args command line
     */
    public static void main(String[] args) {
        System.out.println("bauta");
    }
}
