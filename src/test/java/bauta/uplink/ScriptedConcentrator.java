package bauta.uplink;

import bauta.wire.ChapMessage;
import bauta.wire.ControlMessage;
import bauta.wire.ControlMessage.ConfigureAck;
import bauta.wire.ControlMessage.ConfigureNak;
import bauta.wire.ControlMessage.ConfigureReject;
import bauta.wire.ControlMessage.ConfigureRequest;
import bauta.wire.Decoded;
import bauta.wire.EthernetHeader;
import bauta.wire.IpcpOption;
import bauta.wire.Ipv4Address;
import bauta.wire.LcpMessage;
import bauta.wire.LcpOption;
import bauta.wire.Octets;
import bauta.wire.PapMessage;
import bauta.wire.PppHeader;
import bauta.wire.PppMessage;
import bauta.wire.PppOption;
import bauta.wire.PppoeHeader;
import bauta.wire.PppoeMessage;
import bauta.wire.PppoeTag;
import bauta.wire.PppoeTags;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A concentrator whose every habit a test can change. Repeats its requests every second. */
public final class ScriptedConcentrator implements WanLine.Peer {
    static final long AC_MAC = 0x02_00_00_00_00_acL;

    enum Habit {
        SILENT,
        SILENT_PADR,
        SILENT_LCP,
        SILENT_AUTHENTICATION,
        SILENT_IPCP,
        SILENT_ECHO,
        LOOPED,
        NAK_FOREVER,
        REJECT_DNS,
        REJECT_IPCP,
        NO_ADDRESS,
        ASK_ADDRESS,
        COMPRESS,
        EAP_FIRST,
        EAP_ONLY,
        REFUSE_BY_PADT,
        CLOSE_IPCP
    }

    final List<Habit> habits = new ArrayList<>();
    final List<PppoeMessage> discovery = new ArrayList<>();
    final Map<Integer, List<ControlMessage>> control = new HashMap<>();
    private final WanLine line;
    PppOption authentication = LcpOption.chapMd5();
    String password = "secret";
    String acName = "ac";
    PppoeTags padsTags = PppoeTags.NONE;
    Ipv4Address address = Ipv4Address.parse("198.51.100.2");
    Ipv4Address primaryDns = Ipv4Address.parse("192.0.2.53");
    Ipv4Address secondaryDns = Ipv4Address.parse("192.0.2.54");
    int mru = 1492;
    int maxPayload;
    int logins;
    int sessionId;
    long echoes;
    private int nextSessionId = 0x100;
    private boolean lcpAcked;
    private boolean weAcked;
    private boolean ipcpAcked;
    private boolean authenticated;
    private boolean authenticationSent;
    private int identifier;
    private int generation;
    private List<PppOption> ours = List.of();

    ScriptedConcentrator(WanLine line) {
        this.line = line;
        line.peer = this;
    }

    boolean is(Habit habit) {
        return habits.contains(habit);
    }

    void become(Habit... now) {
        habits.clear();
        habits.addAll(List.of(now));
    }

    /** Forgets every session, as by a restart. */
    void restart() {
        sessionId = 0;
        generation++;
    }

    @Override
    public void receive(byte[] bytes) {
        ByteBuf frame = Unpooled.wrappedBuffer(bytes);
        if (is(Habit.SILENT)) {
            return;
        }
        int at = EthernetHeader.LENGTH;
        if (EthernetHeader.type(frame, 0) == EthernetHeader.TYPE_PPPOE_DISCOVERY) {
            if (PppoeMessage.parse(frame, at, bytes.length)
                    instanceof Decoded.Ok<PppoeMessage>(PppoeMessage message)) {
                discovery.add(message);
                discovery(message);
            }
        } else if (sessionId != 0 && PppoeHeader.sessionId(frame, at) == sessionId) {
            int payload = at + PppoeHeader.LENGTH;
            int end = payload + PppoeHeader.payloadLength(frame, at);
            if (is(Habit.LOOPED)) {
                sendRaw(
                        PppHeader.protocol(frame, payload),
                        Octets.of(frame, payload + 2, end - payload - 2));
                return;
            }
            ppp(PppHeader.protocol(frame, payload), frame, payload + 2, end);
        }
    }

