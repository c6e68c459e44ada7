package bauta.service.dhcp;

import bauta.engine.DropReason;
import bauta.engine.RepeatedTrouble;
import bauta.engine.Timers;
import bauta.linux.LinuxException;
import bauta.linux.PacketSocket;
import bauta.wire.ArpHeader;
import bauta.wire.EthernetHeader;
import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Asks by ARP probes (RFC 5227 section 2.1.1), which every host answers whatever its firewall says.
 * The kernel keeps to itself what it hears of addresses that it does not talk to, so the answers
 * are read from a packet socket, which is open only while a question is. At most {@link #OPEN_MAX}
 * questions are open; who asks beyond that is told at once that nobody answered. On the dhcp loop.
 */
final class ArpProbe implements AddressProbe {
    /** Questions that may be open. */
    static final int OPEN_MAX = 128;

    private static final long LOOK_EVERY_NANOS = 10_000_000L;
    private static final int FRAME_BYTES = 64;
    private static final int ETHERNET_MIN = 60;
    private static final int READ_AT_ONCE = 256;

    private final Timers timers;
    private final DhcpFrameSender frames;
    private final MacAddress own;
    private final Listening listening;
    private final Map<Ipv4Address, Question> open = new HashMap<>();
    private final RepeatedTrouble trouble = new RepeatedTrouble("dhcp cannot ask the LAN by ARP");
    private final byte[] frame = new byte[FRAME_BYTES];
    private Optional<Ears> ears = Optional.empty();

    private record Question(
            List<Consumer<Optional<MacAddress>>> answers, long againNanos, long deadlineNanos) {}

    /** Hears ARP on the LAN. */
    interface Ears extends AutoCloseable {
        /**
         * Takes the next frame if there is one.
         *
         * @param into where to put it
         * @return its length, or -1
         */
        int receive(byte[] into);

        @Override
        void close();
    }

    /** Begins to hear. */
    @FunctionalInterface
    interface Listening {
        /** Opens the ears. */
        Ears open();

        /** Returns the packet socket of a device. */
        static Listening on(String device) {
            return () -> {
                PacketSocket socket = PacketSocket.open(device, EthernetHeader.TYPE_ARP);
                return new Ears() {
                    @Override
                    public int receive(byte[] into) {
                        return socket.receive(into);
                    }

                    @Override
                    public void close() {
                        socket.close();
                    }
                };
            };
        }
    }

    /**
     * Prepares; nothing is opened yet.
     *
     * @param timers of the loop
     * @param frames sends the questions
     * @param own our MAC address on the LAN; our own answers do not count
     * @param listening hears the answers
     */
    ArpProbe(Timers timers, DhcpFrameSender frames, MacAddress own, Listening listening) {
        this.timers = timers;
        this.frames = frames;
        this.own = own;
        this.listening = listening;
    }

    @Override
    public void ask(Ipv4Address address, Duration patience, Consumer<Optional<MacAddress>> answer) {
        Question already = open.get(address);
        if (already != null) {
            already.answers().add(answer);
            return;
        }
        if (open.size() >= OPEN_MAX || !hear()) {
            answer.accept(Optional.empty());
            return;
        }
        long now = timers.nanos();
        List<Consumer<Optional<MacAddress>>> answers = new java.util.ArrayList<>(List.of(answer));
        open.put(
                address,
                new Question(answers, now + patience.toNanos() / 2, now + patience.toNanos()));
        frames.send(question(address));
        if (open.size() == 1) {
            timers.at(now + LOOK_EVERY_NANOS, this::look);
        }
    }

    private boolean hear() {
        if (ears.isEmpty()) {
            try {
                ears = Optional.of(listening.open());
            } catch (LinuxException e) {
                trouble.warn(e);
            }
        }
        return ears.isPresent();
    }

    private byte[] question(Ipv4Address address) {
        byte[] bytes = new byte[ETHERNET_MIN];
        ByteBuf out = Unpooled.wrappedBuffer(bytes);
        EthernetHeader.write(
                out, 0, MacAddress.BROADCAST.bits(), own.bits(), EthernetHeader.TYPE_ARP);
        ArpHeader.writeProbe(out, EthernetHeader.LENGTH, own.bits(), address.bits());
        return bytes;
    }

    private void look() {
        try {
            read();
        } catch (LinuxException e) {
            trouble.warn(e); // the device is down or gone: nobody answers
        }
        long now = timers.nanos();
        for (Map.Entry<Ipv4Address, Question> entry : List.copyOf(open.entrySet())) {
            goOn(entry.getKey(), entry.getValue(), now);
        }
        if (open.isEmpty()) {
            close();
        } else {
            timers.at(now + LOOK_EVERY_NANOS, this::look);
        }
    }

    private void goOn(Ipv4Address address, Question question, long nowNanos) {
        if (nowNanos - question.deadlineNanos() >= 0) {
            answer(address, Optional.empty());
        } else if (nowNanos - question.againNanos() >= 0) {
            frames.send(question(address)); // a frame may be lost
            open.replace(
                    address,
                    new Question(
                            question.answers(),
                            question.deadlineNanos(),
                            question.deadlineNanos()));
        }
    }

    private void read() {
        for (int i = 0; i < READ_AT_ONCE && ears.isPresent(); i++) {
            int length = ears.get().receive(frame);
            if (length < 0) {
                return;
            }
            heard(Unpooled.wrappedBuffer(frame), length);
        }
    }

    private void heard(ByteBuf arp, int length) {
        int at = EthernetHeader.LENGTH;
        if (length < at || ArpHeader.check(arp, at, length) != DropReason.NONE) {
            return;
        }
        MacAddress sender = new MacAddress(ArpHeader.senderMac(arp, at));
        Ipv4Address address = new Ipv4Address(ArpHeader.senderAddress(arp, at));
        if (!sender.equals(own) && !sender.isGroup() && open.containsKey(address)) {
            answer(address, Optional.of(sender));
        }
    }

    private void answer(Ipv4Address address, Optional<MacAddress> user) {
        Question question = open.remove(address);
        if (question != null) {
            question.answers().forEach(each -> each.accept(user));
        }
    }

    private void close() {
        ears.ifPresent(Ears::close);
        ears = Optional.empty();
    }
}
