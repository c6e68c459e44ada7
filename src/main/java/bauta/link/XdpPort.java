package bauta.link;

/** A NIC by AF_XDP. */
public final class XdpPort implements Port {
    private final PortSettings settings;

    XdpPort(PortSettings settings) {
        this.settings = settings;
    }

    /**
     * Says who takes received frames; until then they are dropped.
     *
     * @param control takes PPPoE discovery and PPP control frames of a WAN port
     * @param bulk takes everything else
     */
    public void receivers(FrameReceiver control, FrameReceiver bulk) {
        assert control != null && bulk != null;
    }

    /**
     * Adds a listener to the carrier; it is told the present state at once.
     *
     * @param listener called on the router loop
     */
    public void carrierListener(CarrierListener listener) {
        listener.carrier(false);
    }

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
        return settings.mtuBytes();
    }

    @Override
    public boolean isUp() {
        return false;
    }

    @Override
    public void transmit(int at, int length) {}

    @Override
    public void transmitControl(int at, int length) {}

    @Override
    public void flush() {}
}
