package bauta.control.config;

import bauta.control.config.rules.AddressTerm;
import bauta.control.config.rules.Forward;
import bauta.control.config.rules.PortSpan;
import bauta.control.config.rules.RuleNames;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What cannot stand together about forwards: targets out of reach, two that want the same port. */
final class ForwardConflicts {
    private final Values values;
    private final NamesInFile names;
    private final RuleNames resolved;

    private ForwardConflicts(Values values, NamesInFile names) {
        this.values = values;
        this.names = names;
        this.resolved = names.resolved();
    }

    static void check(Values values, NamesInFile names) {
        ForwardConflicts conflicts = new ForwardConflicts(values, names);
        List<Forward> earlier = new ArrayList<>();
        for (Forward forward : values.get(Config.FORWARDS)) {
            conflicts.checkNames(forward);
            forward.targets().forEach(conflicts::checkTarget);
            if (forward.label().enabled() && values.origin(forward).clean()) {
                conflicts.checkEarlier(forward, earlier);
                earlier.add(forward);
            }
        }
    }

    private void checkNames(Forward forward) {
        Site site = values.origin(forward);
        NamesInFile.each(
                forward.uplinks(), site.child(ForwardKeys.UPLINKS.name()), names::checkUplink);
        NamesInFile.each(
                forward.addresses(),
                site.child(ForwardKeys.ADDRESSES.name()),
                (address, here) -> names.checkExternal(address, forward.uplinks(), here));
        names.checkAll(forward.sources(), site.child(ForwardKeys.SOURCES.name()));
    }

    private void checkTarget(Forward.Target target) {
        Site here = values.origin(target).child(ForwardKeys.HOST.name());
        if (!here.clean()) {
            return;
        }
        names.check(target.host(), here);
        if (target.host() instanceof AddressTerm.Named(_, String name) && names.isSet(name)) {
            here.report(name, ProblemId.UNKNOWN_ADDRESSES.with("-", "-"));
        }
        boolean known = resolved.addresses(List.of(target.host())).size() > 0;
        if (here.clean() && known && isSound(target.host())) {
            checkHost(new Ipv4Address(resolved.addresses(List.of(target.host())).first(0)), here);
        }
    }

    /** An address of a device that is wrong is told where the device stands. */
    private boolean isSound(AddressTerm host) {
        return switch (host) {
            case AddressTerm.Span _ -> true;
            case AddressTerm.Named(_, String name) ->
                    names.device(name).map(Site::clean).orElse(true);
        };
    }

    private void checkHost(Ipv4Address address, Site here) {
        List<Network> networks = values.get(Config.NETWORKS);
        Optional<Network> home =
                networks.stream().filter(n -> n.address().contains(address)).findFirst();
        if (home.isEmpty()) {
            if (values.site(Config.NETWORKS).clean()) {
                String all =
                        networks.stream()
                                .map(n -> n.address().network() + "/" + n.address().length())
                                .collect(Collectors.joining(", "));
                here.report("" + address, ProblemId.IN_NO_NETWORK.with(all));
            }
            return;
        }
        Ipv4Prefix prefix = home.get().address();
        if (address.equals(prefix.address())) {
            Site list = values.site(Config.NETWORKS);
            Site there =
                    list.problems().origin(home.get(), list.child(0)).child(Network.ADDRESS.name());
            here.report("" + address, ProblemId.OWN_ADDRESS.with(there.pointer()));
        } else if (address.equals(prefix.network()) || address.equals(prefix.broadcast())) {
            here.report(
                    "" + address,
                    ProblemId.NOT_A_HOST.with(prefix.network() + "/" + prefix.length()));
        }
    }

    /** The first that fits wins, so a later one must not want what an earlier one gives nobody. */
    private void checkEarlier(Forward forward, List<Forward> earlier) {
        for (Forward other : earlier) {
            if (clash(forward, other)) {
                boolean ports = forward.kind() == Forward.Kind.PORTS;
                Site site = values.origin(forward);
                Key<?> key =
                        switch (forward.kind()) {
                            case PORTS, TRIGGER ->
                                    forward.ports().isPresent()
                                            ? ForwardKeys.PORTS
                                            : ForwardKeys.PROTOCOLS;
                            case MARK -> ForwardKeys.MARK;
                            case EXPOSED_HOST -> ForwardKeys.KIND;
                        };
                site.child(key.name())
                        .report(
                                ports ? forward.ports().map(PortSpan::toString).orElse("") : "",
                                ProblemId.FORWARD_CONFLICT.with(
                                        other.label().id(), values.origin(other).pointer()));
                return;
            }
        }
    }

    private boolean clash(Forward forward, Forward other) {
        boolean sameWay =
                meet(forward.uplinks(), other.uplinks())
                        && meet(forward.addresses(), other.addresses());
        if (!sameWay || other.kind() == Forward.Kind.TRIGGER) {
            return false;
        }
        if (other.kind() == Forward.Kind.EXPOSED_HOST) {
            return forward.kind() != Forward.Kind.TRIGGER && shadows(other, forward);
        }
        boolean sameKind = forward.kind() == other.kind();
        return switch (forward.kind()) {
            case MARK ->
                    sameKind && forward.mark().equals(other.mark()) && portsMeet(forward, other);
            case PORTS -> sameKind && portsMeet(forward, other) && sourcesMeet(forward, other);
            case TRIGGER, EXPOSED_HOST -> false;
        };
    }

    /** Two limits that differ are in order: the first host asks for its own, the rest follow. */
    private boolean sourcesMeet(Forward forward, Forward other) {
        return other.sources().isEmpty()
                || resolved.addresses(other.sources())
                        .equals(resolved.addresses(forward.sources()));
    }

    /** An exposed host takes everything, so nothing for the same way may follow. */
    private boolean shadows(Forward exposed, Forward forward) {
        return exposed.sources().isEmpty() || sourcesMeet(forward, exposed);
    }

    private static boolean portsMeet(Forward forward, Forward other) {
        boolean protocols = !Collections.disjoint(forward.protocols(), other.protocols());
        return protocols
                && forward.ports()
                        .orElse(PortSpan.ALL)
                        .overlaps(other.ports().orElse(PortSpan.ALL));
    }

    /** Returns whether two lists, of which an empty one means all, have something in common. */
    private static <T> boolean meet(List<T> one, List<T> other) {
        return one.isEmpty() || other.isEmpty() || !Collections.disjoint(one, other);
    }
}
