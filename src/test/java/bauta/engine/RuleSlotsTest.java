package bauta.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RuleSlotsTest {
    private final RuleCounters counters = new RuleCounters();
    private final RuleSlots slots = new RuleSlots(counters);

    @Test
    void aRuleKeepsItsPlaceAndItsNumbers() {
        int a = slots.slot("rule/a");
        int b = slots.slot("rule/b");
        counters.count(a, 100);
        counters.count(a, 50);
        counters.count(b, 7);
        slots.keepOnly(Set.of("rule/a", "rule/b"));
        assertThat(slots.slot("rule/a")).isEqualTo(a).isNotEqualTo(b);
        assertThat(slots.find("rule/a")).hasValue(a);
        assertThat(counters.packets(a)).isEqualTo(2);
        assertThat(counters.bytes(a)).isEqualTo(150);
        assertThat(counters.bytes(b)).isEqualTo(7);
    }

    @Test
    void aRuleThatComesBackStartsFromNothing() {
        int a = slots.slot("rule/a");
        counters.count(a, 100);
        slots.keepOnly(Set.of());
        assertThat(slots.find("rule/a")).isEqualTo(OptionalInt.empty());
        assertThat(counters.packets(a)).isZero();
        for (int i = 0; i < 2 * RuleSlots.CAPACITY; i++) {
            int slot = slots.slot("rule/" + i);
            assertThat(slot).isBetween(0, RuleSlots.CAPACITY - 1);
            assertThat(counters.packets(slot)).isZero();
        }
    }

    @Test
    void whenAllPlacesAreTakenTheRestShareOne() {
        for (int i = 0; i < RuleSlots.CAPACITY; i++) {
            slots.slot("rule/" + i);
        }
        assertThat(slots.slot("one more")).isEqualTo(RuleSlots.OVERFLOW);
        slots.keepOnly(Set.of("one more"));
        assertThat(slots.slot("one more")).isNotEqualTo(RuleSlots.OVERFLOW);
    }
}
