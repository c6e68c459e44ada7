package bauta.sim;

import bauta.engine.Timers;
import org.jspecify.annotations.Nullable;

/**
 * One end of a TCP connection (RFC 9293, RFC 5961): sequence numbers, windows with scale, zero
 * windows and their probes, go-back-n with a growing timer, challenge acknowledgments. Small; what
 * it receives out of order it forgets.
 */
final class TcpEnd {
    /** Where it is. */
    enum State {
        SYN_SENT,
        SYN_RECEIVED,
        OPEN,
        TIME_WAIT,
        GONE
    }

    private static final int MAX_TRIES = 14;
    private static final long FIRST_WAIT = 400 * VirtualTime.MILLI;
    private static final long LONGEST_WAIT = 4 * VirtualTime.SECOND;

    private final Host host;
    private final Habits habits;
    private final End local;
    private final End remote;
    private final boolean client;
    private @Nullable Call call;
    private State state;
    private final int first;
    private int una;
    private int next;
    private int highest;
    private int received;
    private int firstReceived;
    private int peerWindow = 1;
    private int peerScale;
    private boolean scaling;
    private int mss = 1460;
    private boolean finReceived;
    private int tries;
    private long pausedUntil;
    private long quietUntil;
    private Timers.@Nullable Timer timer;

    /**
     * How an end behaves.
     *
     * @param first its initial sequence number
     * @param window what it can take, in bytes
     * @param scale shift of its window, or -1 for none
     * @param timeWaitNanos how long it remembers
     */
    record Habits(int first, int window, int scale, long timeWaitNanos) {}

    TcpEnd(Host host, Habits habits, End local, End remote, @Nullable Call clientOf) {
        this.host = host;
        this.habits = habits;
        this.local = local;
        this.remote = remote;
        this.client = clientOf != null;
        this.call = clientOf;
        this.first = habits.first;
        this.una = habits.first;
        this.next = habits.first;
        this.highest = habits.first;
        this.state = client ? State.SYN_SENT : State.SYN_RECEIVED;
    }

    End local() {
        return local;
    }

    End remote() {
        return remote;
    }

    State state() {
        return state;
    }

    @Nullable Call call() {
        return call;
    }

    /** What it waits for. */
    int expected() {
        return received;
    }

    int window() {
        return host.time().nanos() < pausedUntil ? 0 : habits.window;
    }

    int nextToSend() {
        return highest;
    }

    boolean isClient() {
        return client;
    }

    boolean isAlive() {
        return state != State.GONE && state != State.TIME_WAIT;
    }

    /** Begins to open. */
    void open() {
        sendSyn();
        arm();
    }

    /** Takes nothing for a while: its window is zero. */
    void pause(long nanos) {
        pausedUntil = host.time().nanos() + nanos;
        host.time().after(nanos + 1, this::resume);
    }

    /** Says nothing for a while once it is open, if the other end has nothing to say either. */
    void beQuiet(long nanos) {
        quietUntil = host.time().nanos() + nanos;
        host.time().after(nanos + 1, this::pump);
    }

    private boolean isQuiet() {
        return host.time().nanos() < quietUntil;
    }

    /** Sends shorter segments from now on. */
    void shrink(int bytes) {
        mss = Math.clamp(bytes, 48, mss);
        if (state == State.OPEN) {
            next = una;
            pump();
        }
    }

    private void resume() {
        if (state == State.OPEN) {
            sendAck();
        }
    }

    /** Ends it at once (RFC 9293 section 3.10.5). */
    void abort(String why) {
        if (isAlive() && state != State.SYN_SENT) {
            send(highest, Datagram.RST | Datagram.ACK, new byte[0]);
        }
        excuse(why);
        gone();
    }

    private void excuse(String why) {
        if (call != null) {
            call.excuse(why);
        }
    }

