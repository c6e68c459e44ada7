package bauta.link;

import bauta.engine.DropReason;
import bauta.engine.HotPath;
import bauta.linux.Errno;
import bauta.linux.LinuxException;
import bauta.linux.RouteEvent;
import bauta.linux.XdpSocket;
import bauta.wire.Ipv4Prefix;
import bauta.wire.MacAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * A NIC by AF_XDP. It opens by itself as soon as its interface exists, and again when it comes back
 * after having gone. Frames sent while it is down are dropped as PORT_DOWN. Router loop only.
 */
public final class XdpPort implements Port {
    private static final int CONTROL_BUDGET = 64;
    private static final long RETRY_SLOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PortSettings settings;
    private final LinkLoop loop;
    private final SharedFrames frames;
    private final PortProgram program;
    private final OpenNic.Means means;
    private final PortCounters counters;
    private final List<CarrierListener> listeners = new ArrayList<>();
    private FrameReceiver control;
    private FrameReceiver bulk;
    private @Nullable OpenNic nic;
    private boolean controlReceived;
    private boolean bulkReceived;
    private boolean carrier;
    private long mac;
    private int mtuBytes;
    private int wantedMtuBytes;
    private @Nullable FoundInterface found;
    private long openingSince;
    private boolean retrying;
    private boolean closed;

    XdpPort(PortSettings settings, LinkLoop loop, int portNumber, LinkSettings linkSettings) {
        this.settings = settings;
        this.loop = loop;
        this.frames = loop.frames();
        this.counters = new PortCounters();
        this.program = new PortProgram(settings);
        this.means = new OpenNic.Means(frames, portNumber, linkSettings, counters);
        this.control = this::dropUnreceived;
        this.bulk = this::dropUnreceived;
        this.mtuBytes = settings.mtuBytes();
        this.wantedMtuBytes = settings.mtuBytes();
    }

    private void dropUnreceived(int at, int length) {
        frames.drop(at, DropReason.ETHERNET_UNKNOWN_TYPE);
    }

    /**
     * Says who takes received frames; until then they are dropped.
     *
     * @param control takes PPPoE discovery and PPP control frames of a WAN port
     * @param bulk takes everything else
     */
    public void receivers(FrameReceiver control, FrameReceiver bulk) {
        loop.onLoop(() -> {
            this.control = frames.guarded(control);
            this.bulk = frames.guarded(bulk);
        });
    }

    /**
     * Adds a listener to the carrier; it is told the present state at once.
     *
     * @param listener called on the router loop
     */
    public void carrierListener(CarrierListener listener) {
        loop.onLoop(() -> {
            listeners.add(listener);
            listener.carrier(isUp());
        });
    }

    /**
     * Changes which services of the router the kernel may see from here, at once.
     *
     * @param input instead of those it was opened with
     */
    public void input(InputMap input) {
        loop.onLoop(() -> program.input(input));
    }

    /** Returns what the kernel took of each service since it was opened. Router loop only. */
    public Map<InputMap.Service, InputMap.Taken> taken() {
        return program.taken();
    }

    /**
     * Changes the MTU, now or as soon as the interface is there; one that the driver refuses leaves
     * the one there is.
     *
     * @param bytes as in {@link PortSettings#mtuBytes}
     */
    public void mtu(int bytes) {
        loop.onLoop(() -> {
            wantedMtuBytes = bytes;
            if (nic != null) {
                loop.netlink()
                        .link(settings.device())
                        .ifPresent(link -> mtuBytes = chooseMtu(link));
            }
        });
    }

    /** Returns the loop it belongs to. */
    public LinkLoop loop() {
        return loop;
    }

    /** Returns the settings it was opened with. */
    public PortSettings settings() {
        return settings;
    }

    @Override
    public String role() {
        return settings.role();
    }

    @Override
    public long mac() {
        return mac;
    }

    @Override
    public int mtuBytes() {
        return mtuBytes;
    }

    @Override
    public boolean isUp() {
        return nic != null && carrier;
    }

    /** Returns the index of the interface, 0 while it is not open. */
    public int index() {
        return nic == null ? 0 : nic.index();
    }

    @Override
    @HotPath
    public void transmit(int at, int length) {
        OpenNic open = nic;
        if (open == null || !carrier) {
            frames.drop(at, DropReason.PORT_DOWN);
            return;
        }
        open.transmitter().sendBulk(at, length);
        if (!loop.inRound()) {
            loop.flushSoon();
        }
    }

