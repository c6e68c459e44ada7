package bauta.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RangeSetTest {
    private record Case(String name, RangeSet given, String want) {}

    private static final List<Case> CASES =
            List.of(
                    new Case("nothing", RangeSet.NONE, "[]"),
                    new Case("numbers in any order", RangeSet.of(5, 1, 3), "[1 3 5]"),
                    new Case("neighbours join", RangeSet.of(1, 2, 3, 5), "[1-3 5]"),
                    new Case("the same twice", RangeSet.of(7, 7), "[7]"),
                    new Case("any has no rest", RangeSet.ANY.except(), "[]"),
                    new Case(
                            "nothing's rest is any", RangeSet.NONE.except(), "[0-255.255.255.255]"),
                    new Case("a hole", RangeSet.of(1).except(), "[0 2-255.255.255.255]"),
                    new Case("all but the last", RangeSet.of(-1).except(), "[0-255.255.255.254]"),
                    new Case(
                            "prefixes one in the other",
                            RangeSet.addresses("10.0.0.0/8", "10.1.2.3"),
                            "[10.0.0.0-10.255.255.255]"),
                    new Case(
                            "prefixes side by side",
                            RangeSet.addresses("192.168.1.0/24", "192.168.0.0/24"),
                            "[192.168.0.0-192.168.1.255]"),
                    new Case(
                            "unsigned order",
                            RangeSet.addresses("200.0.0.0/8", "100.0.0.0/8"),
                            "[100.0.0.0-100.255.255.255 200.0.0.0-200.255.255.255]"),
                    new Case(
                            "what two have in common",
                            RangeSet.range(1, 10).and(RangeSet.of(0, 5, 10, 11)),
                            "[5 10]"));

    @Test
    void rangesAreInOrderAndApart() {
        for (Case row : CASES) {
            assertThat(row.given).as(row.name).hasToString(row.want);
        }
    }

    @Test
    void rangesTheWrongWayRoundAreRefused() {
        assertThatThrownBy(() -> RangeSet.range(2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 is above 1");
    }

    @Test
    void setsHoldWhatTheirPartsHold() {
        Random random = new Random(41);
        for (int round = 0; round < 2000; round++) {
            List<RangeSet> parts = new ArrayList<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                int edge = random.nextInt(-20, 20);
                int other = random.nextInt(-20, 20);
                boolean order = Integer.compareUnsigned(edge, other) <= 0;
                parts.add(RangeSet.range(order ? edge : other, order ? other : edge));
            }
            RangeSet union = RangeSet.union(parts);
            for (int n = -25; n < 25; n++) {
                int number = n;
                boolean want = parts.stream().anyMatch(part -> part.contains(number));
                assertThat(union.contains(n)).isEqualTo(want);
                assertThat(union.except().contains(n)).isNotEqualTo(want);
            }
            assertThat(union.except().except()).isEqualTo(union).hasSameHashCodeAs(union);
        }
    }
}
