package bauta.lab;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The concentrator's end of one PPPoE session: LCP (RFC 1661), CHAP-MD5 (RFC 1994) or PAP (RFC
 * 1334), IPCP (RFC 1332) with name servers (RFC 1877). It asks, repeats itself every second up to
 * ten times, then gives up with PADT. Line thread only.
 */
final class LineSession {
    static final int LCP = 0xc021;
    static final int PAP = 0xc023;
    static final int CHAP = 0xc223;
    static final int IPCP = 0x8021;
    static final int IPV6CP = 0x8057;

    private static final int REQUEST = 1;
    private static final int ACK = 2;
    private static final int NAK = 3;
    private static final int REJECT = 4;
    private static final int TERMINATE_REQUEST = 5;
    private static final int TERMINATE_ACK = 6;
    private static final int PROTOCOL_REJECT = 8;
    private static final int ECHO_REQUEST = 9;
    private static final int ECHO_REPLY = 10;
    private static final long REPEAT_NANOS = 1_000_000_000L;
    private static final int TRIES = 10;

    /** How far the session has come. */
    enum Phase {
        LINK,
        AUTHENTICATE,
        NETWORK,
        OPEN,
        DEAD
    }

    /** What a session needs of the concentrator. */
    interface Line {
        void send(LineSession session, int protocol, byte[] message);

        void event(String text);

        /** Ends the session by PADT. */
        void padt(LineSession session);
    }

    private final int id;
    private final byte[] peer;
    private final LineSettings settings;
    private final Line line;
    private final byte[] challenge = new byte[16];
    private final int magic;
    private final int address;
    private final List<Integer> nameServers;
    private final int mruBytes;
    private final boolean chap;

    private Phase phase = Phase.LINK;
    private int identifier;
    private boolean weAreAcked;
    private boolean peerIsAcked;
    private int triesLeft = TRIES;
    private long repeatAtNanos;

    LineSession(int id, byte[] peer, LineSettings settings, Line line) {
        this.id = id;
        this.peer = peer.clone();
        this.settings = settings;
        this.line = line;
        this.address = settings.address;
        this.nameServers = settings.nameServers;
        this.mruBytes = settings.mruBytes;
        this.chap = settings.chap;
        var random = new SecureRandom();
        random.nextBytes(challenge);
        this.magic = random.nextInt(1, Integer.MAX_VALUE);
    }

    int id() {
        return id;
    }

    byte[] peer() {
        return peer;
    }

    int address() {
        return address;
    }

    int mruBytes() {
        return mruBytes;
    }

    boolean open() {
        return phase == Phase.OPEN;
    }

    void end() {
        phase = Phase.DEAD;
    }

    /** Sends the first Configure-Request. */
    void begin(long nowNanos) {
        enter(Phase.LINK, nowNanos);
    }

    private void enter(Phase next, long nowNanos) {
        phase = next;
        weAreAcked = false;
        peerIsAcked = false;
        triesLeft = TRIES;
        ask(nowNanos);
    }

    /** Repeats what is not answered yet. */
    void tick(long nowNanos) {
        boolean waiting = phase != Phase.OPEN && phase != Phase.DEAD && !weAreAcked;
        if (waiting && nowNanos - repeatAtNanos >= 0) {
            ask(nowNanos);
        }
    }

    private void ask(long nowNanos) {
        if (triesLeft-- == 0) {
            line.event("gave-up session=" + id + " phase=" + phase);
            line.padt(this);
            return;
        }
        repeatAtNanos = nowNanos + REPEAT_NANOS;
        switch (phase) {
            case LINK -> send(LCP, REQUEST, ++identifier, Block.writeOptions(linkOptions()));
            case AUTHENTICATE -> challenge();
            case NETWORK ->
                    send(
                            IPCP,
                            REQUEST,
                            ++identifier,
                            Block.writeOptions(List.of(Block.ofInt(3, settings.ownAddress))));
            case OPEN, DEAD -> {}
        }
    }

    private List<Block> linkOptions() {
        Block authentication =
                chap ? new Block(3, new byte[] {(byte) 0xc2, 0x23, 5}) : Block.ofShort(3, PAP);
        return List.of(Block.ofShort(1, mruBytes), authentication, Block.ofInt(5, magic));
    }

    private void challenge() {
        if (chap) {
            byte[] name = "lab-concentrator".getBytes(StandardCharsets.UTF_8);
            ByteBuffer value = ByteBuffer.allocate(1 + challenge.length + name.length);
            value.put((byte) challenge.length).put(challenge).put(name);
            send(CHAP, 1, ++identifier, value.array());
        }
    }