    @Override
    @HotPath
    public void transmitControl(int at, int length) {
        OpenNic open = nic;
        if (open == null || !carrier) {
            frames.drop(at, DropReason.PORT_DOWN);
            return;
        }
        open.transmitter().sendControl(at, length);
        if (!loop.inRound()) {
            loop.flushSoon();
        }
    }

    @Override
    @HotPath
    public void flush() {
        OpenNic open = nic;
        if (open != null && !open.transmitter().flush()) {
            loop.flushLater();
        }
    }

    @HotPath
    void receiveControl() {
        OpenNic open = nic;
        if (open == null) {
            return;
        }
        int count = open.receiveControl(control, CONTROL_BUDGET);
        if (count > 0) {
            counters.received += count;
            controlReceived = true;
        }
    }

    @HotPath
    void receiveBulk(int queue, int budget) {
        OpenNic open = nic;
        if (open == null) {
            return;
        }
        int count = open.queue(queue).receiveBulk(bulk, budget);
        if (count > 0) {
            counters.received += count;
            bulkReceived = true;
        }
    }

    /** Ends a batch: tells the receivers, and gives the kernel fresh frames. */
    @HotPath
    void batchEnd() {
        if (controlReceived) {
            controlReceived = false;
            control.batchEnd();
        }
        if (bulkReceived) {
            bulkReceived = false;
            bulk.batchEnd();
        }
    }

    @HotPath
    void refill() {
        OpenNic open = nic;
        if (open != null) {
            open.transmitter().complete();
            open.refill();
        }
    }

    /** Tries to open, now and until it works or the interface is gone. */
    void open() {
        retrying = false;
        Optional<RouteEvent.LinkPresent> link = loop.netlink().link(settings.device());
        if (nic != null || closed || link.isEmpty() || link.get().mac() == 0) {
            openingSince = 0;
            return;
        }
        if (openingSince == 0) {
            openingSince = loop.clock().advance();
        }
        try {
            openNic(link.get());
            openingSince = 0;
        } catch (LinuxException e) {
            retry(e);
        }
    }

    private void retry(LinuxException cause) {
        counters.bindRetries++;
        long waitedNanos = loop.clock().advance() - openingSince;
        boolean soon = cause.errno() == Errno.EBUSY && waitedNanos < BindRetry.PATIENCE.toNanos();
        if (!soon) {
            Logger.warn("port not opened role={} cause={}", role(), cause.getMessage());
        }
        retryAfter(soon ? BindRetry.PAUSE.toNanos() : RETRY_SLOW_NANOS);
    }

