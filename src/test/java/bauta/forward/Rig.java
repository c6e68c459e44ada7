package bauta.forward;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropCounters;
import bauta.engine.DropReason;
import bauta.engine.ManualTimers;
import bauta.engine.RuleCounters;
import bauta.engine.TableFile;
import bauta.firewall.Zone;
import bauta.link.FramePool;
import bauta.link.FrameReceiver;
import bauta.link.MemoryNeighbours;
import bauta.link.MemoryPort;
import bauta.wire.EthernetHeader;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import bauta.wire.PacketBytes;
import bauta.wire.PppHeader;
import bauta.wire.PppoeHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A path between memory ports. LAN 192.168.87.0/24 with the router at .1, a second one
 * 192.168.88.0/24, visitors in 192.168.99.0/24, one uplink with address 203.0.113.5 and MTU 1492.
 * Every packet that comes out is checked whole, with sums computed in full.
 */
final class Rig {
    static final int HOST = Ipv4Address.parse("192.168.87.2").bits();
    static final int HOST_B = Ipv4Address.parse("192.168.87.3").bits();
    static final int SECOND_HOST = Ipv4Address.parse("192.168.88.7").bits();
    static final int VISITOR = Ipv4Address.parse("192.168.99.9").bits();
    static final int ROUTER = Ipv4Address.parse("192.168.87.1").bits();
    static final int OUR = Ipv4Address.parse("203.0.113.5").bits();
    static final int PEER = Ipv4Address.parse("198.51.100.9").bits();
    static final int OTHER_PEER = Ipv4Address.parse("198.51.100.10").bits();
    static final long LAN_MAC = 0x0200_0000_0101L;
    static final long SECOND_LAN_MAC = 0x0200_0000_0404L;
    static final long GUESTS_MAC = 0x0200_0000_0505L;
    static final long WAN_MAC = 0x0200_0000_0202L;
    static final long AC_MAC = 0x0200_0000_0303L;
    static final int SESSION = 0x1234;
    private static final int SESSION_HEADERS = 22;

    final DropCounters drops = new DropCounters();
    final RuleCounters counters = new RuleCounters();
    final ManualTimers timers = new ManualTimers();
    final FramePool pool;
    final MemoryPort lan;
    final MemoryPort secondLan;
    final MemoryPort guests;
    final MemoryPort wan;
    final MemoryPort tun;
    final MemoryNeighbours neighbours;
    final ForwardingPath path;
    final List<Integer> unknownSessions = new ArrayList<>();

    private boolean batching;

    /** The time of day. */
    long wallMillis;

    Rig() {
        this(1024);
    }

