package bauta.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The compiled matcher answers what a walk from the top of the list answers. */
class RuleMatcherTest {
    private static final int ROUNDS = 2000;
    private static final int QUESTIONS = 60;

    @Test
    void answersAsTheFirstMatchFromTheTop() {
        int found = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            RandomMatches random = new RandomMatches(new Random(seed));
            List<Match> matches = random.list(random.below(seed % 50 == 0 ? 800 : 40));
            found += compare("seed " + seed, matches, random);
        }
        assertThat(found).isGreaterThan(ROUNDS * QUESTIONS / 4);
    }

    private static int compare(String name, List<Match> matches, RandomMatches random) {
        RuleMatcher matcher = RuleMatcher.of(matches);
        long[] off = matcher.bits();
        PacketFacts facts = new PacketFacts();
        int found = 0;
        for (int i = 0; i < QUESTIONS; i++) {
            random.fill(facts, matches);
            int from = random.below(4) == 0 ? random.below(matches.size() + 1) : 0;
            if (!matches.isEmpty() && random.below(3) == 0) {
                int out = random.below(matches.size());
                off[out >>> 6] ^= 1L << out;
            }
            int want = first(matches, facts, from, off);
            assertThat(matcher.find(facts, from, off)).as(name).isEqualTo(want);
            found += want == RuleMatcher.NONE ? 0 : 1;
        }
        return found;
    }

    static int first(List<Match> matches, PacketFacts facts, int from, long[] off) {
        for (int i = from; i < matches.size(); i++) {
            if ((off[i >>> 6] >>> i & 1) == 0 && matches.get(i).takes(facts)) {
                return i;
            }
        }
        return RuleMatcher.NONE;
    }

    private record Big(String name, List<Match> matches) {}

    /** Sets of rules made to cost time or room. */
    private static List<Big> big() {
        Random random = new Random(7);
        int most = RuleMatcher.MAX_MATCHES;
        List<Match> negated = new ArrayList<>();
        List<Match> nested = new ArrayList<>();
        List<Match> crossed = new ArrayList<>();
        List<Match> manyRanges = new ArrayList<>();
        RangeSet set = RangeSet.of(random.ints(10_000).toArray());
        for (int i = 0; i < most; i++) {
            RangeSet host = RangeSet.of(random.nextInt());
            negated.add(
                    Match.ANY
                            .with(Field.SOURCE, host.except())
                            .with(Field.DESTINATION, host.except())
                            .with(Field.DESTINATION_PORT, RangeSet.of(i).except()));
            nested.add(
                    Match.ANY
                            .with(Field.SOURCE, RangeSet.range(i, -1 - i))
                            .with(Field.DESTINATION, RangeSet.range(2 * i, -1 - i)));
            crossed.add(Match.ANY.with(i % 2 == 0 ? Field.SOURCE : Field.DESTINATION, host));
            manyRanges.add(
                    Match.ANY
                            .with(Field.SOURCE, set)
                            .with(Field.DESTINATION, set)
                            .with(Field.DESTINATION_PORT, RangeSet.range(i, i + 1000)));
        }
        return List.of(
                new Big("usual", new RandomMatches(random).list(most)),
                new Big("all negated", negated),
                new Big("nested", nested),
                new Big("crossed", crossed),
                new Big("sets of 10,000 ranges", manyRanges),
                new Big("all the same", Collections.nCopies(most, Match.ANY)));
    }

    @Test
    void timeAndRoomAreBoundedWhateverTheRules() {
        for (Big big : big()) {
            RuleMatcher matcher = RuleMatcher.of(big.matches);
            assertThat(matcher.bytes()).as(big.name).isLessThan(8 << 20);
            compare(big.name, big.matches, new RandomMatches(new Random(3)));
        }
    }

    @Test
    void tooManyRulesOrRangesAreRefused() {
        Match[] many = new Match[RuleMatcher.MAX_MATCHES + 1];
        Arrays.fill(many, Match.ANY);
        assertThatThrownBy(() -> RuleMatcher.of(List.of(many)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("12289 rules, at most 12288");
        int[] apart = new Random(1).ints(RuleMatcher.MAX_RANGES + 100).toArray();
        List<Match> wide = List.of(Match.ANY.with(Field.SOURCE, RangeSet.of(apart)));
        assertThatThrownBy(() -> RuleMatcher.of(wide))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("ranges, at most 131072");
    }
}