    private void retryAfter(long nanos) {
        if (!retrying) {
            retrying = true;
            loop.eventLoop().schedule(this::open, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void openNic(RouteEvent.LinkPresent link) {
        loop.kernelSettings().nic(link.name(), settings.zone());
        if (found == null || found.link().index() != link.index()) {
            found = FoundInterface.of(link, loop.netlink());
        }
        mtuBytes = chooseMtu(link);
        mac = link.mac();
        program.writeSettings(new MacAddress(mac));
        OpenNic opened = OpenNic.open(link, program, means);
        try {
            if (opened.mode().equals("generic")) {
                loop.kernelSettings().generic(link.name());
            }
            loop.netlink().setUp(link.index(), true);
            for (Ipv4Prefix address : settings.addresses()) {
                loop.netlink().addAddress(link.index(), address);
            }
            register(opened);
        } catch (LinuxException e) {
            opened.close();
            throw e;
        }
        nic = opened;
        counters.openings++;
        Logger.info(
                "port opened role={} device={} mode={} queues={} mtu={} large-transmit-budget={}",
                role(),
                link.name(),
                opened.mode(),
                opened.queueCount(),
                mtuBytes,
                opened.transmitter().largeBudget());
        loop.netlink().link(settings.device()).ifPresent(this::changed);
    }

    private int chooseMtu(RouteEvent.LinkPresent link) {
        int wanted = wantedMtuBytes;
        if (wanted == 0 || wanted == link.mtuBytes()) {
            return link.mtuBytes();
        }
        try {
            loop.netlink().setMtu(link.index(), wanted);
            return wanted;
        } catch (LinuxException e) {
            Logger.warn("MTU refused role={} mtu={} cause={}", role(), wanted, e.getMessage());
            return link.mtuBytes();
        }
    }

    private void register(OpenNic opened) {
        for (int i = 0; i < opened.queueCount(); i++) {
            int queue = i;
            FdHandle.Task task = error -> loop.ready(this, queue, error);
            for (XdpSocket socket : List.of(opened.queue(i).control(), opened.queue(i).bulk())) {
                opened.closeWith(FdHandle.register(loop.eventLoop(), socket.fd(), role(), task));
            }
        }
    }

    /** An event about some interface. */
    void event(RouteEvent event) {
        switch (event) {
            case RouteEvent.LinkGone gone -> {
                if (nic != null && nic.index() == gone.index()) {
                    lost();
                }
            }
            case RouteEvent.LinkPresent present -> {
                boolean named = present.name().equals(settings.device());
                if (nic != null && nic.index() == present.index()) {
                    if (named) {
                        // The event may be older than what was read while opening.
                        loop.netlink().link(present.name()).ifPresent(this::changed);
                    } else {
                        lost();
                    }
                } else if (named && nic == null && !retrying) {
                    open();
                }
            }
            case RouteEvent.AddressChanged _, RouteEvent.NeighbourChanged _ -> {}
        }
    }

    private void changed(RouteEvent.LinkPresent link) {
        mtuBytes = link.mtuBytes();
        if (link.mac() != mac) {
            mac = link.mac();
            program.writeSettings(new MacAddress(mac));
        }
        if (link.carrier() != carrier) {
            carrier = link.carrier();
            tellCarrier();
        }
    }

    private void tellCarrier() {
        Logger.info("carrier role={} up={}", role(), carrier);
        for (CarrierListener listener : List.copyOf(listeners)) {
            listener.carrier(carrier);
        }
    }

    /** The interface is gone, or its sockets are in error; it opens again when it can. */
    void lost() {
        OpenNic open = nic;
        if (open == null) {
            return;
        }
        nic = null;
        open.close();
        counters.losses++;
        Logger.warn("port lost role={} device={}", role(), settings.device());
        if (carrier) {
            carrier = false;
            tellCarrier();
        }
        retryAfter(BindRetry.PAUSE.toNanos());
    }

    /** Stops all events of received frames, for tests of the watchdog. */
    void deafen() {
        if (nic != null) {
            nic.deafen();
        }
    }

    /** Looks for frames that no event told of. */
    void watch() {
        OpenNic open = nic;
        for (int i = 0; open != null && i < open.queueCount(); i++) {
            if (open.queue(i).overlooked()) {
                counters.missedWakeups++;
                loop.ready(this, i, false);
            }
        }
    }

    PortStatus status() {
        OpenNic open = nic;
        Map<String, Long> all = new LinkedHashMap<>(counters.all());
        all.putAll(program.ways());
        drops().forEach((reason, count) -> all.put(reason.name(), count));
        if (open != null) {
            addRingCounters(open, all);
        }
        return new PortStatus(
                role(),
                settings.device(),
                stateName(),
                open == null ? "none" : open.mode(),
                open == null ? List.of() : open.features(),
                open == null ? 0 : open.queueCount(),
                new MacAddress(mac),
                mtuBytes,
                all);
    }

    private String stateName() {
        if (nic == null) {
            return openingSince == 0 ? "absent" : "opening";
        }
        return carrier ? "up" : "no-carrier";
    }

    /** Returns how many frames the program in the kernel dropped, by reason. */
    public Map<DropReason, Long> drops() {
        return program.drops();
    }

    private static void addRingCounters(OpenNic open, Map<String, Long> all) {
        for (int i = 0; i < open.queueCount(); i++) {
            addStatistics("control", open.queue(i).control().statistics(), all);
            addStatistics("bulk", open.queue(i).bulk().statistics(), all);
        }
    }

    private static void addStatistics(
            String ring, XdpSocket.Statistics counts, Map<String, Long> all) {
        all.merge(ring + "-receive-dropped", counts.receiveDropped(), Long::sum);
        all.merge(ring + "-receive-ring-full", counts.receiveRingFull(), Long::sum);
        all.merge(ring + "-fill-ring-empty", counts.fillRingEmpty(), Long::sum);
        all.merge(ring + "-transmit-invalid", counts.transmitInvalid(), Long::sum);
    }

    /** Closes for good and puts the interface back as it was found. */
    void close() {
        closed = true;
        OpenNic open = nic;
        nic = null;
        carrier = false;
        if (open != null) {
            open.close();
            if (found != null) {
                found.putBack(settings.addresses(), loop.netlink());
            }
        }
        program.close();
    }
}
