package bauta.control.config;

import java.util.List;

/**
 * Where the pages and the API listen, on every network of the inside.
 *
 * @param httpPort TCP port of the set-up page, and of the way from there to HTTPS
 * @param httpsPort TCP port of the pages and the API
 * @param names by which people call the router besides its addresses and its own name: names or
 *     addresses, lower case
 */
public record Admin(int httpPort, int httpsPort, List<String> names) {
    static final Admin STANDARD = new Admin(80, 443, List.of());

    /** TCP port of the DNS forwarder, which cannot be shared. */
    private static final int DNS_PORT = 53;

    static final Key<Integer> HTTP_PORT =
            Key.optional("http-port", Kinds.number(1, 65_535), STANDARD.httpPort(), "8080");
    static final Key<Integer> HTTPS_PORT =
            Key.optional("https-port", Kinds.number(1, 65_535), STANDARD.httpsPort(), "8443");
    static final Key<List<String>> NAMES =
            Key.optional(
                    "names",
                    new ListKind<>(Kinds.DOMAIN, 0, 16),
                    List.of(),
                    "[\"router.office.example\"]");

    static final Shape<Admin> SHAPE =
            new Shape<>(
                    "admin",
                    List.of(HTTP_PORT, HTTPS_PORT, NAMES),
                    Admin::check,
                    values ->
                            new Admin(
                                    values.get(HTTP_PORT),
                                    values.get(HTTPS_PORT),
                                    values.get(NAMES)));

    /** Copies the list. */
    public Admin {
        names = List.copyOf(names);
    }

    private static void check(Values values) {
        for (Key<Integer> key : List.of(HTTP_PORT, HTTPS_PORT)) {
            if (values.get(key) == DNS_PORT) {
                values.site(key).report("" + DNS_PORT, ProblemId.PORT_TAKEN.with("DNS"));
            }
        }
        Site https = values.site(HTTPS_PORT);
        if (values.get(HTTP_PORT).equals(values.get(HTTPS_PORT)) && values.site().clean()) {
            https.report(
                    "" + values.get(HTTPS_PORT),
                    ProblemId.DUPLICATE.with(values.site(HTTP_PORT).pointer()));
        }
    }
}