    private void discovery(PppoeMessage message) {
        PppoeTags tags = message.tags();
        PppoeTags echo = PppoeTags.NONE;
        for (int type : new int[] {PppoeTag.HOST_UNIQ, PppoeTag.SERVICE_NAME}) {
            echo = echo.with(type, tags.first(type).orElse(Octets.EMPTY));
        }
        if (maxPayload > 0 && tags.maxPayloadBytes().isPresent()) {
            echo = echo.with(PppoeTag.PPP_MAX_PAYLOAD, Octets.ofShort(maxPayload));
        }
        switch (message) {
            case PppoeMessage.Padi _ ->
                    send(
                            new PppoeMessage.Pado(
                                    echo.with(PppoeTag.AC_NAME, Octets.ofText(acName))
                                            .with(PppoeTag.AC_COOKIE, Octets.ofHex("c00c1e"))
                                            .with(PppoeTag.RELAY_SESSION_ID, Octets.ofHex("77"))));
            case PppoeMessage.Padr _ -> padr(echo);
            case PppoeMessage.Padt(int id, _) -> {
                if (id == sessionId) {
                    restart();
                }
            }
            default -> {}
        }
    }

    private void padr(PppoeTags echo) {
        if (is(Habit.SILENT_PADR)) {
            return;
        }
        List<PppoeTag> all = new ArrayList<>(echo.list());
        all.addAll(padsTags.list());
        if (!padsTags.list().isEmpty()) {
            send(new PppoeMessage.Pads(0, new PppoeTags(all)));
            return;
        }
        restart();
        sessionId = nextSessionId++;
        send(new PppoeMessage.Pads(sessionId, new PppoeTags(all)));
        lcpAcked = false;
        weAcked = false;
        ipcpAcked = false;
        authenticated = false;
        authenticationSent = false;
        ours = lcpOptions();
        repeat(generation, this::requestLcp);
    }

    private List<PppOption> lcpOptions() {
        List<PppOption> options = new ArrayList<>();
        options.add(LcpOption.mru(mru));
        boolean eap = is(Habit.EAP_FIRST) || is(Habit.EAP_ONLY);
        options.add(eap ? new PppOption(3, Octets.ofHex("c227")) : authentication);
        options.add(LcpOption.magicNumber(0x5eed + sessionId));
        if (is(Habit.COMPRESS)) {
            options.add(new PppOption(LcpOption.PROTOCOL_FIELD_COMPRESSION, Octets.EMPTY));
            options.add(
                    new PppOption(LcpOption.ADDRESS_AND_CONTROL_FIELD_COMPRESSION, Octets.EMPTY));
        }
        return options;
    }

    /** Runs now and every second until it says it is done, or the session is another. */
    private void repeat(int of, java.util.function.BooleanSupplier work) {
        if (of == generation && work.getAsBoolean()) {
            line.timers.at(line.timers.nanos() + WanLine.SECOND, () -> repeat(of, work));
        }
    }

    private boolean requestLcp() {
        if (!weAcked && !is(Habit.SILENT_LCP)) {
            sendPpp(PppHeader.PROTOCOL_LCP, new ConfigureRequest(++identifier & 0xff, ours));
        }
        return !weAcked;
    }

    private void ppp(int protocol, ByteBuf frame, int at, int end) {
        switch (protocol) {
            case PppHeader.PROTOCOL_LCP -> {
                if (LcpMessage.parse(frame, at, end)
                        instanceof Decoded.Ok<ControlMessage>(ControlMessage message)) {
                    control.computeIfAbsent(protocol, _ -> new ArrayList<>()).add(message);
                    lcp(message);
                }
            }
            case PppHeader.PROTOCOL_IPCP -> {
                if (ControlMessage.parse(frame, at, end)
                        instanceof Decoded.Ok<ControlMessage>(ControlMessage message)) {
                    control.computeIfAbsent(protocol, _ -> new ArrayList<>()).add(message);
                    ipcp(message);
                }
            }
            case PppHeader.PROTOCOL_PAP -> {
                if (PapMessage.parse(frame, at, end)
                        instanceof Decoded.Ok<PapMessage>(PapMessage.AuthenticateRequest request)) {
                    boolean right = request.password().equals(Octets.ofText(password));
                    judge(
                            right,
                            right
                                    ? new PapMessage.AuthenticateAck(
                                            request.identifier(), Octets.EMPTY)
                                    : new PapMessage.AuthenticateNak(
                                            request.identifier(), Octets.ofText("denied")));
                }
            }
            default -> {
                if (ChapMessage.parse(frame, at, end)
                        instanceof Decoded.Ok<ChapMessage>(ChapMessage.Response response)) {
                    boolean right = response.value().equals(digest(response.identifier()));
                    judge(
                            right,
                            right
                                    ? new ChapMessage.Success(response.identifier(), Octets.EMPTY)
                                    : new ChapMessage.Failure(
                                            response.identifier(), Octets.ofText("denied")));
                }
            }
        }
    }

