package bauta.sim;

import bauta.flow.FlowSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who has spoken to whom under which name, as the packets show it: contacts and mappings, each with
 * the time until which it has to live and the time until which it may live (RFC 4787 REQ-5, RFC
 * 5382 REQ-5, RFC 5508 REQ-2).
 */
final class Ledger {
    private static final long SLACK = 3 * VirtualTime.SECOND;

    private final VirtualTime time;
    private final FlowSettings timers;
    private final Map<Key, Contact> contacts = new HashMap<>();
    private final Map<Spoken, Life> spoken = new HashMap<>();
    private final Map<Inner, Mapping> byInside = new HashMap<>();
    private final Map<Owner, Mapping> byOutside = new HashMap<>();

    /**
     * A conversation as the inside knows it.
     *
     * @param protocol its number
     * @param inside who began it
     * @param peer with whom
     */
    record Key(int protocol, End inside, End peer) {}

    /**
     * Who has a port.
     *
     * @param protocol its number
     * @param end the port
     */
    record Owner(int protocol, End end) {}

    private record Inner(int protocol, End inside, int external) {}

    private record Spoken(int protocol, End inside, int peer) {
        static Spoken of(Key key) {
            return new Spoken(key.protocol, key.inside, key.peer.address());
        }
    }

    /** How long something lives. */
    static class Life {
        long sureUntil;
        long maybeUntil;

        void use(long sure, long maybe) {
            sureUntil = Math.max(sureUntil, sure);
            maybeUntil = Math.max(maybeUntil, maybe);
        }
    }

    /** A conversation. */
    static final class Contact extends Life {
        final Key key;
        End external;

        /** Whether it goes under a name that is not that of a mapping of its own. */
        boolean byOthers;

        /** Whether the peer began. */
        boolean fromOutside;

        /** Whether it is a connection of which an end has said its last. */
        boolean over;

        Contact(Key key, End external) {
            this.key = key;
            this.external = external;
        }
    }

    /** An inside port under the name it has outside. */
    static final class Mapping extends Life {
        final End inside;
        final End external;

        Mapping(End inside, End external) {
            this.inside = inside;
            this.external = external;
        }
    }

    Ledger(VirtualTime time, FlowSettings timers) {
        this.time = time;
        this.timers = timers;
    }

    private long shortest(Key key) {
        return switch (key.protocol) {
            case Datagram.TCP -> timers.tcpTransitory().toNanos();
            case Datagram.UDP ->
                    (key.peer.port() == 53 || key.peer.port() == 123
                                    ? timers.udpShort()
                                    : timers.udp())
                            .toNanos();
            case Datagram.ICMP -> timers.icmp().toNanos();
            default -> timers.other().toNanos();
        };
    }

    private long longest(Key key) {
        return key.protocol == Datagram.TCP ? timers.tcpEstablished().toNanos() : shortest(key);
    }

    /** How long any conversation may live without a word. */
    long longest(int protocol) {
        return longest(new Key(protocol, new End(0, 0), new End(0, 0))) + SLACK;
    }

    static boolean isMapped(int protocol) {
        return protocol == Datagram.TCP || protocol == Datagram.UDP || protocol == Datagram.ICMP;
    }

    boolean isSure(Life life) {
        return time.nanos() < life.sureUntil;
    }

    boolean mayLive(Life life) {
        return time.nanos() <= life.maybeUntil;
    }

    @Nullable Contact contact(Key key) {
        return contacts.get(key);
    }

    /** The mapping behind an external port, if it may live. */
    @Nullable Mapping behind(int protocol, End external) {
        Mapping mapping = byOutside.get(new Owner(protocol, external));
        return mapping != null && mayLive(mapping) ? mapping : null;
    }

    /** The mapping of an inside port to an external address, if it may live. */
    @Nullable Mapping of(int protocol, End inside, int external) {
        Mapping mapping = byInside.get(new Inner(protocol, inside, external));
        return mapping != null && mayLive(mapping) ? mapping : null;
    }

    /** Whether a port outside may have an owner. */
    boolean mayBeTaken(int protocol, End external) {
        return behind(protocol, external) != null;
    }

