package bauta.nat;

import static bauta.nat.MappingsRig.EXTERNAL;
import static bauta.nat.MappingsRig.HOST;
import static bauta.nat.MappingsRig.ICMP;
import static bauta.nat.MappingsRig.TCP;
import static bauta.nat.MappingsRig.UDP;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.wire.Ipv4Address;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who gets how many ports, and what happens when they run out. */
class PortBudgetTest {
    private static final int NEWCOMER = HOST + 1;

    private final MappingsRig rig = new MappingsRig(4096).budget(100, 0);

    private List<Integer> greedy(int protocol) {
        List<Integer> got = new ArrayList<>();
        for (int port = 2000; port < 2200; port++) {
            int mapping = rig.held(protocol, HOST, port);
            if (mapping != Mappings.NONE) {
                got.add(mapping);
            }
        }
        return got;
    }

    @Test
    void oneHostCannotTakeEverything() {
        for (int protocol : new int[] {UDP, ICMP}) {
            assertThat(greedy(protocol)).hasSize(76);
            assertThat(rig.mappings.refusal()).isEqualTo(DropReason.NAT_HOST_BUDGET);
            for (int port = 1; port <= 24; port++) {
                assertThat(rig.held(protocol, NEWCOMER, port)).isNotEqualTo(Mappings.NONE);
            }
            assertThat(rig.held(protocol, NEWCOMER, 99)).isEqualTo(Mappings.NONE);
            assertThat(rig.mappings.refusal()).isEqualTo(DropReason.NAT_NO_PORT);
        }
    }

    @Test
    void theShareFollowsTheNumberOfHosts() {
        greedy(UDP);
        assertThat(rig.use(UDP).hostLimit()).as("room for a newcomer").isEqualTo(50);
        rig.held(UDP, NEWCOMER, 1);
        assertThat(rig.use(UDP).hostLimit()).isEqualTo(33);
        assertThat(rig.use(UDP).busiest())
                .containsExactly(
                        new PortUse.Host(new Ipv4Address(HOST), 76),
                        new PortUse.Host(new Ipv4Address(NEWCOMER), 1));
    }

    @Test
    void theShareCanBeSet() {
        rig.budget(100, 80);
        assertThat(greedy(UDP)).hasSize(80);
        assertThat(rig.use(UDP).hostLimit()).isEqualTo(80);
    }

    @Test
    void shortUntilLessThanHalfIsUsedAgain() {
        List<Integer> held = greedy(UDP);
        assertThat(rig.use(UDP).shortOfPorts()).isTrue();
        while (held.size() > 50) {
            rig.mappings.release(held.removeLast());
        }
        assertThat(rig.use(UDP).shortOfPorts()).as("half is used").isTrue();
        rig.mappings.release(held.removeLast());
        assertThat(rig.use(UDP).shortOfPorts()).isFalse();
        assertThat(rig.use(UDP).hostLimit()).isEqualTo(100);
        for (int port = 3000; port < 3026; port++) {
            assertThat(rig.use(UDP).shortOfPorts()).isFalse();
            assertThat(rig.held(UDP, HOST, port)).isNotEqualTo(Mappings.NONE);
        }
        assertThat(rig.use(UDP).used()).isEqualTo(75);
        rig.held(UDP, HOST, 3100);
        assertThat(rig.use(UDP).shortOfPorts()).as("more than three quarters").isTrue();
    }

    @Test
    void aBudgetThatShrinksCountsAtOnce() {
        greedy(UDP);
        rig.budget(1000, 0);
        assertThat(rig.use(UDP).shortOfPorts()).isFalse();
        rig.budget(90, 0);
        assertThat(rig.use(UDP).shortOfPorts()).isTrue();
        assertThat(rig.use(UDP).total()).isEqualTo(90);
    }

    @Test
    void tcpSharesPortsWhenTheyAreShort() {
        List<Integer> own = greedy(TCP);
        assertThat(own).hasSize(76);
        Set<Integer> peer = new HashSet<>();
        Set<Integer> otherPeer = new HashSet<>();
        for (int port = 5000; port < 5200; port++) {
            int mapping = rig.shared(HOST, port, peer);
            assertThat(rig.mappings.isShared(mapping)).isTrue();
            assertThat(rig.shared(HOST, port, otherPeer)).isNotEqualTo(Mappings.NONE);
        }
        assertThat(peer).hasSize(200).allMatch(port -> port >= 64_512);
        assertThat(otherPeer).hasSize(200);
        assertThat(new HashSet<>(peer)).as("ports are used twice").containsAnyElementsOf(otherPeer);
        assertThat(rig.use(TCP).sharedPorts()).isLessThan(400);
    }

