package bauta.bench;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How the packet rate bench runs.
 *
 * @param repeats runs of each contender in each scenario
 * @param slice how long one run sends
 * @param warmUp how long each contender is warmed up in each direction
 * @param scenarios the rows
 * @param who the contenders: {@code router}, {@code kernel}, {@code kernel-2-cores}
 * @param framesPerSecond what the generator sends at most, 0 for as much as its CPU can
 */
record RateSettings(
        int repeats,
        Duration slice,
        Duration warmUp,
        List<Scenario> scenarios,
        Set<String> who,
        int framesPerSecond) {
    private static final RateSettings USUAL =
            new RateSettings(
                    5,
                    Duration.ofMillis(1200),
                    Duration.ofSeconds(3),
                    Scenario.all(),
                    Set.of("router", "kernel", "kernel-2-cores"),
                    0);

    /**
     * Reads options: {@code --repeats N}, {@code --slice-millis N}, {@code --warm-up-millis N},
     * {@code --only up|down|60|1400|...} (a word that a row has to have), {@code --who
     * NAME,NAME...}.
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
                    new RateSettings(
                            Integer.parseInt(value),
                            slice,
                            warmUp,
                            scenarios,
                            who,
                            framesPerSecond);
            case "--slice-millis" ->
                    new RateSettings(
                            repeats, millis(value), warmUp, scenarios, who, framesPerSecond);
            case "--warm-up-millis" ->
                    new RateSettings(
                            repeats, slice, millis(value), scenarios, who, framesPerSecond);
            case "--only" ->
                    new RateSettings(
                            repeats,
                            slice,
                            warmUp,
                            scenarios.stream().filter(row -> row.hasWord(value)).toList(),
                            who,
                            framesPerSecond);
            case "--who" ->
                    new RateSettings(
                            repeats,
                            slice,
                            warmUp,
                            scenarios,
                            Set.of(value.split(",")),
                            framesPerSecond);
            case "--kpps" ->
                    new RateSettings(
                            repeats, slice, warmUp, scenarios, who, 1000 * Integer.parseInt(value));
            default -> throw new IllegalArgumentException("unknown option " + option);
        };
    }

    private static Duration millis(String value) {
        return Duration.ofMillis(Long.parseLong(value));
    }
}