    private Octets digest(int id) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update((byte) id);
            md5.update(Octets.ofText(password).toArray());
            return Octets.of(md5.digest(Octets.ofHex("00112233445566778899").toArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private void judge(boolean right, PppMessage verdict) {
        if (is(Habit.SILENT_AUTHENTICATION)) {
            return;
        }
        if (!authenticated) {
            logins++;
        }
        if (!right && is(Habit.REFUSE_BY_PADT)) {
            send(new PppoeMessage.Padt(sessionId, PppoeTags.NONE));
            restart();
            return;
        }
        sendPpp(
                verdict instanceof PapMessage ? PppHeader.PROTOCOL_PAP : PppHeader.PROTOCOL_CHAP,
                verdict);
        if (right && !authenticated) {
            authenticated = true;
            repeat(generation, this::requestIpcp);
        } else if (!right) {
            terminate("authentication failed");
        }
    }

    void terminate(String why) {
        sendPpp(PppHeader.PROTOCOL_LCP, new ControlMessage.TerminateRequest(9, Octets.ofText(why)));
    }

    private boolean requestIpcp() {
        if (is(Habit.SILENT_IPCP)) {
            return false;
        }
        Ipv4Address own =
                is(Habit.ASK_ADDRESS) ? Ipv4Address.ANY : Ipv4Address.parse("198.51.100.1");
        if (!ipcpAcked) {
            List<PppOption> options = new ArrayList<>();
            options.add(IpcpOption.address(IpcpOption.IP_ADDRESS, own));
            if (is(Habit.COMPRESS)) {
                options.add(
                        new PppOption(
                                IpcpOption.IP_COMPRESSION_PROTOCOL, Octets.ofHex("002d0f01")));
            }
            sendPpp(PppHeader.PROTOCOL_IPCP, new ConfigureRequest(++identifier & 0xff, options));
        }
        return !ipcpAcked;
    }

    private void lcp(ControlMessage message) {
        if (is(Habit.SILENT_LCP)) {
            return;
        }
        switch (message) {
            case ConfigureRequest(int id, List<PppOption> options) -> {
                if (is(Habit.NAK_FOREVER)) {
                    sendPpp(
                            PppHeader.PROTOCOL_LCP,
                            new ConfigureNak(id, List.of(LcpOption.mru(1300 + id))));
                    return;
                }
                sendPpp(PppHeader.PROTOCOL_LCP, new ConfigureAck(id, options));
                lcpAcked = true;
                maybeAuthenticate();
            }
            case ConfigureAck _ -> {
                weAcked = true;
                maybeAuthenticate();
            }
            case ConfigureNak _ when is(Habit.EAP_ONLY) -> {
                ours = ours.stream().filter(o -> o.type() != 3).toList();
                requestLcp();
            }
            case ConfigureNak(_, List<PppOption> options) -> {
                become();
                ours =
                        ours.stream()
                                .map(o ->
                                        options.stream()
                                                .filter(n -> n.type() == o.type())
                                                .findFirst()
                                                .orElse(o))
                                .toList();
                authentication =
                        ours.stream().filter(o -> o.type() == 3).findFirst().orElse(authentication);
                requestLcp();
            }
            case ConfigureReject(_, List<PppOption> options) -> {
                ours = ours.stream().filter(o -> !options.contains(o)).toList();
                requestLcp();
            }
            case LcpMessage.EchoRequest(int id, _, Octets data) -> {
                echoes++;
                if (!is(Habit.SILENT_ECHO)) {
                    sendPpp(
                            PppHeader.PROTOCOL_LCP,
                            new LcpMessage.EchoReply(id, 0x5eed + sessionId, data));
                }
            }
            case ControlMessage.TerminateRequest(int id, _) -> {
                sendPpp(PppHeader.PROTOCOL_LCP, new ControlMessage.TerminateAck(id, Octets.EMPTY));
                restart();
            }
            default -> {}
        }
    }

    private void maybeAuthenticate() {
        if (lcpAcked && weAcked && !authenticationSent) {
            authenticationSent = true;
            if (is(Habit.EAP_ONLY)) {
                terminate("peer refused to authenticate");
                return;
            }
            boolean chap = authentication.equals(LcpOption.chapMd5());
            if (!chap && authentication.type() != 3) {
                authenticated = true;
                repeat(generation, this::requestIpcp);
            } else if (chap) {
                repeat(generation, this::challenge);
            }
        }
    }

    private boolean challenge() {
        if (!authenticated && !is(Habit.SILENT_AUTHENTICATION)) {
            rechallenge(7);
        }
        return !authenticated;
    }

    void rechallenge(int id) {
        sendPpp(
                PppHeader.PROTOCOL_CHAP,
                new ChapMessage.Challenge(
                        id, Octets.ofHex("00112233445566778899"), Octets.ofText("ac")));
    }

    private void ipcp(ControlMessage message) {
        if (is(Habit.SILENT_IPCP) || !authenticated) {
            return;
        }
        if (is(Habit.REJECT_IPCP)) {
            sendPpp(
                    PppHeader.PROTOCOL_LCP,
                    new LcpMessage.ProtocolReject(1, PppHeader.PROTOCOL_IPCP, Octets.EMPTY));
            return;
        }
        switch (message) {
            case ConfigureRequest(int id, List<PppOption> options) ->
                    sendPpp(PppHeader.PROTOCOL_IPCP, answer(id, options));
            case ConfigureAck _ -> ipcpAcked = true;
            case ConfigureNak(_, List<PppOption> options) -> {
                become();
                sendPpp(
                        PppHeader.PROTOCOL_IPCP,
                        new ConfigureRequest(++identifier & 0xff, options));
            }
            case ConfigureReject _ -> {
                become();
                requestIpcp();
            }
            default -> {}
        }
    }

    private ControlMessage answer(int id, List<PppOption> options) {
        if (is(Habit.CLOSE_IPCP)) {
            return new ControlMessage.TerminateRequest(id, Octets.EMPTY);
        }
        List<PppOption> refused =
                options.stream().filter(o -> is(Habit.REJECT_DNS) && o.type() > 128).toList();
        if (!refused.isEmpty()) {
            return new ConfigureReject(id, refused);
        }
        List<PppOption> wanted = new ArrayList<>();
        for (PppOption option : options) {
            Ipv4Address right =
                    switch (option.type()) {
                        case IpcpOption.PRIMARY_DNS -> primaryDns;
                        case IpcpOption.SECONDARY_DNS -> secondaryDns;
                        default -> is(Habit.NO_ADDRESS) ? Ipv4Address.ANY : address;
                    };
            wanted.add(IpcpOption.address(option.type(), right));
        }
        return wanted.equals(options)
                ? new ConfigureAck(id, options)
                : new ConfigureNak(id, wanted.stream().filter(w -> !options.contains(w)).toList());
    }

    void send(PppoeMessage message) {
        ByteBuf out = Unpooled.buffer(2048);
        EthernetHeader.write(out, 0, WanLine.OUR_MAC, AC_MAC, EthernetHeader.TYPE_PPPOE_DISCOVERY);
        deliver(out, message.emit(out, EthernetHeader.LENGTH));
    }

    void sendPpp(int protocol, PppMessage message) {
        ByteBuf out = Unpooled.buffer(2048);
        int end = message.emit(out, 0);
        sendRaw(protocol, Octets.of(out, 0, end));
    }

    void sendRaw(int protocol, Octets payload) {
        ByteBuf out = Unpooled.buffer(2048);
        EthernetHeader.write(out, 0, WanLine.OUR_MAC, AC_MAC, EthernetHeader.TYPE_PPPOE_SESSION);
        int at = EthernetHeader.LENGTH;
        PppoeHeader.write(out, at, 0, sessionId, payload.length() + 2);
        PppHeader.write(out, at + PppoeHeader.LENGTH, protocol);
        deliver(out, payload.emit(out, at + PppoeHeader.LENGTH + 2));
    }

    private void deliver(ByteBuf out, int end) {
        line.toRouter(Octets.of(out, 0, Math.max(60, end)).toArray());
    }
}
