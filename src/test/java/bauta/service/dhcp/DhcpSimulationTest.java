package bauta.service.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.service.dhcp.DhcpMachineTest.Client;
import bauta.wire.DhcpMessage;
import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Clients that say anything in any order, messages lost and doubled on the way, answers of the LAN
 * that come late, settings that change and power cuts: no address ever has two masters.
 */
class DhcpSimulationTest {
    private static final int CLIENTS = 6;
    private static final Duration LEASE = DhcpSettings.Times.DEFAULT.lease();

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final DhcpSettings plain =
            DhcpMachineTest.settings("192.168.87.100", "192.168.87.103")
                    .withTimes(DhcpSettings.Times.DEFAULT);
    private final Deque<Ipv4Address> asked = new ArrayDeque<>();
    private DhcpSettings settings = plain;
    private LeaseTable leases = new LeaseTable(settings);
    private long now = random.nextLong();
    private DhcpMachine machine = new DhcpMachine(settings, leases, now);
    private long epochSeconds = 1_800_000_000L;
    private String saved = LeaseFile.format(List.of(), new LeaseFile.Now(epochSeconds, now));

    /** What clients believe: the address and until when. */
    private record Belief(Ipv4Address address, long untilNanos) {}

    private final Map<MacAddress, Belief> beliefs = new HashMap<>();

    @RepeatedTest(20)
    void noAddressHasTwoMasters() {
        for (int i = 0; i < 2000; i++) {
            pass(random.nextInt(200) == 0 ? LEASE.toSeconds() : random.nextInt(600));
            if (random.nextInt(100) == 0) {
                restart();
            }
            MacAddress mac = new MacAddress(0x0200_0000_0000L + random.nextInt(CLIENTS));
            DhcpMessage message = message(mac);
            forget(mac, message);
            for (int times = random.nextInt(4); times > 0; times -= 2) { // lost, once, or twice
                machine.next(message, now).forEach(this::done);
            }
            if (random.nextInt(3) > 0) {
                answerOfTheLan();
            }
            if (random.nextInt(100) == 0) {
                reconfigure();
            }
            check();
        }
    }

    private void answerOfTheLan() {
        Ipv4Address address = asked.poll();
        if (address != null) {
            Optional<MacAddress> user =
                    random.nextInt(4) == 0 ? Optional.of(DhcpRig.squatter()) : Optional.empty();
            machine.answered(address, user, now).forEach(this::done);
        }
    }

    /** A device is named, or no longer; its address may be somebody else's just now. */
    private void reconfigure() {
        DhcpDevice device =
                new DhcpDevice(
                        "device",
                        Optional.of(new MacAddress(0x0200_0000_0000L + random.nextInt(CLIENTS))),
                        Optional.empty(),
                        Optional.of(address()));
        settings = random.nextBoolean() ? plain : plain.withDevices(List.of(device));
        machine.configure(settings);
    }

    private void pass(long seconds) {
        now += seconds * 1_000_000_000L;
        epochSeconds += seconds;
    }

    private DhcpMessage message(MacAddress mac) {
        DhcpMessage.Type type =
                DhcpMessage.Type.values()[random.nextInt(DhcpMessage.Type.values().length)];
        Client client = Client.says(random.nextInt(3) > 0 ? DhcpMessage.Type.REQUEST : type, mac);
        if (random.nextBoolean()) {
            client = client.wants(address());
        }
        if (random.nextInt(4) == 0) {
            client = client.of(DhcpMachineTest.SERVER);
        }
        return random.nextInt(3) == 0 ? client.from(address()).message() : client.message();
    }

    private Ipv4Address address() {
        return new Ipv4Address(DhcpMachineTest.ip("192.168.87.99").bits() + random.nextInt(6));
    }

    /** A client that gives an address back believes in it no longer. */
    private void forget(MacAddress mac, DhcpMessage message) {
        boolean givesBack =
                message.type()
                        .filter(type ->
                                type == DhcpMessage.Type.RELEASE
                                        || type == DhcpMessage.Type.DECLINE)
                        .isPresent();
        if (givesBack) {
            beliefs.remove(mac);
        }
    }

    private void done(DhcpAction action) {
        switch (action) {
            case DhcpAction.Save _ ->
                    saved = LeaseFile.format(leases.all(), new LeaseFile.Now(epochSeconds, now));
            case DhcpAction.Drop _ -> {}
            case DhcpAction.Ask(Ipv4Address address) -> asked.add(address);
            case DhcpAction.Foreign _ -> {}
            case DhcpAction.Reply(DhcpMessage reply, var _, var _) -> {
                if (random.nextInt(5) > 0) { // else lost
                    heard(reply);
                }
            }
        }
    }

    private void heard(DhcpMessage reply) {
        MacAddress mac = reply.chaddr();
        DhcpMessage.Type type = reply.type().orElseThrow();
        if (type == DhcpMessage.Type.NAK) {
            beliefs.remove(mac);
        }
        if (type == DhcpMessage.Type.ACK && !reply.yiaddr().equals(Ipv4Address.ANY)) {
            long seconds = reply.options().seconds(51).orElseThrow();
            boolean ours =
                    leases.plan().isOpen(reply.yiaddr()) || leases.plan().isKept(reply.yiaddr());
            assertThat(ours).as("seed %s", seed).isTrue();
            beliefs.put(mac, new Belief(reply.yiaddr(), now + seconds * 1_000_000_000L));
        }
    }

    /** A power cut: only what was saved is known afterwards. */
    private void restart() {
        LeaseFile file = new LeaseFile(settings.leaseFile(), LEASE);
        leases = new LeaseTable(settings);
        file.parse(saved, new LeaseFile.Now(epochSeconds, now)).forEach(leases::put);
        machine = new DhcpMachine(settings, leases, now);
        asked.clear();
    }

    private void check() {
        beliefs.values().removeIf(belief -> belief.untilNanos() - now <= 0);
        assertThat(beliefs.values())
                .as("seed %s", seed)
                .extracting(Belief::address)
                .doesNotHaveDuplicates();
        assertThat(leases.all()).as("seed %s", seed).hasSizeLessThanOrEqualTo(6);
        for (Lease lease : leases.all()) {
            if (lease.state() != Lease.State.DECLINED) {
                assertThat(leases.of(lease.client())).as("seed %s", seed).contains(lease);
            }
        }
    }

    @RepeatedTest(5)
    void bentMessagesLeaveTheTableWhole() {
        byte[] bytes = new byte[320 * 30];
        for (int i = 0; i < 30; i++) {
            MacAddress mac = new MacAddress(0x0200_0000_0000L + random.nextInt(CLIENTS));
            ByteBuf out = Unpooled.wrappedBuffer(new byte[320]).writerIndex(0);
            message(mac).emit(out, 320);
            for (int bend = random.nextInt(4); bend > 0; bend--) {
                out.setByte(random.nextInt(out.writerIndex()), random.nextInt());
            }
            out.getBytes(0, bytes, 320 * i, out.writerIndex());
        }
        DhcpMachineProbe.feed(bytes, "seed " + seed);
    }
}
