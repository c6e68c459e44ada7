package bauta.forward;

import bauta.engine.ColdExit;
import bauta.engine.DropReason;
import bauta.engine.HotPath;
import bauta.flow.FiveTuple;
import bauta.link.Neighbours;
import bauta.link.Port;
import bauta.wire.EthernetHeader;
import bauta.wire.PppHeader;
import bauta.wire.PppoeHeader;
import java.util.Arrays;

/** Puts the link header before a finished packet and hands it to its port. */
final class Egress {
    private static final int SESSION_HEADERS =
            EthernetHeader.LENGTH + PppoeHeader.LENGTH + PppHeader.LENGTH;

    private final PathState state;
    private final Port tun;
    private Port[] ports = new Port[16];
    private final Waiter[] waiters;
    private Unreachable unreachable = Unreachable.SILENT;
    private int portCount;
    private long heldOver;
    private long returned;
    long sentLan;
    long sentWan;
    long sentTun;

    Egress(PathState state, Port tun) {
        this.state = state;
        this.tun = tun;
        this.waiters = new Waiter[state.lans.length];
        for (int i = 0; i < waiters.length; i++) {
            waiters[i] = new Waiter(state.lans[i]);
            addPort(state.lans[i].network.port());
        }
        addPort(tun);
    }

    /** What ends packets whose neighbour does not answer. */
    @FunctionalInterface
    interface Unreachable {
        Unreachable SILENT = (lan, at, length) -> {};

        void tell(Lan lan, int at, int length);
    }

    void onUnreachable(Unreachable listener) {
        unreachable = listener;
    }

    /** Makes a port known, so that it is flushed. */
    void addPort(Port port) {
        for (int i = 0; i < portCount; i++) {
            if (ports[i].equals(port)) {
                return;
            }
        }
        if (portCount == ports.length) {
            ports = Arrays.copyOf(ports, 2 * portCount);
        }
        ports[portCount++] = port;
    }

    /**
     * Hands a finished packet to the way out of a side.
     *
     * @param side where it goes
     * @param host the next hop there; only a LAN asks
     * @param at index of the IPv4 header
     * @param length of the packet
     */
    @HotPath
    void send(int side, int host, int at, int length) {
        Lan lan = state.lanOf(side);
        if (lan != null) {
            toLan(lan, host, at, length);
        } else if (side == FiveTuple.SIDE_ROUTER) {
            toRouter(at, length);
        } else {
            toUplink(state.uplinkAt(side), at, length);
        }
    }

    @ColdExit
    private void traceLeft(int side, int at) {
        state.tracer.left(side, at);
    }

    @HotPath
    void toUplink(Uplink uplink, int at, int length) {
        if (state.tracing) {
            traceLeft(uplink.side, at);
        }
        UplinkAttachment attachment = uplink.attachment;
        int frame = at - SESSION_HEADERS;
        EthernetHeader.write(
                state.buf,
                frame,
                attachment.acMac(),
                attachment.ourMac(),
                EthernetHeader.TYPE_PPPOE_SESSION);
        PppoeHeader.write(
                state.buf,
                frame + EthernetHeader.LENGTH,
                PppoeHeader.CODE_SESSION,
                attachment.sessionId(),
                length + PppHeader.LENGTH);
        PppHeader.write(state.buf, at - PppHeader.LENGTH, PppHeader.PROTOCOL_IPV4);
        sentWan++;
        attachment.port().transmit(frame, length + SESSION_HEADERS);
    }

    @HotPath
    void toLan(Lan lan, int host, int at, int length) {
        long mac = lan.network.neighbours().macOf(host);
        if (mac == Neighbours.UNKNOWN) {
            hold(lan, host, at, length);
        } else {
            toLanMac(lan, mac, at, length);
        }
    }

    @HotPath
    void toLanMac(Lan lan, long mac, int at, int length) {
        if (state.tracing) {
            traceLeft(lan.side, at);
        }
        Port port = lan.network.port();
        int frame = at - EthernetHeader.LENGTH;
        EthernetHeader.write(state.buf, frame, mac, port.mac(), EthernetHeader.TYPE_IPV4);
        sentLan++;
        port.transmit(frame, length + EthernetHeader.LENGTH);
    }

    @HotPath
    void toRouter(int at, int length) {
        if (state.tracing) {
            traceLeft(FiveTuple.SIDE_ROUTER, at);
        }
        sentTun++;
        tun.transmit(at, length);
    }

    @ColdExit
    private void hold(Lan lan, int host, int at, int length) {
        heldOver++;
        lan.network.neighbours().hold(host, at, length, waiters[lan.network.id()]);
    }

    /** Returns packets that wait for neighbours now. */
    long held() {
        return heldOver - returned - state.dropped(DropReason.NEIGHBOUR_QUEUE_FULL);
    }

    /** Makes everything handed over leave; called at the end of a batch. */
    @HotPath
    void flush() {
        for (int i = 0; i < portCount; i++) {
            ports[i].flush();
        }
    }

    /** Takes packets back from the neighbours of one network. */
    private final class Waiter implements Neighbours.Waiter {
        private final Lan lan;

        Waiter(Lan lan) {
            this.lan = lan;
        }

        @Override
        public void resolved(long mac, int at, int length) {
            returned++;
            toLanMac(lan, mac, at, length);
            flush();
        }

        @Override
        public void unreachable(int at, int length) {
            returned++;
            unreachable.tell(lan, at, length);
            flush();
        }
    }
}
