package bauta.service.dns;

import bauta.wire.DnsHeader;
import bauta.wire.DnsRecord;
import bauta.wire.Ipv4Address;
import java.util.List;
import java.util.Optional;

/**
 * What the box answers by itself: the names of the house forward and reverse, and the zones of
 * {@link LocalZones}. A name that is known here is known here alone: other types of it are "no such
 * record", nobody outside is asked. Owned by the dns loop.
 */
final class LocalAnswers {
    private static final String REVERSE = ".in-addr.arpa";
    private static final String LOOPBACK_REVERSE = "1.0.0.127.in-addr.arpa";
    private static final Ipv4Address LOOPBACK = Ipv4Address.parse("127.0.0.1");

    private final DnsSettings.House house;
    private final LocalZones zones;
    private LanNames names = LanNames.NONE;

    LocalAnswers(DnsSettings settings) {
        this.house = settings.house();
        this.zones = new LocalZones(house.domains(), settings.forwarding().domains());
    }

    /**
     * Takes the names as they are now.
     *
     * @return whether names changed that answers from outside may have been kept for
     */
    boolean names(LanNames snapshot) {
        boolean changed = !snapshot.outside(house.domains()).equals(names.outside(house.domains()));
        names = snapshot;
        return changed;
    }

    /** Returns the answer to a question, when it is ours to give. */
    Optional<byte[]> answer(Question question) {
        if (question.questionClass() != DnsRecord.CLASS_IN) {
            return Optional.empty();
        }
        String name = question.name();
        Optional<byte[]> known = known(question, name);
        if (known.isPresent()) {
            return known;
        }
        Optional<LocalZones.Zone> zone = zones.of(name);
        if (zone.isPresent() && !isSecurityOf(question, name, zone.get())) {
            return Optional.of(inZone(question, name, zone.get()));
        }
        return house.captive().isPresent()
                ? Optional.of(captive(question, house.captive().get()))
                : unqualified(question, name);
    }

    /** Validators must see that the zone above says nothing of ours (RFC 8375 section 4). */
    private static boolean isSecurityOf(Question question, String name, LocalZones.Zone zone) {
        return question.type() == DnsRecord.DS
                && name.equals(zone.name())
                && zone.kind() != LocalZones.Kind.NOWHERE;
    }

    private Optional<byte[]> known(Question question, String name) {
        List<Ipv4Address> addresses = addresses(name);
        if (!addresses.isEmpty()) {
            return Optional.of(
                    wants(question, DnsRecord.A)
                            ? new LocalRecords(question)
                                    .addresses(addresses)
                                    .message(DnsHeader.NOERROR)
                            : noRecord(question, zoneOf(name)));
        }
        return reverse(name).flatMap(names::name).map(host -> pointer(question, name, host));
    }

    private List<Ipv4Address> addresses(String name) {
        List<Ipv4Address> found = names.addresses(name);
        if (!found.isEmpty() || name.indexOf('.') >= 0) {
            return found;
        }
        return house.domains().stream()
                .map(domain -> names.addresses(name + "." + domain))
                .filter(list -> !list.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private byte[] pointer(Question question, String name, String host) {
        return wants(question, DnsRecord.PTR)
                ? new LocalRecords(question).name(DnsRecord.PTR, host).message(DnsHeader.NOERROR)
                : noRecord(question, zoneOf(name));
    }

    private String zoneOf(String name) {
        return zones.of(name).map(LocalZones.Zone::name).orElse(name);
    }

    private static boolean wants(Question question, int type) {
        return question.type() == type || question.type() == DnsRecord.ANY;
    }

    /** Reads {@code 4.3.2.1.in-addr.arpa}. */
    static Optional<Ipv4Address> reverse(String name) {
        if (!name.endsWith(REVERSE)) {
            return Optional.empty();
        }
        String[] parts = name.substring(0, name.length() - REVERSE.length()).split("\\.", -1);
        if (parts.length != Ipv4Address.LENGTH) {
            return Optional.empty();
        }
        try {
            String address = parts[3] + "." + parts[2] + "." + parts[1] + "." + parts[0];
            return Optional.of(Ipv4Address.parse(address));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // not an address: nobody has it
        }
    }

    private byte[] inZone(Question question, String name, LocalZones.Zone zone) {
        if (zone.kind() == LocalZones.Kind.LOCALHOST) {
            return localhost(question, zone.name());
        }
        if (name.equals(LOOPBACK_REVERSE) || name.equals("1." + "0.".repeat(31) + "ip6.arpa")) {
            return wants(question, DnsRecord.PTR)
                    ? new LocalRecords(question)
                            .name(DnsRecord.PTR, "localhost")
                            .message(DnsHeader.NOERROR)
                    : noRecord(question, zone.name());
        }
        if (name.equals(zone.name())) {
            return apex(question, zone.name());
        }
        return names.isAbove(name)
                ? noRecord(question, zone.name())
                : noName(question, zone.name());
    }

    private static byte[] apex(Question question, String zone) {
        return switch (question.type()) {
            case DnsRecord.SOA, DnsRecord.ANY ->
                    new LocalRecords(question).soa(zone).message(DnsHeader.NOERROR);
            case DnsRecord.NS ->
                    new LocalRecords(question).name(DnsRecord.NS, zone).message(DnsHeader.NOERROR);
            default -> noRecord(question, zone);
        };
    }

    /** Every name below {@code localhost} is this very host (RFC 6761 section 6.3). */
    private static byte[] localhost(Question question, String zone) {
        return switch (question.type()) {
            case DnsRecord.A, DnsRecord.ANY ->
                    new LocalRecords(question)
                            .addresses(List.of(LOOPBACK))
                            .message(DnsHeader.NOERROR);
            case DnsRecord.AAAA ->
                    new LocalRecords(question).loopback6().message(DnsHeader.NOERROR);
            default -> noRecord(question, zone);
        };
    }

    private static byte[] noRecord(Question question, String zone) {
        return new LocalRecords(question).nothing(zone).message(DnsHeader.NOERROR);
    }

    private static byte[] noName(Question question, String zone) {
        return new LocalRecords(question).nothing(zone).message(DnsHeader.NXDOMAIN);
    }

    /** Until the box is set up every name leads to it; nothing of that may be remembered. */
    private static byte[] captive(Question question, Ipv4Address address) {
        LocalRecords records = new LocalRecords(question);
        return (wants(question, DnsRecord.A) ? records.captive(address) : records)
                .message(DnsHeader.NOERROR);
    }

    /** A host name without a domain means a host of the house; the root is not asked for it. */
    private static Optional<byte[]> unqualified(Question question, String name) {
        boolean address = question.type() == DnsRecord.A || question.type() == DnsRecord.AAAA;
        return address && !name.isEmpty() && name.indexOf('.') < 0
                ? Optional.of(new LocalRecords(question).message(DnsHeader.NXDOMAIN))
                : Optional.empty();
    }
}