    Rig(int flows) {
        pool = new FramePool(Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(512 * 2048)));
        lan = new MemoryPort(pool, "lan1", LAN_MAC, 1500);
        secondLan = new MemoryPort(pool, "lan2", SECOND_LAN_MAC, 1400);
        guests = new MemoryPort(pool, "lan3", GUESTS_MAC, 1500);
        wan = new MemoryPort(pool, "wan", WAN_MAC, 1500);
        tun = new MemoryPort(pool, "ppp0", 0, 1492);
        neighbours = new MemoryNeighbours(pool, drops);
        ForwardSettings settings = ForwardSettings.ofCapacity(flows, 42);
        path =
                new ForwardingPath(
                        new ForwardLoop(
                                pool,
                                timers,
                                timers,
                                drops,
                                () -> Instant.ofEpochMilli(wallMillis)),
                        settings,
                        TableFile.inMemory(ForwardingPath.sections(settings)),
                        new ForwardWays(
                                List.of(
                                        new LanNetwork(
                                                0,
                                                lan,
                                                Ipv4Prefix.parse("192.168.87.1/24"),
                                                neighbours),
                                        new LanNetwork(
                                                1,
                                                secondLan,
                                                Ipv4Prefix.parse("192.168.88.1/24"),
                                                neighbours),
                                        new LanNetwork(
                                                2,
                                                guests,
                                                Ipv4Prefix.parse("192.168.99.1/24"),
                                                neighbours,
                                                Zone.GUEST)),
                                tun,
                                counters,
                                (mac, session) -> unknownSessions.add(session)));
        attach(OUR, 1492);
    }

    /** What comes in meanwhile is one batch of each way in. */
    void batch(Runnable frames) {
        batching = true;
        frames.run();
        batching = false;
        for (int i = 0; i < 3; i++) {
            path.lanReceiver(i).batchEnd();
        }
        path.wanReceiver().batchEnd();
        path.tunReceiver().batchEnd();
    }

    void attach(int address, int mtuBytes) {
        attach(address, mtuBytes, List.of());
    }

    /** Attaches the uplink with further external addresses. */
    void attach(int address, int mtuBytes, List<Ipv4Address> more) {
        path.attach(
                new UplinkAttachment(
                        0,
                        "internet",
                        new Ipv4Address(address),
                        mtuBytes,
                        wan,
                        WAN_MAC,
                        AC_MAC,
                        SESSION,
                        more));
    }

    /** A packet comes in from the LAN. */
    void fromLan(byte[] packet) {
        frameFromLan(ethernet(packet, LAN_MAC, 0x0800));
    }

    /** A packet comes in from the second LAN. */
    void fromSecondLan(byte[] packet) {
        give(ethernet(packet, SECOND_LAN_MAC, 0x0800), path.lanReceiver(1));
    }

    /** A packet comes in from a visitor. */
    void fromGuests(byte[] packet) {
        give(ethernet(packet, GUESTS_MAC, 0x0800), path.lanReceiver(2));
    }

    static byte[] ethernet(byte[] packet, long destination, int type) {
        byte[] frame = new byte[14 + packet.length];
        EthernetHeader.write(
                Unpooled.wrappedBuffer(frame), 0, destination, 0x0200_c0a8_5702L, type);
        System.arraycopy(packet, 0, frame, 14, packet.length);
        return frame;
    }

    void frameFromLan(byte[] frame) {
        give(frame, path.lanReceiver(0));
    }

    /** A packet comes in from the uplink. */
    void fromWan(byte[] packet) {
        frameFromWan(session(packet, SESSION));
    }

    static byte[] session(byte[] packet, int sessionId) {
        byte[] frame = new byte[SESSION_HEADERS + packet.length];
        ByteBuf buf = Unpooled.wrappedBuffer(frame);
        EthernetHeader.write(buf, 0, WAN_MAC, AC_MAC, EthernetHeader.TYPE_PPPOE_SESSION);
        PppoeHeader.write(buf, 14, 0, sessionId, packet.length + 2);
        PppHeader.write(buf, 20, PppHeader.PROTOCOL_IPV4);
        System.arraycopy(packet, 0, frame, SESSION_HEADERS, packet.length);
        return frame;
    }

    void frameFromWan(byte[] frame) {
        give(frame, path.wanReceiver());
    }

    /** The router itself sends a packet. */
    void fromRouter(byte[] packet) {
        give(packet, path.tunReceiver());
    }

    private void give(byte[] frame, FrameReceiver receiver) {
        int at = pool.allocate();
        pool.memory().setBytes(at, frame);
        receiver.coming(at, frame.length);
        receiver.receive(at, frame.length);
        if (!batching) {
            receiver.batchEnd();
        }
        assertBalance();
    }

    /** in + generated = out + dropped + held, and no frame is lost. */
    void assertBalance() {
        ForwardStatus status = path.status();
        long in =
                status.receivedLan()
                        + status.receivedWan()
                        + status.receivedTun()
                        + status.generated();
        long out = status.sentLan() + status.sentWan() + status.sentTun();
        assertThat(in).isEqualTo(out + drops.total() + status.held());
        assertThat(out).isEqualTo(inside() + wan.count() + tun.count());
        assertThat((long) pool.capacity() - pool.available()).isEqualTo(status.held());
    }

    private long inside() {
        return lan.count() + secondLan.count() + guests.count();
    }

    /** Takes the packet that came out of the uplink and checks everything around it. */
    byte[] toWan() {
        byte[] frame = wan.take();
        ByteBuf buf = Unpooled.wrappedBuffer(frame);
        assertThat(EthernetHeader.destination(buf, 0)).isEqualTo(AC_MAC);
        assertThat(EthernetHeader.source(buf, 0)).isEqualTo(WAN_MAC);
        assertThat(EthernetHeader.type(buf, 0)).isEqualTo(EthernetHeader.TYPE_PPPOE_SESSION);
        assertThat(PppoeHeader.check(buf, 14, frame.length)).isEqualTo(DropReason.NONE);
        assertThat(PppoeHeader.sessionId(buf, 14)).isEqualTo(SESSION);
        assertThat(PppoeHeader.payloadLength(buf, 14)).isEqualTo(frame.length - 20);
        assertThat(PppHeader.protocol(buf, 20)).isEqualTo(PppHeader.PROTOCOL_IPV4);
        return sound(Arrays.copyOfRange(frame, SESSION_HEADERS, frame.length));
    }

    /** Takes the packet that came out to a LAN host and checks everything around it. */
    byte[] toLan() {
        return taken(lan);
    }

    /** Takes the packet that came out to a host of the second LAN. */
    byte[] toSecondLan() {
        return taken(secondLan);
    }

    /** Takes the packet that came out to a visitor. */
    byte[] toGuests() {
        return taken(guests);
    }

    private static byte[] taken(MemoryPort port) {
        byte[] frame = port.take();
        ByteBuf buf = Unpooled.wrappedBuffer(frame);
        assertThat(EthernetHeader.source(buf, 0)).isEqualTo(port.mac());
        assertThat(EthernetHeader.type(buf, 0)).isEqualTo(EthernetHeader.TYPE_IPV4);
        assertThat(EthernetHeader.destination(buf, 0))
                .isEqualTo(MemoryNeighbours.mac(buf.getInt(14 + 16)));
        return sound(Arrays.copyOfRange(frame, 14, frame.length));
    }

    /** Takes the packet that came out to the router itself. */
    byte[] toRouter() {
        byte[] packet = tun.take();
        return sound(packet);
    }

    private static byte[] sound(byte[] packet) {
        PacketBytes.assertSound(packet);
        return packet;
    }

    /** Asserts that nothing comes out anywhere. */
    void assertSilent() {
        int inside = lan.waiting() + secondLan.waiting() + guests.waiting();
        assertThat(inside + wan.waiting() + tun.waiting()).isZero();
    }

    /** Asserts that exactly these reasons were counted, once each. */
    void assertDropped(DropReason... reasons) {
        assertThat(drops.nonZero().keySet()).containsExactlyInAnyOrder(reasons);
        assertThat(drops.total()).isEqualTo(reasons.length);
    }
}
