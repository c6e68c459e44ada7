package bauta.service.dhcp;

import static bauta.service.dhcp.DhcpMachineTest.ip;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.ManualTimers;
import bauta.linux.LinuxException;
import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Questions to the LAN: answered, unanswered, lost, and bounded. */
class ArpProbeTest {
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final MacAddress OWN = DhcpRig.mac(1);
    private static final MacAddress USER = DhcpRig.mac(2);
    private static final Ipv4Address ADDRESS = ip("192.168.87.100");

    private final ManualTimers timers = new ManualTimers();
    private final List<byte[]> sent = new ArrayList<>();
    private final Deque<byte[]> onTheLan = new ArrayDeque<>();
    private final AtomicInteger ears = new AtomicInteger();
    private final List<Optional<MacAddress>> answers = new ArrayList<>();
    private final ArpProbe probe = new ArpProbe(timers, sent::add, OWN, this::listen);

    private ArpProbe.Ears listen() {
        ears.incrementAndGet();
        return new ArpProbe.Ears() {
            @Override
            public int receive(byte[] into) {
                byte[] frame = onTheLan.poll();
                if (frame == null) {
                    return -1;
                }
                int length = Math.min(frame.length, into.length);
                System.arraycopy(frame, 0, into, 0, length);
                return length;
            }

            @Override
            public void close() {
                ears.decrementAndGet();
            }
        };
    }

    private static byte[] arp(int operation, MacAddress sender, Ipv4Address address) {
        return HexFormat.of()
                .parseHex(
                        "%012x%012x0806000108000604%04x%012x%08x%012x%08x"
                                .formatted(
                                        OWN.bits(),
                                        sender.bits(),
                                        operation,
                                        sender.bits(),
                                        address.bits(),
                                        OWN.bits(),
                                        0));
    }

    private void ask() {
        probe.ask(ADDRESS, PATIENCE, answers::add);
    }

    @Test
    void nobodyAnswersAndTheQuestionIsRepeatedOnce() {
        ask();
        timers.advance(PATIENCE.toNanos() - 20_000_000L);
        assertThat(answers).isEmpty();
        assertThat(sent).hasSize(2);
        timers.advance(40_000_000L);
        assertThat(answers).containsExactly(Optional.empty());
        assertThat(ears).hasValue(0);
        assertThat(timers.waiting()).isZero();
    }

    @Test
    void whoAnswersOrUsesTheAddressIsFoundAtOnce() {
        for (int operation : new int[] {1, 2}) {
            answers.clear();
            ask();
            onTheLan.add(arp(operation, USER, ADDRESS));
            timers.advance(20_000_000L);
            assertThat(answers).containsExactly(Optional.of(USER));
            assertThat(ears).hasValue(0);
        }
    }

    @Test
    void whatDoesNotConcernTheQuestionIsPassedOver() {
        ask();
        onTheLan.add(arp(2, USER, ip("192.168.87.101")));
        onTheLan.add(arp(2, OWN, ADDRESS));
        onTheLan.add(arp(2, MacAddress.BROADCAST, ADDRESS));
        onTheLan.add(arp(3, USER, ADDRESS));
        onTheLan.add(new byte[5]);
        timers.advance(PATIENCE.toNanos() + 20_000_000L);
        assertThat(answers).containsExactly(Optional.empty());
        assertThat(onTheLan).isEmpty();
    }

    @Test
    void twoWhoAskForOneAddressShareTheQuestion() {
        ask();
        ask();
        assertThat(sent).hasSize(1);
        onTheLan.add(arp(2, USER, ADDRESS));
        timers.advance(20_000_000L);
        assertThat(answers).containsExactly(Optional.of(USER), Optional.of(USER));
    }

    @Test
    void aBoundedNumberOfQuestionsIsOpen() {
        for (int i = 0; i < 1000; i++) {
            probe.ask(new Ipv4Address(0x0a00_0000 + i), PATIENCE, answers::add);
        }
        assertThat(sent).hasSize(ArpProbe.OPEN_MAX);
        assertThat(answers).hasSize(1000 - ArpProbe.OPEN_MAX);
        timers.advance(PATIENCE.toNanos() + 20_000_000L);
        assertThat(answers).hasSize(1000);
        assertThat(ears).hasValue(0);
    }

    @Test
    void withoutTheRightToListenNobodyIsHeardAndNothingFails() {
        ArpProbe deaf =
                new ArpProbe(
                        timers,
                        sent::add,
                        OWN,
                        () -> {
                            throw new LinuxException("socket AF_PACKET", 1);
                        });
        deaf.ask(ADDRESS, PATIENCE, answers::add);
        assertThat(answers).containsExactly(Optional.empty());
        assertThat(sent).isEmpty();
    }
}