    private void gone() {
        state = State.GONE;
        cancel();
        host.forget(this);
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel();
        }
    }

    private void arm() {
        cancel();
        long wait = Math.min(LONGEST_WAIT, FIRST_WAIT << Math.min(tries, 5));
        timer = host.time().after(wait, this::timeOut);
    }

    private void timeOut() {
        if (!isAlive() || state == State.OPEN && !isWaiting()) {
            return;
        }
        tries++;
        if (tries > MAX_TRIES) {
            host.gaveUp(this);
            excuse("gave up");
            gone();
            return;
        }
        switch (state) {
            case SYN_SENT -> sendSyn();
            case SYN_RECEIVED -> sendSynAck();
            default -> {
                next = una;
                probeOrPump();
            }
        }
        arm();
    }

    /** Whether something has to be acknowledged, or waits for a window. */
    private boolean isWaiting() {
        return una != highest || una - first - 1 < toSend() && !isQuiet();
    }

    private void probeOrPump() {
        if (peerWindow == 0 && una - first - 1 < toSend()) {
            sendData(1);
            next = una;
        } else {
            pump();
        }
    }

    // Sending

    private int toSend() {
        return call == null ? 0 : client ? call.up : call.down;
    }

    private int toReceive() {
        return call == null ? 4 : client ? call.down : call.up;
    }

    private byte[] synOptions(boolean withScale) {
        byte[] mssOnly = {2, 4, (byte) (host.mss() >>> 8), (byte) host.mss()};
        if (!withScale) {
            return mssOnly;
        }
        byte scale = (byte) habits.scale;
        return (first & 1) == 0
                ? new byte[] {1, 3, 3, scale, 2, 4, mssOnly[2], mssOnly[3]}
                : new byte[] {3, 3, scale, 2, 4, mssOnly[2], mssOnly[3], 1};
    }

    private void sendSyn() {
        next = first + 1;
        highest = Math.max(highest - first, 1) + first;
        sendSegment(first, Datagram.SYN, synOptions(habits.scale >= 0), new byte[0]);
    }

    private void sendSynAck() {
        next = first + 1;
        highest = Math.max(highest - first, 1) + first;
        boolean offer = habits.scale >= 0 && scaling;
        sendSegment(first, Datagram.SYN | Datagram.ACK, synOptions(offer), new byte[0]);
    }

    private void sendAck() {
        send(next, Datagram.ACK, new byte[0]);
    }

    private void send(int sequence, int flags, byte[] data) {
        sendSegment(sequence, flags, new byte[0], data);
    }

    private void sendSegment(int sequence, int flags, byte[] options, byte[] data) {
        boolean syn = (flags & Datagram.SYN) != 0;
        int shift = syn || !scaling || habits.scale < 0 ? 0 : habits.scale;
        int window = Math.min(0xffff, window() >>> shift);
        int ack = (flags & Datagram.ACK) != 0 ? received : 0;
        host.send(
                Datagram.tcp(
                        local,
                        remote,
                        new Datagram.Segment(sequence, ack, flags, window),
                        options,
                        data));
    }

    /** Sends what the window lets through. */
    private void pump() {
        if (isQuiet()) {
            return;
        }
        int limit = Math.min(peerWindow, 6 * mss);
        boolean sent = false;
        while (state == State.OPEN) {
            int index = next - first - 1;
            int room = limit - (next - una);
            int length = Math.min(Math.min(mss, toSend() - index), room);
            if (length > 0) {
                sendData(length);
                sent = true;
            } else if (index == toSend() && mayFinish()) {
                send(next, Datagram.FIN | Datagram.ACK, new byte[0]);
                advance(1);
                sent = true;
            } else {
                break;
            }
        }
        if (sent || isWaiting()) {
            arm();
        }
    }

    private boolean mayFinish() {
        return call != null && (client ? hasAll() : finReceived);
    }

    private boolean hasAll() {
        return received - firstReceived - 1 - (finReceived ? 1 : 0) >= toReceive();
    }

    private void sendData(int length) {
        int index = next - first - 1;
        int stream = client ? known().streamUp() : known().streamDown();
        byte[] data = new byte[length];
        for (int i = 0; i < length; i++) {
            data[i] = Payload.inStream(stream, index + i);
        }
        send(next, Datagram.ACK | Datagram.PSH, data);
        advance(length);
    }

    private void advance(int by) {
        next += by;
        if (next - highest > 0) {
            highest = next;
        }
    }

    private Call known() {
        if (call == null) {
            throw new IllegalStateException("no call yet");
        }
        return call;
    }

    // Receiving

    void receive(Datagram packet) {
        switch (state) {
            case SYN_SENT -> inSynSent(packet);
            case SYN_RECEIVED, OPEN -> inOpen(packet);
            case TIME_WAIT -> inTimeWait(packet);
            case GONE -> {}
        }
    }

    private void inTimeWait(Datagram packet) {
        if (packet.has(Datagram.FIN)) {
            challenge();
        }
    }

    /** Tells the other end what we wait for, not without end (RFC 5961 section 7). */
    private void challenge() {
        long now = host.time().nanos();
        if (now - challengesSince > VirtualTime.SECOND) {
            challengesSince = now;
            challenges = 0;
        }
        if (challenges++ < 10) {
            sendAck();
        }
    }

    private void inSynSent(Datagram packet) {
        boolean acks = packet.has(Datagram.ACK);
        if (acks && packet.acknowledgment() != first + 1) {
            if (!packet.has(Datagram.RST)) {
                send(packet.acknowledgment(), Datagram.RST, new byte[0]);
            }
        } else if (packet.has(Datagram.RST)) {
            if (acks) {
                host.refused(this);
                excuse("refused");
                gone();
            }
        } else if (packet.has(Datagram.SYN)) {
            learnSyn(packet);
            if (acks) {
                opened(packet);
            } else {
                state = State.SYN_RECEIVED;
                sendSynAck();
                arm();
            }
        }
    }

    /** Takes the SYN that began it. */
    void accept(Datagram syn) {
        learnSyn(syn);
        sendSynAck();
        arm();
    }

    private void learnSyn(Datagram packet) {
        firstReceived = packet.sequence();
        received = firstReceived + 1;
        int theirMss = packet.option(2, 2);
        mss = Math.min(host.mss(), theirMss < 0 ? 536 : theirMss);
        peerScale = packet.option(3, 1);
        scaling = habits.scale >= 0 && peerScale >= 0;
        peerWindow = packet.window();
    }

    private void opened(Datagram packet) {
        state = State.OPEN;
        tries = 0;
        una = first + 1;
        next = first + 1;
        readWindow(packet);
        sendAck();
        pump();
    }

    private void readWindow(Datagram packet) {
        int shift = scaling && !packet.has(Datagram.SYN) ? peerScale : 0;
        peerWindow = packet.window() << shift;
    }

    private void inOpen(Datagram packet) {
        int length = packet.tcpData() + (packet.has(Datagram.FIN) ? 1 : 0);
        int from = packet.sequence() - received;
        boolean before = length == 0 ? from < 0 : from + length <= 0;
        boolean after = from > 0 && from >= Math.max(1, window());
        if (packet.has(Datagram.RST)) {
            reset(from, before || after);
        } else if (packet.has(Datagram.SYN)) {
            synAgain(packet);
        } else if (before || after) {
            challenge();
        } else {
            takeAck(packet);
            if (state == State.OPEN) {
                takeData(packet, -from, length);
            }
        }
    }

    private void reset(int from, boolean outside) {
        if (outside) {
            return;
        }
        if (from == 0) {
            host.wasReset(this);
            excuse("was reset");
            gone();
        } else {
            challenge();
        }
    }

    private void synAgain(Datagram packet) {
        if (state == State.SYN_RECEIVED) {
            boolean opens = packet.has(Datagram.ACK) && packet.acknowledgment() == first + 1;
            if (opens) {
                opened(packet);
            } else {
                sendSynAck();
            }
        } else {
            challenge();
        }
    }

    private void takeAck(Datagram packet) {
        if (!packet.has(Datagram.ACK)) {
            return;
        }
        int acked = packet.acknowledgment() - una;
        if (packet.acknowledgment() - highest > 0) {
            challenge();
            return;
        }
        if (state == State.SYN_RECEIVED && acked >= 1) {
            state = State.OPEN;
            tries = 0;
        }
        if (acked >= 0) {
            readWindow(packet);
        }
        if (acked > 0) {
            una = packet.acknowledgment();
            next = next - una < 0 ? una : next;
            tries = 0;
        }
    }

    private void takeData(Datagram packet, int skip, int length) {
        byte[] data = packet.data();
        int start = packet.tcpHeader() + Math.max(0, skip);
        boolean fits = skip >= 0;
        if (fits && window() > 0) {
            for (int i = start; i < data.length; i++) {
                takeByte(data[i]);
            }
            if (packet.has(Datagram.FIN) && !finReceived && skip < length) {
                finReceived = true;
                received++;
            }
        }
        if (length > 0) {
            sendAck();
        }
        pump();
        finishIfDone();
    }

    private void takeByte(byte value) {
        int index = received - firstReceived - 1;
        learnCall(index, value);
        int stream = call == null ? 0 : client ? call.streamDown() : call.streamUp();
        boolean right = call == null || value == Payload.inStream(stream, index);
        if (!right || call != null && index >= toReceive()) {
            throw new Violation("stream", "byte " + index + " of " + call + " is not as sent");
        }
        received++;
    }

    private int numberSoFar;
    private int challenges;
    private long challengesSince;

    private void learnCall(int index, byte value) {
        if (call == null) {
            numberSoFar = numberSoFar << 8 | value & 255;
            if (index == 3) {
                call = host.callOf(numberSoFar);
            }
        }
    }

    private void finishIfDone() {
        boolean all = call != null && una - first == toSend() + 2 && finReceived;
        if (all && state == State.OPEN) {
            if (client) {
                known().clientDone = true;
                state = State.TIME_WAIT;
                host.time().after(habits.timeWaitNanos, this::gone);
            } else {
                known().serverDone = true;
                gone();
            }
            cancel();
        }
    }

    @Override
    public String toString() {
        return local + "<->" + remote + " " + state + " " + call;
    }
}