    /** The inside spoke, under a name that may be that of no mapping of its own. */
    void out(Key key, End external, boolean byOthers) {
        long sure = time.nanos() + shortest(key);
        long maybe = time.nanos() + longest(key) + SLACK;
        Contact contact = contacts.get(key);
        if (contact == null || !mayLive(contact)) {
            contact = new Contact(key, external);
            contacts.put(key, contact);
        }
        contact.external = external;
        contact.byOthers = byOthers;
        contact.use(sure, maybe);
        Life spoke = spoken.computeIfAbsent(Spoken.of(key), _ -> new Life());
        spoke.use(sure, maybe);
        if (!isMapped(key.protocol) || contact.byOthers) {
            return;
        }
        Mapping mapping = of(key.protocol, key.inside, external.address());
        if (mapping == null || !mapping.external.equals(external)) {
            mapping = new Mapping(key.inside, external);
            byInside.put(new Inner(key.protocol, key.inside, external.address()), mapping);
        }
        byOutside.put(new Owner(key.protocol, external), mapping);
        mapping.use(sure, maybe);
    }

    /** A conversation that its inside end did not begin, or that no mapping is behind. */
    Contact begun(Key key, End external) {
        Contact contact = contacts.get(key);
        if (contact == null || !mayLive(contact)) {
            contact = new Contact(key, external);
            Mapping own = of(key.protocol, key.inside, external.address());
            contact.byOthers = own == null || !own.external.equals(external);
            contacts.put(key, contact);
        }
        contact.external = external;
        in(contact);
        return contact;
    }

    /** Another conversation that must be there, with the same name and peer. */
    @Nullable Contact other(Key key, End external) {
        for (Contact one : contacts.values()) {
            if (one.key.protocol == key.protocol
                    && one.external.equals(external)
                    && one.key.peer.equals(key.peer)
                    && !one.key.equals(key)
                    && !one.over
                    && !(key.protocol == Datagram.ICMP && one.fromOutside)
                    && isSure(one)) {
                return one;
            }
        }
        return null;
    }

    /** Whether the answers of a peer to an external port may be somebody's. */
    boolean mayBeAnswered(int protocol, End external, End peer) {
        return contacts.values().stream()
                .anyMatch(one ->
                        one.key.protocol == protocol
                                && one.external.equals(external)
                                && one.key.peer.equals(peer)
                                && mayLive(one));
    }

    /** A segment says whether its connection goes on. */
    void heard(Key key, Datagram packet) {
        Contact contact = contacts.get(key);
        if (contact != null && packet.protocol() == Datagram.TCP) {
            boolean last = packet.has(Datagram.FIN) || packet.has(Datagram.RST);
            contact.over = last || contact.over && !packet.has(Datagram.SYN);
        }
    }

    /** Whether an inside port has spoken to an address, whatever its port. */
    boolean hasSpoken(int protocol, End inside, int peer) {
        Life spoke = spoken.get(new Spoken(protocol, inside, peer));
        return spoke != null && mayLive(spoke);
    }

    /** The peer spoke. */
    void in(Contact contact) {
        long maybe = time.nanos() + longest(contact.key) + SLACK;
        contact.use(0, maybe);
        Mapping mapping = of(contact.key.protocol, contact.key.inside, contact.external.address());
        if (mapping != null) {
            mapping.use(0, maybe);
        }
        Life spoke = spoken.get(Spoken.of(contact.key));
        if (spoke != null) {
            spoke.use(0, maybe);
        }
    }

    /** Flows were pushed out: none has to live any more. */
    void nothingIsSure() {
        contacts.values().forEach(contact -> contact.sureUntil = 0);
        byInside.values().forEach(mapping -> mapping.sureUntil = 0);
    }

    /**
     * Some conversations are over, and mappings that have no other.
     *
     * @param over which are
     * @param unsure which may be
     */
    void remove(Predicate<Contact> over, Predicate<Contact> unsure) {
        contacts.values().removeIf(over);
        contacts.values().stream().filter(unsure).forEach(contact -> contact.sureUntil = 0);
        for (Mapping mapping : byInside.values()) {
            mapping.sureUntil = 0;
            mapping.maybeUntil = 0;
        }
        spoken.clear();
        for (Contact contact : contacts.values()) {
            Key key = contact.key;
            spoken.computeIfAbsent(Spoken.of(key), _ -> new Life())
                    .use(contact.sureUntil, contact.maybeUntil);
            Mapping mapping =
                    byInside.get(new Inner(key.protocol, key.inside, contact.external.address()));
            if (mapping != null && mapping.external.equals(contact.external)) {
                mapping.use(contact.sureUntil, contact.maybeUntil);
            }
        }
    }

    /** Everything is over. */
    void clear() {
        contacts.clear();
        spoken.clear();
        byInside.clear();
        byOutside.clear();
    }
}
