package bauta.bench;

import java.time.Duration;
import java.util.List;

/**
 * How the packet rate bench runs.
 *
 * @param repeats runs of each contender in each scenario
 * @param slice how long one run sends
 * @param warmUp how long each contender is warmed up in each direction
 * @param scenarios the rows
 * @param withRouter whether to measure the router at all, or the kernel alone
 */
record RateSettings(
        int repeats,
        Duration slice,
        Duration warmUp,
        List<Scenario> scenarios,
        boolean withRouter) {
    private static final RateSettings USUAL =
            new RateSettings(
                    5, Duration.ofMillis(1200), Duration.ofSeconds(3), Scenario.all(), true);

    /**
     * Reads options: {@code --repeats N}, {@code --slice-millis N}, {@code --warm-up-millis N},
     * {@code --only up|down|60|1400|...} (a word that a row has to have), {@code --router yes|no}.
     *
     * @throws IllegalArgumentException for any other option
     */
    static RateSettings parse(List<String> words) {
        RateSettings settings = USUAL;
        for (int i = 0; i + 1 < words.size(); i += 2) {
            settings = settings.with(words.get(i), words.get(i + 1));
        }
        if (words.size() % 2 != 0) {
            throw new IllegalArgumentException("option without a value: " + words.getLast());
        }
        return settings;
    }

    private RateSettings with(String option, String value) {
        return switch (option) {
            case "--repeats" ->
                    new RateSettings(Integer.parseInt(value), slice, warmUp, scenarios, withRouter);
            case "--slice-millis" ->
                    new RateSettings(repeats, millis(value), warmUp, scenarios, withRouter);
            case "--warm-up-millis" ->
                    new RateSettings(repeats, slice, millis(value), scenarios, withRouter);
            case "--only" ->
                    new RateSettings(
                            repeats,
                            slice,
                            warmUp,
                            scenarios.stream().filter(row -> row.hasWord(value)).toList(),
                            withRouter);
            case "--router" ->
                    new RateSettings(repeats, slice, warmUp, scenarios, value.equals("yes"));
            default -> throw new IllegalArgumentException("unknown option " + option);
        };
    }

    private static Duration millis(String value) {
        return Duration.ofMillis(Long.parseLong(value));
    }
}
