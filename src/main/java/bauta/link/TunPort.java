package bauta.link;

import bauta.wire.Ipv4Address;

/** The router's own side of an uplink. */
public final class TunPort implements Port, AutoCloseable {
    private final TunSettings settings;

    TunPort(TunSettings settings) {
        this.settings = settings;
    }

    /**
     * Says who takes the packets that the kernel sends by the interface; until then they are
     * dropped.
     *
     * @param receiver takes IP packets, ownership included
     */
    public void receiver(FrameReceiver receiver) {
        assert receiver != null;
    }

    /**
     * Brings the interface up with a new address: earlier addresses go, carrier comes, the default
     * route leads there.
     *
     * @param address ours
     * @param peer the provider's end
     * @param mtuBytes longest packet
     */
    public void up(Ipv4Address address, Ipv4Address peer, int mtuBytes) {
        assert mtuBytes > 0 && !address.equals(peer);
    }

    /** Takes address, route and carrier away; the interface stays. */
    public void down() {}

    @Override
    public String role() {
        return settings.role();
    }

    @Override
    public long mac() {
        return 0;
    }

    @Override
    public int mtuBytes() {
        return 0;
    }

    @Override
    public boolean isUp() {
        return false;
    }

    @Override
    public void transmit(int at, int length) {}

    @Override
    public void transmitControl(int at, int length) {
        transmit(at, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
