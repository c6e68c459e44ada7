package bauta.nat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortAllocatorTest {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMP = 1;

    @Test
    void keepsTheWantedPortWhenItIsFree() {
        PortAllocator ports = new PortAllocator(TCP, 5);
        assertThat(ports.take(40_000, PortSelection.PRESERVE)).isEqualTo(40_000);
        assertThat(ports.take(40_000, PortSelection.PRESERVE)).isNotEqualTo(40_000);
        ports.release(40_000);
        assertThat(ports.take(40_000, PortSelection.PRESERVE)).isEqualTo(40_000);
    }

    @Test
    void keepsParityOfUdp() {
        PortAllocator ports = new PortAllocator(UDP, 5);
        for (int i = 0; i < 1000; i++) {
            int wanted = 5000 + i % 2;
            int got = ports.take(wanted, PortSelection.PRESERVE);
            assertThat(got & 1).isEqualTo(wanted & 1);
            assertThat(got).isBetween(1024, 65_535);
        }
    }

    @Test
    void takesTheOtherParityRatherThanNone() {
        PortAllocator ports = new PortAllocator(UDP, 5);
        for (int port = 1024; port < 65_536; port += 2) {
            ports.take(port, PortSelection.PRESERVE);
        }
        assertThat(ports.take(2000, PortSelection.PRESERVE) & 1).isEqualTo(1);
    }

    @Test
    void keepsWellKnownPortsWellKnown() {
        PortAllocator ports = new PortAllocator(UDP, 5);
        assertThat(ports.take(500, PortSelection.PRESERVE)).isEqualTo(500);
        for (int i = 0; i < 510; i++) {
            int got = ports.take(500, PortSelection.PRESERVE);
            assertThat(got).isBetween(1, 1023);
            assertThat(got & 1).isZero();
        }
        for (int i = 0; i < 512; i++) {
            assertThat(ports.take(500, PortSelection.PRESERVE))
                    .as("the other parity")
                    .isBetween(1, 1023);
        }
        assertThat(ports.take(500, PortSelection.PRESERVE))
                .as("none is left there")
                .isGreaterThan(1023);
    }

    @Test
    void givesEveryPortOnceAndThenNone() {
        for (int protocol : new int[] {TCP, ICMP}) {
            PortAllocator ports = new PortAllocator(protocol, 5);
            Set<Integer> seen = new HashSet<>();
            int all = protocol == ICMP ? 65_536 : 65_535;
            for (int i = 0; i < all; i++) {
                assertThat(seen.add(ports.take(30_000, PortSelection.PRESERVE))).isTrue();
            }
            assertThat(ports.take(30_000, PortSelection.PRESERVE)).isEqualTo(PortAllocator.NONE);
            ports.release(61_234);
            assertThat(ports.take(30_000, PortSelection.PRESERVE)).isEqualTo(61_234);
        }
    }

    @Test
    void neverGivesPortZeroToTcpAndUdp() {
        assertThat(new PortAllocator(TCP, 5).take(0, PortSelection.PRESERVE)).isBetween(1, 1023);
        assertThat(new PortAllocator(ICMP, 5).take(0, PortSelection.PRESERVE)).isZero();
    }

    @Test
    void searchesFromPlacesThatCannotBeForeseen() {
        Set<Integer> seen = new HashSet<>();
        for (long seed = 1; seed <= 100; seed++) {
            PortAllocator ports = new PortAllocator(TCP, seed * 0x9e3779b97f4a7c15L);
            ports.take(40_000, PortSelection.PRESERVE);
            seen.add(ports.take(40_000, PortSelection.PRESERVE));
        }
        assertThat(seen).hasSizeGreaterThan(90);
    }

    private static long[] bits(int first, int last) {
        long[] bits = new long[1024];
        for (int port = first; port <= last; port++) {
            bits[port >>> 6] |= 1L << port;
        }
        return bits;
    }

    @Test
    void takesPortsOfForwardsLast() {
        PortAllocator ports = new PortAllocator(UDP, 5);
        ports.reserve(bits(1024, 65_000));
        for (int i = 0; i < 535; i++) {
            assertThat(ports.take(5000 + i, PortSelection.PRESERVE)).isGreaterThan(65_000);
        }
        assertThat(ports.take(5000, PortSelection.PRESERVE)).isBetween(1, 1023);
        for (int i = 1; i < 1023; i++) {
            assertThat(ports.take(5000, PortSelection.PRESERVE)).isBetween(1, 1023);
        }
        assertThat(ports.take(5000, PortSelection.PRESERVE)).isBetween(1024, 65_000);
        assertThat(ports.takeExactly(5000)).as("whoever it is reserved for").isTrue();
        assertThat(ports.takeExactly(5000)).isFalse();
        ports.reserve(null);
        assertThat(ports.take(6000, PortSelection.PRESERVE)).isEqualTo(6000);
    }

    /** RFC 6056 section 3.2: what was seen tells nothing about what comes. */
    @Test
    void randomPortsAreSpreadAndDoNotFollowFromEachOther() {
        PortAllocator ports = new PortAllocator(TCP, 5);
        int[] quarters = new int[4];
        int near = 0;
        int before = 0;
        for (int i = 0; i < 20_000; i++) {
            int port = ports.take(40_000, PortSelection.RANDOM);
            assertThat(port).isBetween(1024, 65_535);
            quarters[(port - 1024) * 4 / 64_512]++;
            near += Math.abs(port - before) < 64 ? 1 : 0;
            before = port;
        }
        for (int count : quarters) {
            assertThat(count).isBetween(4_700, 5_300);
        }
        assertThat(near).as("neighbours of the port before").isLessThan(120);
    }

    @Test
    void countsWhatIsTaken() {
        PortAllocator ports = new PortAllocator(TCP, 5);
        int first = ports.take(1, PortSelection.RANDOM);
        ports.takeExactly(9);
        assertThat(ports.used()).isEqualTo(2);
        ports.release(first);
        assertThat(ports.used()).isEqualTo(1);
    }
}
