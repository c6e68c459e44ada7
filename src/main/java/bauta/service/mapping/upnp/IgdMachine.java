package bauta.service.mapping.upnp;

import bauta.nat.PeerFilter;
import bauta.service.mapping.InternalEndpoint;
import bauta.service.mapping.MappingAnswer;
import bauta.service.mapping.MappingAnswer.Denial;
import bauta.service.mapping.MappingEvent;
import bauta.service.mapping.MappingLease;
import bauta.service.mapping.MappingSource;
import bauta.service.mapping.MappingStatus;
import bauta.service.mapping.MappingStore;
import bauta.service.mapping.MappingWish;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Header;
import bauta.wire.Ipv4Prefix;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Performs actions of WANIPConnection 1 and 2 and WANCommonInterfaceConfig. A host maps and ends
 * only what is its own; what all hosts have can be read. Mapping loop only.
 */
final class IgdMachine {
    private static final String REMOTE = "NewRemoteHost";
    private static final String EXTERNAL_PORT = "NewExternalPort";
    private static final String PROTOCOL = "NewProtocol";

    private final MappingStore store;
    private final LongSupplier nanos;
    private final long beganNanos;

    /**
     * Makes one.
     *
     * @param store the leases
     * @param nanos the time now
     */
    IgdMachine(MappingStore store, LongSupplier nanos) {
        this.store = store;
        this.nanos = nanos;
        this.beganNanos = nanos.getAsLong();
    }

    /** What to answer. */
    sealed interface Outcome {
        /**
         * It is done.
         *
         * @param values by their names, in order
         */
        record Done(Map<String, String> values) implements Outcome {}

        /**
         * It is not.
         *
         * @param fault why
         */
        record Failed(IgdFault fault) implements Outcome {}
    }

    /**
     * Performs an action.
     *
     * @param path of the service, such as {@code connection1}
     * @param call what to do
     * @param from the host that asks
     * @param reply gets the outcome, now or later
     */
    void next(String path, SoapCall call, Ipv4Address from, Consumer<Outcome> reply) {
        if (!ServiceDescription.actions(path).containsKey(call.action())) {
            reply.accept(new Outcome.Failed(IgdFault.INVALID_ACTION));
            return;
        }
        switch (call.action()) {
            case "GetConnectionTypeInfo" ->
                    reply.accept(
                            done(
                                    "NewConnectionType",
                                    "IP_Routed",
                                    "NewPossibleConnectionTypes",
                                    "IP_Routed"));
            case "GetStatusInfo" -> reply.accept(statusInfo());
            case "GetNATRSIPStatus" ->
                    reply.accept(done("NewRSIPAvailable", "0", "NewNATEnabled", "1"));
            case "GetExternalIPAddress" ->
                    reply.accept(done("NewExternalIPAddress", externalAddress()));
            case "GetGenericPortMappingEntry" -> reply.accept(generic(call));
            case "GetSpecificPortMappingEntry" -> reply.accept(specific(call));
            case "AddPortMapping" -> add(call, from, true, reply);
            case "AddAnyPortMapping" -> add(call, from, false, reply);
            case "DeletePortMapping" -> reply.accept(delete(call, from));
            case "DeletePortMappingRange" -> reply.accept(deleteRange(call, from));
            default -> reply.accept(linkProperties());
        }
    }

    /** Returns the external address, or nothing while there is none. */
    String externalAddress() {
        return store.external().map(Ipv4Address::toString).orElse("");
    }

    /** Returns whether the line is up, in the words of the service. */
    String connectionStatus() {
        return store.external().isPresent() ? "Connected" : "Disconnected";
    }

    private Outcome statusInfo() {
        long up = (nanos.getAsLong() - beganNanos) / 1_000_000_000L;
        return done(
                "NewConnectionStatus",
                connectionStatus(),
                "NewLastConnectionError",
                "ERROR_NONE",
                "NewUptime",
                Long.toString(up));
    }

    private Outcome linkProperties() {
        return done(
                "NewWANAccessType",
                "Ethernet",
                "NewLayer1UpstreamMaxBitRate",
                "1000000000",
                "NewLayer1DownstreamMaxBitRate",
                "1000000000",
                "NewPhysicalLinkStatus",
                store.external().isPresent() ? "Up" : "Down");
    }

