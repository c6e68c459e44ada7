package bauta.link;

import bauta.engine.DropReason;
import bauta.engine.HotPath;
import bauta.linux.Interfaces;
import bauta.linux.LinuxException;
import bauta.linux.TunDevice;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import bauta.wire.MacAddress;
import java.util.List;
import java.util.Map;
import org.tinylog.Logger;

/**
 * The router's own side of an uplink: packets that its programs send come to the receiver, packets
 * that are transmitted here reach its programs. Without carrier, route and address until {@link
 * #up}. Router loop only, but for the methods that say otherwise.
 */
public final class TunPort implements Port, HostSide, AutoCloseable {
    private static final int BUDGET = 64;
    private static final Ipv4Prefix DEFAULT = new Ipv4Prefix(Ipv4Address.ANY, 0);

    private final TunSettings settings;
    private final LinkLoop loop;
    private final SharedFrames frames;
    private final TunDevice device;
    private final int index;
    private final FdHandle handle;
    private FrameReceiver receiver;
    private boolean up;
    private int mtuBytes;
    private long received;
    private long transmitted;

    TunPort(TunSettings settings, LinkLoop loop) {
        this.settings = settings;
        this.loop = loop;
        this.frames = loop.frames();
        this.device = TunDevice.open(settings.device());
        this.index = Interfaces.index(device.name());
        this.receiver = this::dropUnreceived;
        device.persistent(settings.persistent());
        loop.kernelSettings().tun(device.name());
        loop.netlink().flushAddresses(index);
        device.carrier(false);
        loop.netlink().setUp(index, true);
        this.handle =
                FdHandle.register(
                        loop.eventLoop(), device.fd(), settings.role(), _ -> loop.ready(this));
    }

    private void dropUnreceived(int at, int length) {
        frames.drop(at, DropReason.PORT_DOWN);
    }

    /**
     * Says who takes the packets that the kernel sends by the interface; until then they are
     * dropped. Any thread.
     *
     * @param receiver takes IP packets, ownership included
     */
    public void receiver(FrameReceiver receiver) {
        loop.onLoop(() -> this.receiver = frames.guarded(receiver));
    }

    /** {@inheritDoc} Any thread. */
    @Override
    public void up(Ipv4Address address, Ipv4Address peer, int mtuBytes) {
        loop.onLoop(() -> {
            loop.netlink().flushAddresses(index);
            loop.netlink().setMtu(index, mtuBytes);
            loop.netlink().addPointToPoint(index, address, peer);
            device.carrier(true);
            loop.netlink().replaceRoute(index, DEFAULT, address, settings.metric());
            this.mtuBytes = mtuBytes;
            this.up = true;
        });
    }

    /** {@inheritDoc} Any thread. */
    @Override
    public void down() {
        loop.onLoop(() -> {
            up = false;
            device.carrier(false);
            loop.netlink().removeRoute(index, DEFAULT, settings.metric());
            loop.netlink().flushAddresses(index);
        });
    }

    /** Returns the name of the interface. */
    public String device() {
        return device.name();
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
        return mtuBytes;
    }

    @Override
    public boolean isUp() {
        return up;
    }

    /** Hands over what the kernel sends, a bounded batch of it. */
    @HotPath
    void receive() {
        FramePool pool = frames.pool();
        int count = 0;
        while (count < BUDGET) {
            int at = pool.allocate();
            if (at < 0) {
                break;
            }
            int length = device.read(frames.address() + at, FramePool.MAX_FRAME_BYTES);
            if (length <= 0) {
                pool.release(at);
                break;
            }
            count++;
            receiver.receive(at, length);
        }
        if (count > 0) {
            received += count;
            receiver.batchEnd();
        }
    }

    @Override
    @HotPath
    public void transmit(int at, int length) {
        int written = device.write(frames.address() + at, length);
        if (written == length) {
            transmitted++;
            frames.pool().release(at);
        } else {
            frames.drop(at, DropReason.TUN_REFUSED);
        }
    }

    @Override
    @HotPath
    public void transmitControl(int at, int length) {
        transmit(at, length);
    }

    @Override
    @HotPath
    public void flush() {}

    PortStatus status() {
        return new PortStatus(
                role(),
                device.name(),
                up ? "up" : "no-carrier",
                "tun",
                List.of(),
                1,
                new MacAddress(0),
                mtuBytes,
                Map.of("received", received, "transmitted", transmitted));
    }

    /** Lets go of the interface, which stays if it is persistent. Any thread. */
    @Override
    public void close() {
        loop.onLoop(() -> {
            if (loop.forget(this)) {
                release();
            }
        });
    }

    void release() {
        handle.close();
        try {
            device.carrier(false);
            loop.netlink().flushAddresses(index);
        } catch (LinuxException e) {
            Logger.debug("TUN not cleared device={} cause={}", device.name(), e.getMessage());
        }
        device.close();
    }
}