    @Test
    void aSharedPortBelongsToNobody() {
        greedy(TCP);
        int mapping = rig.shared(HOST, 5000, new HashSet<>());
        int port = rig.mappings.externalPort(mapping);
        assertThat(rig.mappings.externalAddress(mapping)).isEqualTo(EXTERNAL);
        assertThat(rig.mappings.findExternal(0, EXTERNAL, TCP, port)).isEqualTo(Mappings.NONE);
        assertThat(rig.mappings.findInternal(rig.draft(TCP, HOST, 5000))).isEqualTo(Mappings.NONE);
        int used = rig.use(TCP).used();
        rig.mappings.release(mapping);
        assertThat(rig.use(TCP).used()).isEqualTo(used - 1);
        assertThat(rig.use(TCP).sharedPorts()).isZero();
    }

    @Test
    void anEndpointThatHasAPortKeepsIt() {
        int own = greedy(TCP).getFirst();
        assertThat(rig.shared(HOST, 2000, new HashSet<>())).isEqualTo(own);
        rig.mappings.release(own);
    }

    @Test
    void nothingIsSharedWhilePortsSufficeOrByOtherProtocols() {
        assertThat(rig.mappings.isShared(rig.shared(HOST, 5000, new HashSet<>()))).isFalse();
        greedy(UDP);
        Set<Integer> taken = new HashSet<>();
        int mapping = rig.mappings.map(rig.draft(UDP, NEWCOMER, 5000), taken::contains);
        assertThat(rig.mappings.isShared(mapping)).as("no overloading of UDP").isFalse();
    }

    @Test
    void whoDoesNotFindASharedPortGetsOneOfItsOwn() {
        greedy(TCP);
        int mapping = rig.mappings.map(rig.draft(TCP, NEWCOMER, 5000), port -> port >= 64_512);
        assertThat(rig.mappings.isShared(mapping)).isFalse();
        assertThat(rig.mappings.externalPort(mapping)).isEqualTo(5000);
    }

    @Test
    void aPortByWhichTheSameDestinationIsReachedAlreadyIsLeftAlone() {
        int mapping = rig.mappings.map(rig.draft(TCP, NEWCOMER, 5000), port -> port == 5000);
        assertThat(rig.mappings.externalPort(mapping)).isNotEqualTo(5000);
    }

    @Test
    void theSharedBandIsKeptFreeWhilePortsAreShort() {
        int before = rig.held(TCP, HOST, 65_000);
        assertThat(rig.mappings.externalPort(before)).isEqualTo(65_000);
        greedy(TCP);
        int kept = rig.mappings.map(rig.draft(TCP, NEWCOMER, 65_001));
        assertThat(rig.mappings.externalPort(kept)).isLessThan(64_512);
        Set<Integer> taken = new HashSet<>();
        for (int i = 0; i < 900; i++) {
            rig.shared(NEWCOMER, 10_000 + i, taken);
        }
        assertThat(taken).as("the one that has an owner is left alone").doesNotContain(65_000);
    }

    @Test
    void sharingEndsWithTheShortage() {
        List<Integer> own = greedy(TCP);
        int shared = rig.shared(HOST, 5000, new HashSet<>());
        own.forEach(rig.mappings::release);
        assertThat(rig.use(TCP).shortOfPorts()).isFalse();
        int next = rig.shared(HOST, 5001, new HashSet<>());
        assertThat(rig.mappings.isShared(next)).isFalse();
        assertThat(rig.mappings.isShared(shared)).as("what runs goes on").isTrue();
    }

    /** {@code why} must say what {@code map} would do, whatever state the table is in. */
    @Test
    void whatWouldBeRefusedIsWhatIsRefused() {
        Random random = new Random(3);
        List<Integer> held = new ArrayList<>();
        Set<DropReason> seen = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(i / 2000 + 2) > 1 && !held.isEmpty()) {
                Collections.swap(held, random.nextInt(held.size()), held.size() - 1);
                rig.mappings.release(held.removeLast());
                continue;
            }
            int protocol = new int[] {TCP, UDP, ICMP, 47}[random.nextInt(4)];
            int host = HOST + random.nextInt(random.nextInt(6) + 1);
            rig.draft(protocol, host, 4000 + random.nextInt(90));
            rig.draft.externalAddress += random.nextInt(2);
            NatStatus before = rig.mappings.status();
            DropReason would = rig.mappings.wouldRefuse(rig.draft);
            assertThat(rig.mappings.status()).isEqualTo(before);
            int mapping = rig.mappings.map(rig.draft, port -> false);
            DropReason why = rig.mappings.refusal();
            assertThat(would).as("%d", i).isEqualTo(why);
            seen.add(why);
            if (mapping != Mappings.NONE) {
                rig.mappings.hold(mapping);
                held.add(mapping);
            }
        }
        assertThat(seen)
                .contains(DropReason.NONE, DropReason.NAT_HOST_BUDGET, DropReason.NAT_NO_PORT);
        held.forEach(rig.mappings::release);
        assertThat(rig.mappings.status().mappings()).isZero();
        assertThat(rig.mappings.status().addresses()).isEmpty();
    }
}