    /** Takes a PPP message of a control protocol. */
    void receive(int protocol, ByteBuffer message, long nowNanos) {
        if (message.remaining() < 4) {
            return;
        }
        int code = message.get() & 0xff;
        int messageId = message.get() & 0xff;
        int length = (message.getShort() & 0xffff) - 4;
        if (length < 0 || length > message.remaining()) {
            return;
        }
        byte[] body = new byte[length];
        message.get(body);
        switch (protocol) {
            case LCP -> link(code, messageId, body, nowNanos);
            case CHAP -> chap(code, messageId, body, nowNanos);
            case PAP -> pap(code, messageId, body, nowNanos);
            case IPCP -> network(code, messageId, body, nowNanos);
            default -> rejectProtocol(protocol, code, messageId, body);
        }
    }

    private void rejectProtocol(int protocol, int code, int messageId, byte[] body) {
        ByteBuffer rejected = ByteBuffer.allocate(6 + body.length);
        rejected.putShort((short) protocol).put((byte) code).put((byte) messageId);
        rejected.putShort((short) (4 + body.length)).put(body);
        send(LCP, PROTOCOL_REJECT, ++identifier, rejected.array());
    }

    private void link(int code, int messageId, byte[] body, long nowNanos) {
        switch (code) {
            case REQUEST -> {
                if (phase != Phase.LINK) {
                    line.event("renegotiates session=" + id);
                    enter(Phase.LINK, nowNanos);
                }
                answer(LCP, messageId, body, this::wantedOfLink);
            }
            case ACK -> weAreAcked = phase == Phase.LINK || weAreAcked;
            case NAK, REJECT -> line.event("refused session=" + id + " lcp code=" + code);
            case TERMINATE_REQUEST -> {
                send(LCP, TERMINATE_ACK, messageId, new byte[0]);
                line.event("terminate-request session=" + id);
            }
            case PROTOCOL_REJECT ->
                    line.event(
                            "protocol-reject session=%d protocol=0x%04x"
                                    .formatted(id, body.length < 2 ? 0 : short16(body)));
            case ECHO_REQUEST -> echo(messageId, body);
            case ECHO_REPLY -> line.event("echo-reply session=" + id);
            default -> {}
        }
        if (phase == Phase.LINK && weAreAcked && peerIsAcked) {
            line.event("link-open session=" + id);
            enter(Phase.AUTHENTICATE, nowNanos);
        }
    }

    private static int short16(byte[] body) {
        return ByteBuffer.wrap(body).getShort() & 0xffff;
    }

    private void echo(int messageId, byte[] body) {
        line.event("echo-request session=" + id);
        if (settings.echo && phase != Phase.LINK) {
            byte[] reply = body.clone();
            ByteBuffer.wrap(reply).putInt(magic);
            send(LCP, ECHO_REPLY, messageId, reply);
        }
    }

    /** Sends an Echo-Request of our own. */
    void askEcho() {
        send(LCP, ECHO_REQUEST, ++identifier, ByteBuffer.allocate(4).putInt(magic).array());
    }

    /** Ends the link in order, as a provider at maintenance does. */
    void terminate() {
        send(LCP, TERMINATE_REQUEST, ++identifier, new byte[0]);
    }

    /** Says what we want instead of an option: itself to agree, nothing to reject it. */
    private interface Wish {
        Optional<Block> of(Block asked);
    }

    private Optional<Block> wantedOfLink(Block asked) {
        return switch (asked.type()) {
            case 1 ->
                    asked.asShort() > mruBytes
                            ? Optional.of(Block.ofShort(1, mruBytes))
                            : Optional.of(asked);
            case 5 -> Optional.of(asked);
            default -> Optional.empty();
        };
    }

    private Optional<Block> wantedOfNetwork(Block asked) {
        return switch (asked.type()) {
            case 3 -> Optional.of(Block.ofInt(3, address));
            case 129 -> nameServer(129, 0);
            case 131 -> nameServer(131, 1);
            default -> Optional.empty();
        };
    }

    private Optional<Block> nameServer(int option, int index) {
        return index < nameServers.size()
                ? Optional.of(Block.ofInt(option, nameServers.get(index)))
                : Optional.empty();
    }

