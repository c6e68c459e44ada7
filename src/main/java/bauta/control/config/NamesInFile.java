package bauta.control.config;

import bauta.control.config.rules.AddressTerm;
import bauta.control.config.rules.NamedSet;
import bauta.control.config.rules.RuleNames;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** The names that rules may use in one file, and where the others are reported. */
final class NamesInFile {
    private final Values values;
    private final Map<String, Device> devices;
    private final Map<String, NamedSet> sets;
    private final List<String> networks;
    private final Map<String, Uplink> uplinks;

    NamesInFile(Values values) {
        this.values = values;
        devices =
                values.get(Config.DEVICES).stream()
                        .collect(Collectors.toMap(Device::name, d -> d, (a, _) -> a));
        sets =
                values.get(Config.SETS).stream()
                        .collect(Collectors.toMap(NamedSet::name, s -> s, (a, _) -> a));
        networks = values.get(Config.NETWORKS).stream().map(Network::name).toList();
        uplinks =
                values.get(Config.UPLINKS).stream()
                        .collect(Collectors.toMap(Uplink::name, u -> u, (a, _) -> a));
    }

    /** Returns what the names stand for. */
    RuleNames resolved() {
        return Config.names(devices.values(), sets.values());
    }

    boolean isSet(String name) {
        return sets.containsKey(name);
    }

    /** Returns where a device of that name stands. */
    Optional<Site> device(String name) {
        return Optional.ofNullable(devices.get(name)).map(values::origin);
    }

    void checkAll(List<AddressTerm> terms, Site list) {
        each(terms, list, this::check);
    }

    /** A name of hosts is a set of addresses, or a device that keeps its address. */
    void check(AddressTerm term, Site here) {
        if (!(term instanceof AddressTerm.Named(_, String name))) {
            return;
        }
        Device device = devices.get(name);
        if (device != null) {
            if (device.address().isEmpty()) {
                here.report(
                        name,
                        ProblemId.DEVICE_WITHOUT_ADDRESS.with(values.origin(device).pointer()));
            }
            return;
        }
        NamedSet set = sets.get(name);
        boolean all = knowsAll(Config.SETS) && knowsAll(Config.DEVICES);
        if ((set == null || set.addresses().isEmpty()) && all) {
            List<String> with =
                    sets.values().stream()
                            .filter(s -> !s.addresses().isEmpty())
                            .map(NamedSet::name)
                            .toList();
            here.report(name, ProblemId.UNKNOWN_ADDRESSES.with(list(with), list(devices.keySet())));
        }
    }

    void checkPorts(String name, Site here) {
        NamedSet set = sets.get(name);
        if ((set == null || set.ports().isEmpty()) && knowsAll(Config.SETS)) {
            List<String> with =
                    sets.values().stream()
                            .filter(s -> !s.ports().isEmpty())
                            .map(NamedSet::name)
                            .toList();
            here.report(name, ProblemId.UNKNOWN_PORTS.with(list(with)));
        }
    }

    /** Returns whether every entry of a list has told its name, so that others can be refused. */
    private boolean knowsAll(Key<?> list) {
        Site site = values.site(list);
        return site.problems().knowsNames(site.pointer(), "name");
    }

    void checkNetwork(String name, Site here) {
        if (!networks.contains(name) && knowsAll(Config.NETWORKS)) {
            here.report(name, ProblemId.UNKNOWN_NETWORK.with(list(networks)));
        }
    }

    void checkUplink(String name, Site here) {
        if (!uplinks.containsKey(name) && knowsAll(Config.UPLINKS)) {
            here.report(name, ProblemId.UNKNOWN_UPLINK.with(list(uplinks.keySet())));
        }
    }

    /**
     * A further external address is one of those that the uplinks have.
     *
     * @param wanted the address
     * @param of names of the uplinks; all when empty
     * @param here where it stands
     */
    void checkExternal(Ipv4Address wanted, List<String> of, Site here) {
        List<Ipv4Prefix> mapped =
                values.get(Config.NAT).oneToOne().stream().map(o -> o.external()).toList();
        List<Ipv4Address> there =
                uplinks.values().stream()
                        .filter(uplink -> of.isEmpty() || of.contains(uplink.name()))
                        .flatMap(uplink -> uplink.addresses().stream())
                        .toList();
        boolean known = there.contains(wanted) || mapped.stream().anyMatch(p -> p.contains(wanted));
        if (!known && here.clean()) {
            List<String> shown = there.stream().map(Ipv4Address::toString).toList();
            here.report("" + wanted, ProblemId.NOT_EXTERNAL.with(list(shown)));
        }
    }

    /** Shows what stands in a list, with its place; not when entries of it could not be read. */
    static <T> void each(List<T> entries, Site list, BiConsumer<T, Site> check) {
        if (list.clean()) {
            for (int i = 0; i < entries.size(); i++) {
                check.accept(entries.get(i), list.child(i));
            }
        }
    }

    /** Returns names in one line. */
    static Object list(Collection<String> names) {
        return names.isEmpty()
                ? Message.of("kind.none")
                : names.stream().sorted().collect(Collectors.joining(", "));
    }
}
