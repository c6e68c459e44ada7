package bauta.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A small PPPoE access concentrator (RFC 2516) for the lab, a process of its own in the provider's
 * namespace: discovery and sessions on {@code line0}, the users' packets on the TUN {@code ppp0}.
 * It obeys lines on standard input ({@code set silent on}, {@code padt}, {@code forget}, {@code
 * terminate}, {@code echo}, {@code inject HEX}, {@code ppp PROTOCOL HEX}, {@code frame HEX}, {@code
 * sessions}, {@code counters}) and tells every event in a line on standard output: {@code
 * <CLOCK_MONOTONIC nanoseconds> <event> <key=value>…}.
 *
 * <p>Two threads: the line thread owns sessions and settings; the TUN thread only looks sessions up
 * by address. Frames the line cannot carry (longer than the MRU) vanish silently, as on real lines.
 */
final class Concentrator implements LineSession.Line {
    static final String NAME = "lab-concentrator";

    private static final int DISCOVERY = 0x8863;
    private static final int SESSION = 0x8864;
    private static final int IPV4 = 0x0021;
    private static final int PADI = 0x09;
    private static final int PADO = 0x07;
    private static final int PADR = 0x19;
    private static final int PADS = 0x65;
    private static final int PADT = 0xa7;
    private static final int SERVICE_NAME = 0x0101;
    private static final int AC_NAME = 0x0102;
    private static final int HOST_UNIQ = 0x0103;
    private static final int AC_COOKIE = 0x0104;
    private static final int RELAY_SESSION_ID = 0x0110;
    private static final int MAX_PAYLOAD = 0x0120;
    private static final int AC_SYSTEM_ERROR = 0x0202;
    private static final int ETHERNET_BYTES = 14;
    private static final int OVERHEAD_BYTES = ETHERNET_BYTES + 6 + 2;
    private static final int BUFFER_BYTES = 4096;
    private static final int BATCH = 64;
    private static final int TICK_MILLIS = 20;
    private static final long PADT_EVERY_NANOS = 50_000_000L;

    private final byte[] mac;
    private final LineSocket discovery;
    private final LineSocket sessionSocket;
    private final TunDevice tun;
    private final LineSettings settings = new LineSettings();
    private final Map<Integer, LineSession> byId = new ConcurrentHashMap<>();

    private final Map<Integer, LineSession> byAddress = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> commands = new ConcurrentLinkedQueue<>();
    private final MemorySegment memory = Arena.global().allocate(BUFFER_BYTES, 8);
    private final ByteBuffer buffer = memory.asByteBuffer();
    private final byte[] cookie = HexFormat.of().parseHex("1a2b3c4d5e6f7081");
    private final AtomicLong oversized = new AtomicLong();
    private final AtomicLong notRouted = new AtomicLong();
    private int nextId = (int) (System.nanoTime() >>> 10 & 0x7fff) + 1;
    private long padtAllowedNanos = System.nanoTime();

    private Concentrator(String link, String tunName, byte[] mac) {
        this.mac = mac;
        this.discovery = LineSocket.open(link, DISCOVERY);
        this.sessionSocket = LineSocket.open(link, SESSION);
        this.tun = TunDevice.attach(tunName);
    }

    /**
     * Serves a line until standard input ends.
     *
     * @param args interface, TUN, and the MAC address of the interface
     */
    public static void main(String[] args) {
        byte[] mac = HexFormat.ofDelimiter(":").parseHex(args[2]);
        var concentrator = new Concentrator(args[0], args[1], mac);
        Thread.ofPlatform().daemon().name("tun").start(concentrator::serveTun);
        Thread.ofPlatform().daemon().name("line").start(concentrator::serveLine);
        concentrator.event("ready");
        concentrator.obey();
    }

