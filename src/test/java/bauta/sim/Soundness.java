package bauta.sim;

/** What every packet that leaves has to be, whatever it is (RFC 1812, RFC 2827). */
final class Soundness {
    private final Box box;

    Soundness(Box box) {
        this.box = box;
    }

    static boolean isHostOf(int lan, int address) {
        int router = Box.routerAddress(lan);
        boolean inside = address >>> 8 == router >>> 8;
        return inside && address != router && (address & 255) != 0 && (address & 255) != 255;
    }

    /** Where an inside host lives. */
    static Side sideOf(int address) {
        for (int i = 0; i < Box.LANS; i++) {
            if (isHostOf(i, address)) {
                return Side.lan(i);
            }
        }
        return Side.ROUTER;
    }

    /** Whether an address is none of the house, none of a group, and may cross a router. */
    static boolean isPublic(int address) {
        int first = address >>> 24;
        boolean special = first == 0 || first == 127 || first >= 224 || address >>> 16 == 0xa9fe;
        for (int i = 0; i < Box.LANS; i++) {
            special |= address >>> 8 == Box.routerAddress(i) >>> 8;
        }
        return !special;
    }

    void check(Emission emission) {
        Datagram packet = emission.packet();
        if (!packet.isWhole() || packet.length() != packet.bytes().length) {
            throw new Violation("sound", "header of " + emission);
        }
        if (packet.ttl() == 0 && emission.side().kind() != Side.Kind.ROUTER) {
            throw new Violation("sound", "no time to live: " + emission);
        }
        if (packet.length() > Box.mtu(emission.side())) {
            throw new Violation("sound", "too long: " + emission);
        }
        if (!isAddressed(emission.side(), packet)) {
            throw new Violation("sound", "addresses: " + emission);
        }
    }

    private boolean isAddressed(Side side, Datagram packet) {
        return switch (side.kind()) {
            case UPLINK ->
                    box.isOurs(packet.source()) && isPublic(packet.destination()) && box.isUp();
            case LAN -> isHostOf(side.number(), packet.destination()) && isRightSource(packet);
            case ROUTER -> packet.destination() == box.address();
        };
    }

    private static boolean isRightSource(Datagram packet) {
        int first = packet.source() >>> 24;
        return first != 0 && first != 127 && first < 224;
    }
}