    private void answer(int protocol, int messageId, byte[] body, Wish wish) {
        List<Block> rejected = new ArrayList<>();
        List<Block> corrected = new ArrayList<>();
        for (Block asked : Block.options(body)) {
            Optional<Block> wanted = wish.of(asked);
            if (wanted.isEmpty()) {
                rejected.add(asked);
            } else if (!wanted.get().equals(asked)) {
                corrected.add(wanted.get());
            }
        }
        if (!rejected.isEmpty()) {
            send(protocol, REJECT, messageId, Block.writeOptions(rejected));
        } else if (!corrected.isEmpty()) {
            send(protocol, NAK, messageId, Block.writeOptions(corrected));
        } else {
            peerIsAcked = true;
            send(protocol, ACK, messageId, body);
        }
    }

    private void chap(int code, int messageId, byte[] body, long nowNanos) {
        if (code != 2 || phase != Phase.AUTHENTICATE || body.length < 17) {
            return;
        }
        byte[] name = Arrays.copyOfRange(body, 17, body.length);
        byte[] given = Arrays.copyOfRange(body, 1, 17);
        boolean right = MessageDigest.isEqual(given, expected(messageId));
        judge(CHAP, messageId, new String(name, StandardCharsets.UTF_8), right, nowNanos);
    }

    private byte[] expected(int messageId) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5"); // RFC 1994 section 4.1
            md5.update((byte) messageId);
            md5.update(settings.password.getBytes(StandardCharsets.UTF_8));
            return md5.digest(challenge);
        } catch (NoSuchAlgorithmException e) {
            throw new LabException("no MD5", e);
        }
    }

    private void pap(int code, int messageId, byte[] body, long nowNanos) {
        if (code != 1 || phase != Phase.AUTHENTICATE || body.length < 2) {
            return;
        }
        int userLength = body[0] & 0xff;
        if (userLength + 2 > body.length) {
            return;
        }
        String user = new String(body, 1, userLength, StandardCharsets.UTF_8);
        int length = Math.min(body[userLength + 1] & 0xff, body.length - userLength - 2);
        String given = new String(body, userLength + 2, length, StandardCharsets.UTF_8);
        judge(PAP, messageId, user, given.equals(settings.password), nowNanos);
    }

    private void judge(int protocol, int messageId, String user, boolean right, long nowNanos) {
        boolean welcome = right && user.equals(settings.user);
        boolean byChap = protocol == CHAP;
        byte[] text =
                (welcome ? "welcome" : "unknown user or password").getBytes(StandardCharsets.UTF_8);
        byte[] body = byChap ? text : lengthFirst(text);
        send(protocol, welcome ? byChap ? 3 : 2 : byChap ? 4 : 3, messageId, body);
        line.event((welcome ? "welcome" : "refused-login") + " session=" + id + " user=" + user);
        if (welcome) {
            offerIpv6();
            enter(Phase.NETWORK, nowNanos);
        } else {
            terminate();
            line.padt(this);
        }
    }

    private void offerIpv6() {
        if (settings.offerIpv6) {
            byte[] interfaceId = {0, 0, 0, 0, 0, 0, 0, 1};
            send(
                    IPV6CP,
                    REQUEST,
                    ++identifier,
                    Block.writeOptions(List.of(new Block(1, interfaceId))));
        }
    }

    private static byte[] lengthFirst(byte[] text) {
        return ByteBuffer.allocate(text.length + 1).put((byte) text.length).put(text).array();
    }

    private void network(int code, int messageId, byte[] body, long nowNanos) {
        if (phase != Phase.NETWORK && phase != Phase.OPEN) {
            return;
        }
        if (code == REQUEST && phase == Phase.OPEN) {
            enter(Phase.NETWORK, nowNanos);
        }
        switch (code) {
            case REQUEST -> answer(IPCP, messageId, body, this::wantedOfNetwork);
            case ACK -> weAreAcked = true;
            case TERMINATE_REQUEST -> send(IPCP, TERMINATE_ACK, messageId, new byte[0]);
            default -> {}
        }
        if (phase == Phase.NETWORK && weAreAcked && peerIsAcked) {
            phase = Phase.OPEN;
            line.event("open session=" + id + " address=" + LineSettings.text(address));
        }
    }

    private void send(int protocol, int code, int messageId, byte[] body) {
        ByteBuffer message = ByteBuffer.allocate(4 + body.length);
        message.put((byte) code)
                .put((byte) messageId)
                .putShort((short) (4 + body.length))
                .put(body);
        line.send(this, protocol, message.array());
    }
}
