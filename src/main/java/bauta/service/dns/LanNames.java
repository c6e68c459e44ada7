package bauta.service.dns;

import bauta.wire.Ipv4Address;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The names of the house as of one moment; immutable. A name that a stronger {@link Source} has is
 * not taken from a weaker one, so that no host can call itself {@code nas} and get what is meant
 * for the one in the configuration. Names that programs trust blindly, such as {@code wpad}, are
 * never taken from DHCP.
 */
public final class LanNames {
    /** No names. */
    public static final LanNames NONE = new LanNames(List.of());

    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_LABEL = 63;

    /** Names whose owner gets other hosts' traffic without asking. */
    private static final Set<String> NEVER_FROM_DHCP = Set.of("wpad", "isatap", "localhost");

    private final Map<String, List<Ipv4Address>> addresses = new HashMap<>();
    private final Map<Ipv4Address, String> names = new HashMap<>();
    private final Map<String, Source> sources = new HashMap<>();
    private final Set<String> above = new HashSet<>();

    /** Who says that a host has a name, the strongest first. */
    public enum Source {
        /** The router's own names. */
        ROUTER,
        /** A name in the configuration. */
        CONFIGURATION,
        /** A device in the configuration. */
        DEVICE,
        /** What a host called itself when it took its lease. */
        LEASE
    }

    /**
     * One name of one host.
     *
     * @param name the whole name, for example {@code nas.home.arpa}; any case
     * @param address where it leads to
     * @param source who says so
     */
    public record LanName(String name, Ipv4Address address, Source source) {
        /** Names are compared in small letters without a last dot. */
        public LanName {
            name = DnsSettings.domainOf(name);
        }
    }

    private LanNames(List<LanName> all) {
        all.stream()
                .filter(LanNames::isTaken)
                .sorted(Comparator.comparing(LanName::source))
                .forEach(this::add);
        addresses.replaceAll((_, list) -> List.copyOf(list));
    }

    /**
     * Takes names in any order; among equal sources the first one wins the reverse name.
     *
     * @param all every name of the house
     */
    public static LanNames of(List<LanName> all) {
        return new LanNames(all);
    }

    private static boolean isTaken(LanName name) {
        int dot = name.name().indexOf('.');
        String label = dot < 0 ? name.name() : name.name().substring(0, dot);
        return isWritable(name.name())
                && (name.source() != Source.LEASE || !NEVER_FROM_DHCP.contains(label));
    }

    /** Returns whether the name fits the wire (RFC 1035 section 2.3.4). */
    private static boolean isWritable(String name) {
        return name.length() <= LONGEST_NAME
                && Stream.of(name.split("\\.", -1))
                        .allMatch(label -> !label.isEmpty() && label.length() <= LONGEST_LABEL);
    }

    private void add(LanName name) {
        Source stronger = sources.putIfAbsent(name.name(), name.source());
        if (stronger != null && stronger != name.source()) {
            return;
        }
        List<Ipv4Address> list = addresses.computeIfAbsent(name.name(), _ -> new ArrayList<>());
        if (!list.contains(name.address())) {
            list.add(name.address());
        }
        names.putIfAbsent(name.address(), name.name());
        addAbove(name.name());
    }

    private void addAbove(String name) {
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            above.add(name.substring(dot + 1));
        }
    }

    /**
     * Returns the addresses of a name, none when it is not known.
     *
     * @param name in small letters, without a last dot
     */
    public List<Ipv4Address> addresses(String name) {
        return addresses.getOrDefault(name, List.of());
    }

    /**
     * Returns the name of an address.
     *
     * @param address of a host of the house
     */
    public Optional<String> name(Ipv4Address address) {
        return Optional.ofNullable(names.get(address));
    }

    /** Returns whether known names lie below this one, so that it exists (RFC 8020). */
    boolean isAbove(String name) {
        return above.contains(name);
    }

    /** Returns the names that lie in none of these domains. */
    Set<String> outside(List<String> domains) {
        Set<String> outside = new HashSet<>(addresses.keySet());
        outside.removeIf(name -> domains.stream().anyMatch(d -> name.endsWith("." + d)));
        return outside;
    }

    /** Returns how many names there are. */
    public int size() {
        return addresses.size();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LanNames that
                && addresses.equals(that.addresses)
                && names.equals(that.names);
    }

    @Override
    public int hashCode() {
        return addresses.hashCode();
    }
}