    private static Outcome done(String... pairs) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return new Outcome.Done(values);
    }

    private static Outcome failed(IgdFault fault) {
        return new Outcome.Failed(fault);
    }

    private static int number(String text, int most) {
        boolean right = text.matches("\\d{1,9}") && Integer.parseInt(text) <= most;
        return right ? Integer.parseInt(text) : -1;
    }

    private static int port(SoapCall call, String name) {
        return number(call.argument(name), 0xffff);
    }

    private static int protocol(SoapCall call) {
        return switch (call.argument(PROTOCOL)) {
            case "TCP" -> Ipv4Header.PROTOCOL_TCP;
            case "UDP" -> Ipv4Header.PROTOCOL_UDP;
            default -> -1;
        };
    }

    private Outcome generic(SoapCall call) {
        int index = number(call.argument("NewPortMappingIndex"), 0xffff);
        List<MappingLease> all = store.granted();
        if (index < 0) {
            return failed(IgdFault.INVALID_ARGS);
        }
        return index < all.size()
                ? new Outcome.Done(entry(all.get(index), true))
                : failed(IgdFault.NO_SUCH_INDEX);
    }

    private Outcome specific(SoapCall call) {
        int port = port(call, EXTERNAL_PORT);
        if (port < 0 || protocol(call) < 0) {
            return failed(IgdFault.INVALID_ARGS);
        }
        return granted(protocol(call), port)
                .<Outcome>map(lease -> new Outcome.Done(entry(lease, false)))
                .orElse(failed(IgdFault.NO_SUCH_ENTRY));
    }

    private Optional<MappingLease> granted(int protocol, int port) {
        return store.granted().stream()
                .filter(lease -> lease.internal().protocol() == protocol)
                .filter(lease -> lease.externalPort() == port)
                .findFirst();
    }

    private Map<String, String> entry(MappingLease lease, boolean whole) {
        Map<String, String> values = new LinkedHashMap<>();
        if (whole) {
            values.put(REMOTE, remote(lease));
            values.put(EXTERNAL_PORT, "" + lease.externalPort());
            boolean tcp = lease.internal().protocol() == Ipv4Header.PROTOCOL_TCP;
            values.put(PROTOCOL, tcp ? "TCP" : "UDP");
        }
        values.put("NewInternalPort", "" + lease.internal().port());
        values.put("NewInternalClient", lease.internal().address().toString());
        values.put("NewEnabled", "1");
        values.put("NewPortMappingDescription", lease.terms().description());
        values.put("NewLeaseDuration", "" + lease.secondsLeft(nanos.getAsLong()));
        return values;
    }

    private static String remote(MappingLease lease) {
        List<PeerFilter> filters = lease.terms().filters();
        return filters.size() == 1 ? filters.getFirst().peers().address().toString() : "";
    }

    /** An action that opens a port, with its arguments read. */
    private record Wanted(int externalPort, int internalPort, int protocol, long seconds) {
        static Wanted of(SoapCall call) {
            return new Wanted(
                    port(call, EXTERNAL_PORT),
                    port(call, "NewInternalPort"),
                    IgdMachine.protocol(call),
                    seconds(call.argument("NewLeaseDuration")));
        }

        /** Programs ask for all 32 bits when they mean for ever. */
        private static long seconds(String text) {
            if (!text.matches("\\d{1,10}")) {
                return text.isEmpty() ? 0 : -1;
            }
            return Math.min(Long.parseLong(text), Integer.MAX_VALUE);
        }

        boolean isReadable() {
            return externalPort >= 0 && internalPort > 0 && protocol > 0 && seconds >= 0;
        }
    }

    private void add(SoapCall call, Ipv4Address from, boolean exactly, Consumer<Outcome> reply) {
        Wanted wanted = Wanted.of(call);
        Optional<List<PeerFilter>> filters = filters(call.argument(REMOTE));
        IgdFault bad = check(call, from, wanted, filters.isPresent(), exactly);
        if (bad != IgdFault.NONE) {
            reply.accept(failed(bad));
            return;
        }
        String description = call.argument("NewPortMappingDescription");
        MappingWish wish =
                new MappingWish(
                        MappingSource.UPNP,
                        new InternalEndpoint(from, wanted.protocol(), wanted.internalPort()),
                        wanted.externalPort(),
                        exactly,
                        Duration.ofSeconds(wanted.seconds()),
                        MappingLease.Terms.described(description, filters.orElse(List.of())));
        store.ask(wish, answer -> reply.accept(outcome(answer, exactly)));
    }

    private static IgdFault check(
            SoapCall call, Ipv4Address from, Wanted wanted, boolean remote, boolean exactly) {
        String client = call.argument("NewInternalClient");
        boolean readable = wanted.isReadable() && remote && isAddress(client);
        if (!readable || !List.of("1", "true", "yes", "").contains(call.argument("NewEnabled"))) {
            return IgdFault.INVALID_ARGS;
        }
        if (exactly && wanted.externalPort() == 0) {
            return IgdFault.NO_WILDCARD_PORT;
        }
        boolean own = client.isEmpty() || client.equals(from.toString());
        return own ? IgdFault.NONE : IgdFault.NOT_AUTHORIZED;
    }

    private static boolean isAddress(String text) {
        return text.isEmpty() || address(text).isPresent();
    }

    private static Optional<Ipv4Address> address(String text) {
        try {
            return Optional.of(Ipv4Address.parse(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<List<PeerFilter>> filters(String remote) {
        if (remote.isEmpty() || remote.equals("0.0.0.0") || remote.equals("*")) {
            return Optional.of(List.of());
        }
        return address(remote).map(peer -> List.of(new PeerFilter(new Ipv4Prefix(peer, 32), 0)));
    }

    private static Outcome outcome(MappingAnswer answer, boolean exactly) {
        return switch (answer) {
            case MappingAnswer.Granted(MappingLease lease) ->
                    exactly ? done() : done("NewReservedPort", "" + lease.externalPort());
            case MappingAnswer.Denied(Denial why) -> failed(fault(why));
        };
    }

    private static IgdFault fault(Denial why) {
        return switch (why) {
            case ASKED -> IgdFault.ASKED;
            case REFUSED -> IgdFault.REFUSED;
            case OTHER_TICKET -> IgdFault.NOT_AUTHORIZED;
            case QUOTA -> IgdFault.QUOTA;
            case NO_PORT -> IgdFault.NO_PORT;
            case PORT_TAKEN -> IgdFault.CONFLICT;
            case NO_UPLINK -> IgdFault.NO_UPLINK;
            case BUSY -> IgdFault.BUSY;
        };
    }

    private Outcome delete(SoapCall call, Ipv4Address from) {
        int port = port(call, EXTERNAL_PORT);
        if (port < 0 || protocol(call) < 0) {
            return failed(IgdFault.INVALID_ARGS);
        }
        Optional<MappingLease> known = store.at(protocol(call), port);
        if (known.isEmpty()) {
            return failed(IgdFault.NO_SUCH_ENTRY);
        }
        if (!mayEnd(known.get(), from)) {
            return failed(IgdFault.NOT_AUTHORIZED);
        }
        store.remove(known.get(), MappingEvent.What.DELETED, false);
        return done();
    }

    private static boolean mayEnd(MappingLease lease, Ipv4Address from) {
        return lease.internal().address().equals(from) && lease.isEndedBy("");
    }

    private Outcome deleteRange(SoapCall call, Ipv4Address from) {
        int first = port(call, "NewStartPort");
        int last = port(call, "NewEndPort");
        int protocol = protocol(call);
        if (first < 0 || last < 0 || protocol < 0) {
            return failed(IgdFault.INVALID_ARGS);
        }
        if (first > last) {
            return failed(IgdFault.INCONSISTENT);
        }
        List<MappingLease> his =
                store.granted().stream()
                        .filter(lease -> lease.internal().protocol() == protocol)
                        .filter(lease ->
                                lease.externalPort() >= first && lease.externalPort() <= last)
                        .filter(lease -> mayEnd(lease, from))
                        .toList();
        his.forEach(lease -> store.remove(lease, MappingEvent.What.DELETED, false));
        return his.isEmpty() ? failed(IgdFault.NOT_FOUND) : done();
    }

    /** Returns what a program should know of an address that the Internet cannot reach. */
    boolean isBehindAnother() {
        return store.external().filter(MappingStatus::isBehindAnother).isPresent();
    }
}
