package bauta.control.config;

import bauta.control.config.rules.Nat;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What cannot stand together about external addresses. */
final class NatConflicts {
    /** How many external addresses all uplinks together may have. */
    private static final int MOST_ADDRESSES = 64;

    private static final int BITS = 32;

    private final Values values;
    private final NamesInFile names;
    private final Map<Ipv4Address, Site> seen = new HashMap<>();
    private int count;

    private NatConflicts(Values values, NamesInFile names) {
        this.values = values;
        this.names = names;
    }

    static void check(Values values, NamesInFile names) {
        NatConflicts conflicts = new NatConflicts(values, names);
        values.get(Config.UPLINKS).forEach(conflicts::checkUplink);
        List<Nat.OneToOne> pairs = values.get(Config.NAT).oneToOne();
        for (int i = 0; i < pairs.size(); i++) {
            conflicts.checkPair(pairs.get(i), pairs.subList(0, i));
        }
    }

    private void checkUplink(Uplink uplink) {
        NamesInFile.each(
                uplink.addresses(),
                values.origin(uplink).child(PppoeUplink.ADDRESSES.name()),
                this::checkAddress);
    }

    private void checkAddress(Ipv4Address address, Site here) {
        Site earlier = seen.putIfAbsent(address, here);
        if (earlier != null) {
            here.report("" + address, ProblemId.DUPLICATE.with(earlier.pointer()));
        }
        outside(new Ipv4Prefix(address, BITS), here);
        counted(1, here);
    }

    private void checkPair(Nat.OneToOne pair, List<Nat.OneToOne> earlier) {
        Site site = values.origin(pair);
        Site external = site.child(NatKeys.EXTERNAL.name());
        Site internal = site.child(NatKeys.INTERNAL.name());
        pair.uplink().ifPresent(name -> names.checkUplink(name, site.child(NatKeys.UPLINK.name())));
        if (external.clean()) {
            outside(pair.external(), external);
            counted(1 << Math.min(BITS - pair.external().length(), BITS - 2), external);
        }
        List<Ipv4Prefix> inside = new ArrayList<>();
        values.get(Config.NETWORKS).forEach(network -> inside.add(network.address()));
        boolean home =
                inside.stream()
                        .anyMatch(p ->
                                p.length() <= pair.internal().length()
                                        && p.contains(pair.internal().address()));
        if (!home && internal.clean() && values.site(Config.NETWORKS).clean()) {
            internal.report(
                    "" + pair.internal(),
                    ProblemId.IN_NO_NETWORK.with(
                            NamesInFile.list(
                                    inside.stream()
                                            .map(p -> p.network() + "/" + p.length())
                                            .toList())));
        }
        for (Nat.OneToOne other : earlier) {
            meet(pair.external(), other.external(), external, other, NatKeys.EXTERNAL);
            meet(pair.internal(), other.internal(), internal, other, NatKeys.INTERNAL);
        }
    }

    private void meet(Ipv4Prefix one, Ipv4Prefix two, Site here, Nat.OneToOne other, Key<?> key) {
        if (here.clean() && overlap(one, two)) {
            Site there = values.origin(other).child(key.name());
            here.report("" + one, ProblemId.OVERLAPS.with("" + two, there.pointer()));
        }
    }

    private void outside(Ipv4Prefix prefix, Site here) {
        boolean inside =
                values.get(Config.NETWORKS).stream().anyMatch(n -> overlap(n.address(), prefix));
        if (inside && here.clean()) {
            here.report(
                    "" + (prefix.length() == BITS ? prefix.address() : prefix),
                    ProblemId.INSIDE_THE_HOUSE.with());
        }
    }

    private void counted(int more, Site here) {
        count += more;
        if (count > MOST_ADDRESSES && here.clean()) {
            here.report("" + count, ProblemId.TOO_MANY_ADDRESSES.with("" + MOST_ADDRESSES));
        }
    }

    private static boolean overlap(Ipv4Prefix a, Ipv4Prefix b) {
        return a.contains(b.network()) || b.contains(a.network());
    }
}
