package bauta.forward;

import bauta.engine.HotPath;
import bauta.flow.FiveTuple;

/** A network of the inside as packets see it. */
@HotPath
final class Lan {
    final LanNetwork network;
    final int side;
    final int address;
    final int mask;

    Lan(LanNetwork network) {
        this.network = network;
        this.side = FiveTuple.lanSide(network.id());
        this.address = network.prefix().address().bits();
        this.mask = network.prefix().mask();
    }

    boolean contains(int ipv4) {
        return ((ipv4 ^ address) & mask) == 0;
    }

    /**
     * Returns whether it can be a host's address: inside, not ours, not the network's own names.
     */
    boolean isHost(int ipv4) {
        boolean named = mask != -1 && mask != -2 && ((ipv4 & ~mask) == 0 || (ipv4 | mask) == -1);
        return contains(ipv4) && ipv4 != address && !named;
    }

    boolean isBroadcast(int ipv4) {
        return mask != -1 && mask != -2 && contains(ipv4) && (ipv4 | mask) == -1;
    }
}
