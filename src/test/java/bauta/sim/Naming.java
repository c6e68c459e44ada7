package bauta.sim;

import org.jspecify.annotations.Nullable;

/** Under which name the inside speaks to the outside (RFC 4787 REQ-1 to REQ-4). */
final class Naming {
    private final Box box;
    private final House house;
    private final Ledger ledger;
    private final Ghosts ghosts;
    private final Scarcity scarcity;

    Naming(Box box, House house, Ledger ledger, Ghosts ghosts, Scarcity scarcity) {
        this.box = box;
        this.house = house;
        this.ledger = ledger;
        this.ghosts = ghosts;
        this.scarcity = scarcity;
    }

    /** The inside speaks: by the name of the conversation, else by that of its mapping. */
    void speaks(Ledger.Key key, End external) {
        Ledger.Contact contact = ledger.contact(key);
        if (contact != null && ledger.mayLive(contact) && contact.external.equals(external)) {
            ledger.out(key, external, contact.byOthers);
            return;
        }
        if (external.address() != house.nameOf(key, box.address())) {
            if (!ghosts.isAnswered(key.protocol(), key.peer(), external)) {
                throw new Violation("external address", key + " is " + external);
            }
            ledger.begun(key, external);
            return;
        }
        boolean shared = false;
        if (external.address() == External.PAIR) {
            shared = house.choice().has(Choice.Part.NAMES);
            onlyTheAddressChanges(key, external);
        } else if (Ledger.isMapped(key.protocol())) {
            shared = isShared(key, external);
            alone(key, external);
            mapping(key, external, shared);
        }
        ledger.out(key, external, shared);
    }

    private void onlyTheAddressChanges(Ledger.Key key, End external) {
        boolean paired = house.choice().has(Choice.Part.NAMES);
        if (paired && external.port() != key.inside().port()) {
            throw new Violation("one to one", key + " is " + external);
        }
    }

    /** Whether it saves ports: TCP shares those of a band while there are few. */
    private boolean isShared(Ledger.Key key, End external) {
        return scarcity.isShared(key.protocol(), external)
                && !isSure(ledger.of(key.protocol(), key.inside(), external.address()));
    }

    private boolean isSure(Ledger.@Nullable Mapping mapping) {
        return mapping != null && ledger.isSure(mapping);
    }

    /** Answers tell conversations apart: no two have the same name for the same peer. */
    private void alone(Ledger.Key key, End external) {
        Ledger.Contact other = ledger.other(key, external);
        if (other != null) {
            throw new Violation("overload", key + " is " + external + " as is " + other.key);
        }
    }

    private void mapping(Ledger.Key key, End external, boolean shared) {
        Ledger.Mapping now = ledger.of(key.protocol(), key.inside(), external.address());
        if (now != null && now.external.equals(external)) {
            return;
        }
        if (now != null && ledger.isSure(now)) {
            throw new Violation(
                    "endpoint-independent", key + " was " + now.external + ", is " + external);
        }
        Ledger.Mapping owner = ledger.behind(key.protocol(), external);
        if (owner != null && ledger.isSure(owner) && !owner.inside.equals(key.inside())) {
            throw new Violation("overload", external + " is of " + owner.inside + ", now " + key);
        }
        if (!shared && !house.choice().has(Choice.Part.RANDOM)) {
            choice(key, external);
        }
    }

    private void choice(Ledger.Key key, End external) {
        int protocol = key.protocol();
        int wanted = key.inside().port();
        int got = external.port();
        Doors doors = house.doors();
        if (wanted == got || doors.leads(protocol, external, key.inside(), key.peer().address())) {
            return;
        }
        if (doors.isReserved(protocol, got)) {
            throw new Violation("reserved", key + " got the port of a forward: " + got);
        }
        End same = new End(external.address(), wanted);
        boolean free = !ledger.mayBeTaken(protocol, same) && !doors.isReserved(protocol, wanted);
        boolean usable = wanted != 0 || protocol == Datagram.ICMP;
        boolean answered = ledger.mayBeAnswered(protocol, same, key.peer());
        boolean haunted =
                ghosts.mayHave(protocol, wanted, same)
                        || ghosts.mayHave(protocol, wanted, external);
        if (free && usable && !answered && !haunted) {
            throw new Violation("port kept", key + " got " + got + " though its own is free");
        }
        if (protocol == Datagram.UDP && usable && (wanted & 1) != (got & 1)) {
            throw new Violation("port parity", key + " got " + got);
        }
        if (protocol != Datagram.ICMP && usable && wanted < 1024 != got < 1024) {
            throw new Violation("port range", key + " got " + got);
        }
    }
}