    private void obey() {
        try (var in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                commands.add(line.strip());
            }
        } catch (IOException e) {
            event("input-lost " + e);
        }
    }

    @Override
    public void event(String text) {
        String line = System.nanoTime() + " " + text + "\n";
        synchronized (System.out) {
            System.out.print(line);
            System.out.flush();
        }
    }

    private void serveLine() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment waiting = arena.allocate(16, 4); // struct pollfd[2]
            ByteBuffer fields = waiting.asByteBuffer().order(ByteOrder.nativeOrder());
            fields.putInt(0, discovery.fd()).putShort(4, (short) Syscalls.POLLIN);
            fields.putInt(8, sessionSocket.fd()).putShort(12, (short) Syscalls.POLLIN);
            while (true) {
                Syscalls.poll(waiting, 2, TICK_MILLIS);
                turn();
            }
        } catch (RuntimeException e) {
            event("crashed " + e);
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private void turn() {
        drain(discovery, DISCOVERY);
        drain(sessionSocket, SESSION);
        for (String line = commands.poll(); line != null; line = commands.poll()) {
            command(Arrays.asList(line.split(" ")));
        }
        if (!settings.silent) {
            long nowNanos = System.nanoTime();
            byId.values().forEach(session -> session.tick(nowNanos));
        }
    }

    private void drain(LineSocket socket, int etherType) {
        for (int i = 0; i < BATCH; i++) {
            int length = socket.receive(memory);
            if (length < 0) {
                return;
            }
            if (settings.silent || length < ETHERNET_BYTES + 6) {
                continue;
            }
            int claimed = ETHERNET_BYTES + 6 + (buffer.getShort(ETHERNET_BYTES + 4) & 0xffff);
            if (buffer.get(ETHERNET_BYTES) != 0x11 || claimed > length) {
                event("malformed-frame length=" + length);
            } else if (etherType == DISCOVERY) {
                discovery(claimed);
            } else {
                session(claimed);
            }
        }
    }

    private void discovery(int end) {
        byte[] peer = peer();
        int code = buffer.get(ETHERNET_BYTES + 1) & 0xff;
        int id = buffer.getShort(ETHERNET_BYTES + 2) & 0xffff;
        List<Block> tags = Block.tags(buffer.duplicate().limit(end).position(ETHERNET_BYTES + 6));
        switch (code) {
            case PADI -> {
                event("padi mac=" + HexFormat.ofDelimiter(":").formatHex(peer));
                offer(peer, tags);
            }
            case PADR -> {
                event("padr mac=" + HexFormat.ofDelimiter(":").formatHex(peer));
                accept(peer, tags);
            }
            case PADT -> endedByPeer(peer, id);
            default -> event("unexpected-discovery code=" + code);
        }
    }

    private byte[] peer() {
        byte[] peer = new byte[6];
        buffer.get(6, peer);
        return peer;
    }

    private void offer(byte[] peer, List<Block> tags) {
        List<Block> answer = echoed(tags);
        answer.add(new Block(AC_NAME, NAME.getBytes(StandardCharsets.UTF_8)));
        answer.add(new Block(AC_COOKIE, cookie));
        sendDiscovery(peer, PADO, 0, answer);
    }

    private List<Block> echoed(List<Block> tags) {
        List<Block> answer = new ArrayList<>();
        answer.add(Block.find(tags, SERVICE_NAME).orElse(Block.of(SERVICE_NAME)));
        Block.find(tags, HOST_UNIQ).ifPresent(answer::add);
        Block.find(tags, RELAY_SESSION_ID).ifPresent(answer::add);
        Block.find(tags, MAX_PAYLOAD).filter(_ -> settings.maxPayload).ifPresent(answer::add);
        return answer;
    }

    private void accept(byte[] peer, List<Block> tags) {
        List<Block> answer = echoed(tags);
        boolean ours =
                Block.find(tags, AC_COOKIE)
                        .filter(new Block(AC_COOKIE, cookie)::equals)
                        .isPresent();
        if (settings.refuse || !ours) {
            answer.add(new Block(AC_SYSTEM_ERROR, "no".getBytes(StandardCharsets.UTF_8)));
            sendDiscovery(peer, PADS, 0, answer);
            event("refused-session cookie=" + ours);
            return;
        }
        nextId = nextId % 0xfffe + 1;
        var session = new LineSession(nextId, peer, settings, this);
        byId.put(session.id(), session);
        byAddress.put(session.address(), session);
        sendDiscovery(peer, PADS, session.id(), answer);
        event("session session=" + session.id());
        session.begin(System.nanoTime());
    }

    private void endedByPeer(byte[] peer, int id) {
        LineSession session = byId.get(id);
        if (session != null && Arrays.equals(session.peer(), peer)) {
            remove(session);
            event("padt-received session=" + id + " known=true");
        } else {
            event("padt-received session=" + id + " known=false");
        }
    }

    private void remove(LineSession session) {
        session.end();
        byId.remove(session.id(), session);
        byAddress.remove(session.address(), session);
    }

    private void session(int end) {
        int id = buffer.getShort(ETHERNET_BYTES + 2) & 0xffff;
        LineSession session = byId.get(id);
        if (session == null || end < OVERHEAD_BYTES) {
            unknown(id);
            return;
        }
        int protocol = buffer.getShort(ETHERNET_BYTES + 6) & 0xffff;
        if (protocol != IPV4) {
            session.receive(
                    protocol,
                    buffer.duplicate().limit(end).position(OVERHEAD_BYTES),
                    System.nanoTime());
        } else if (end - OVERHEAD_BYTES > session.mruBytes()) {
            oversized.incrementAndGet();
        } else if (!session.open() || !tun.write(memory, OVERHEAD_BYTES, end - OVERHEAD_BYTES)) {
            notRouted.incrementAndGet();
        }
    }

    private void unknown(int id) {
        long nowNanos = System.nanoTime();
        if (settings.padtUnknown && nowNanos - padtAllowedNanos >= 0) {
            padtAllowedNanos = nowNanos + PADT_EVERY_NANOS;
            sendDiscovery(peer(), PADT, id, List.of());
            event("padt-sent session=" + id + " unknown");
        }
    }

    private void serveTun() {
        MemorySegment frame = Arena.global().allocate(BUFFER_BYTES, 8);
        MemorySegment packet = frame.asSlice(OVERHEAD_BYTES);
        ByteBuffer fields = frame.asByteBuffer();
        while (true) {
            int length = tun.read(packet);
            if (length >= 20 && !settings.silent) {
                toUser(frame, fields, length);
            }
        }
    }

    private void toUser(MemorySegment frame, ByteBuffer fields, int length) {
        int destination = fields.getInt(OVERHEAD_BYTES + 16);
        LineSession session = byAddress.get(destination);
        if (session == null && isCustomers(destination)) {
            // An address that the line's customer has behind his router, routed to him.
            session = byAddress.values().stream().findFirst().orElse(null);
        }
        if (session == null || !session.open()) {
            notRouted.incrementAndGet();
        } else if (length > session.mruBytes()) {
            oversized.incrementAndGet();
        } else {
            headers(fields, session, IPV4, length);
            sessionSocket.send(frame, OVERHEAD_BYTES + length);
        }
    }

    /** Networks that the provider may route to a customer: 192.168.0.0/16, 203.0.113.0/24. */
    private static boolean isCustomers(int address) {
        return address >>> 16 == 0xc0a8 || address >>> 8 == 0xcb0071;
    }

    private void headers(ByteBuffer frame, LineSession session, int protocol, int length) {
        frame.put(0, session.peer()).put(6, mac).putShort(12, (short) SESSION);
        frame.putShort(ETHERNET_BYTES, (short) 0x1100);
        frame.putShort(ETHERNET_BYTES + 2, (short) session.id());
        frame.putShort(ETHERNET_BYTES + 4, (short) (length + 2));
        frame.putShort(ETHERNET_BYTES + 6, (short) protocol);
    }

    @Override
    public void send(LineSession session, int protocol, byte[] message) {
        ByteBuffer frame = ByteBuffer.allocate(OVERHEAD_BYTES + message.length);
        headers(frame, session, protocol, message.length);
        sessionSocket.send(frame.put(OVERHEAD_BYTES, message).array());
    }

    private void sendDiscovery(byte[] peer, int code, int id, List<Block> tags) {
        byte[] payload = Block.writeTags(tags);
        ByteBuffer frame = ByteBuffer.allocate(ETHERNET_BYTES + 6 + payload.length);
        frame.put(peer).put(mac).putShort((short) DISCOVERY);
        frame.put((byte) 0x11).put((byte) code).putShort((short) id);
        frame.putShort((short) payload.length).put(payload);
        discovery.send(frame.array());
    }

    @Override
    public void padt(LineSession session) {
        sendDiscovery(session.peer(), PADT, session.id(), List.of());
        remove(session);
        event("padt-sent session=" + session.id());
    }

    private void command(List<String> words) {
        List<LineSession> all = List.copyOf(byId.values());
        boolean known = true;
        switch (words.getFirst()) {
            case "set" -> known = settings.set(words.subList(1, words.size()));
            case "padt" -> all.forEach(this::padt);
            case "forget" -> all.forEach(this::remove);
            case "terminate" -> all.forEach(LineSession::terminate);
            case "echo" -> all.forEach(LineSession::askEcho);
            case "inject" -> inject(HexFormat.of().parseHex(words.get(1)));
            case "frame" -> discovery.send(HexFormat.of().parseHex(words.get(1)));
            case "ppp" -> {
                byte[] message = HexFormat.of().parseHex(words.get(2));
                all.forEach(s -> send(s, HexFormat.fromHexDigits(words.get(1)), message));
            }
            case "sessions" -> event("sessions count=" + all.size());
            case "counters" ->
                    event("counters oversized=" + oversized + " not-routed=" + notRouted);
            default -> known = false;
        }
        event((known ? "done " : "not-understood ") + words.getFirst());
    }

    /** Sends a packet of the Internet into every open session, as it is. */
    private void inject(byte[] packet) {
        for (LineSession session : byId.values()) {
            if (session.open()) {
                send(session, IPV4, packet);
            }
        }
    }
}
