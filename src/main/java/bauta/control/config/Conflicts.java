package bauta.control.config;

import bauta.wire.Ipv4Prefix;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What cannot stand together in one file, although each part of it could. */
final class Conflicts {
    /** How many of them the rest of the router can run at once. */
    private static final int MOST_UPLINKS = 1;

    private final Values values;
    private final Map<String, Site> roleUsers = new HashMap<>();

    private Conflicts(Values values) {
        this.values = values;
    }

    static void check(Values values) {
        Conflicts conflicts = new Conflicts(values);
        conflicts.checkNics();
        conflicts.checkNetworks(values.get(Config.NETWORKS));
        conflicts.checkUplinks(values.get(Config.UPLINKS));
        HouseConflicts.check(values);
        RuleConflicts.check(values);
    }

    /** A network interface has one role. */
    private void checkNics() {
        Map<String, Site> seen = new HashMap<>();
        values.get(Config.PORTS)
                .forEach((role, nic) -> unique(nic, values.site(Config.PORTS).child(role), seen));
    }

    private void checkNetworks(List<Network> networks) {
        Map<String, Site> names = new HashMap<>();
        for (int i = 0; i < networks.size(); i++) {
            Network network = networks.get(i);
            Site site = siteOf(network, Config.NETWORKS);
            unique(network.name(), site.child(Network.NAME.name()), names);
            checkRoles(network, site);
            checkOverlap(network, site, networks.subList(0, i));
        }
    }

    private void checkRoles(Network network, Site site) {
        for (int i = 0; i < network.ports().size(); i++) {
            Site here = site.child(Network.PORTS.name()).child(i);
            String role = network.ports().get(i);
            if (exists(role, here)) {
                free(role, here);
                roleUsers.putIfAbsent(role, here);
            }
        }
    }

    private void checkOverlap(Network network, Site site, List<Network> earlier) {
        Site here = site.child(Network.ADDRESS.name());
        for (Network other : earlier) {
            Site there = siteOf(other, Config.NETWORKS).child(Network.ADDRESS.name());
            if (here.clean() && there.clean() && overlap(network.address(), other.address())) {
                here.report(
                        network.address().toString(),
                        ProblemId.OVERLAPS.with(other.address().toString(), there.pointer()));
            }
        }
    }

    /** An uplink may not share its port with a network. */
    private void checkUplinks(List<Uplink> uplinks) {
        Map<String, Site> names = new HashMap<>();
        for (Uplink uplink : uplinks) {
            Site site = siteOf(uplink, Config.UPLINKS);
            if (names.size() >= MOST_UPLINKS) {
                site.report("", ProblemId.ONE_UPLINK.with());
            }
            unique(uplink.name(), site.child(PppoeUplink.NAME.name()), names);
            Site port = site.child(PppoeUplink.PORT.name());
            if (exists(uplink.port(), port)) {
                free(uplink.port(), port);
            }
        }
    }

    private void unique(String name, Site here, Map<String, Site> seen) {
        Site earlier = seen.putIfAbsent(name, here);
        if (earlier != null && here.clean()) {
            here.report(name, ProblemId.DUPLICATE.with(earlier.pointer()));
        }
    }

    private boolean exists(String role, Site here) {
        Map<String, String> ports = values.get(Config.PORTS);
        boolean known = ports.containsKey(role);
        if (!known && here.clean() && values.site(Config.PORTS).clean()) {
            here.report(role, ProblemId.UNKNOWN_ROLE.with(String.join(", ", ports.keySet())));
        }
        return known;
    }

    private void free(String role, Site here) {
        Site user = roleUsers.get(role);
        if (user != null && here.clean()) {
            here.report(role, ProblemId.ROLE_TAKEN.with(user.pointer()));
        }
    }

    private Site siteOf(Object bound, Key<?> list) {
        return values.site().problems().origin(bound, values.site(list).child(0));
    }

    private static boolean overlap(Ipv4Prefix a, Ipv4Prefix b) {
        return a.contains(b.network()) || b.contains(a.network());
    }
}
