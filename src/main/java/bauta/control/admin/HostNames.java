package bauta.control.admin;

import bauta.service.ListenAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names and addresses by which browsers may call the router. A page of elsewhere whose name was
 * made to lead here (DNS rebinding) is told apart by this.
 */
final class HostNames {
    /** Every box is known by these. */
    private static final List<String> STANDARD = List.of("bauta.home.arpa", "bauta");

    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9.-]{1,253})(?::\\d{1,5})?");
    private static final Pattern ORIGIN = Pattern.compile("(https?)://([^/?#@\\s]+)");

    private final Set<String> names = new TreeSet<>();

    HostNames(AdminReach reach) {
        Stream.concat(reach.http().stream(), reach.https().stream())
                .map(ListenAddress::address)
                .forEach(address -> names.add(address.toString()));
        reach.names().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        names.addAll(STANDARD);
    }

    /** Returns them all, for the certificate; what it is called first of all comes first. */
    List<String> all() {
        return Stream.concat(STANDARD.stream(), names.stream()).distinct().toList();
    }

    /** Returns the name in a Host header without its port, in lower case; empty when it is none. */
    static Optional<String> name(String host) {
        Matcher parts = HOST.matcher(host);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String name = parts.group(1).toLowerCase(Locale.ROOT);
        return Optional.of(name.endsWith(".") ? name.substring(0, name.length() - 1) : name);
    }

    /** Returns whether a Host header names the router. */
    boolean ours(String host) {
        return name(host).filter(names::contains).isPresent();
    }

    /** Returns whether an Origin header (RFC 6454) is of a page that the router served. */
    boolean ourOrigin(String origin, boolean plain) {
        Matcher parts = ORIGIN.matcher(origin);
        return parts.matches()
                && parts.group(1).equals(plain ? "http" : "https")
                && ours(parts.group(2));
    }
}
