package bauta.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever happens to a file, the answer is a configuration or problems; nothing is thrown. */
class ConfigReaderPropertyTest {
    private static final int ROUNDS = 20_000;
    private static final String WHOLE =
            """
            {"schema-version":1,"ports":{"wan":"eth0","lan1":"eth1"},"networks":[{"name":"home",
            "ports":["lan1"],"zone":"lan","address":"10.20.0.1/22","domain":"x.example","dhcp":
            {"enabled":false,"lease":"90m","pool":{"start":"10.20.1.0","end":"10.20.2.255"}},"dns":
            {"enabled":false,"servers":["10.20.0.53"]}}],"uplinks":[{"name":"n","type":"pppoe",
            "port":"wan","user":"u","password":"hunter2","service-name":"s","ac-name":"a","mtu":1454,
            "mru":1492,"echo":{"interval":"30s","failures":5},"authentication":"chap"}],
            "flow-table":{"size":4096},"fastpath":"off","devices":[],"helpers":{}}
            """;
    private static final String[] WORDS = {
        "null",
        "{}",
        "[]",
        "-1",
        "1e400",
        "\"\"",
        "99999999999999999999",
        "true",
        "\"\\u0000\"",
        "[[[[",
        ",",
        ":",
        "\"wan\"",
        "0.5",
        "\"10.0.0.0/0\"",
        "\"1s\""
    };

    @Test
    void everyPrefixIsAnswered() {
        byte[] whole = WHOLE.getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < WHOLE.strip().length(); length++) {
            assertThat(ConfigReader.parse(Arrays.copyOf(whole, length)))
                    .isInstanceOf(Reading.Refused.class);
        }
        assertThat(ConfigReader.parse(whole)).isInstanceOf(Reading.Accepted.class);
    }

    @Test
    void mutatedFilesAreAnsweredWithoutTheSecret() {
        long seed = Long.getLong("bauta.seed", System.nanoTime());
        System.out.println("ConfigReaderPropertyTest: -Dbauta.seed=" + seed);
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            String json = mutated(WHOLE, random);
            if (ConfigReader.parse(json.getBytes(StandardCharsets.UTF_8))
                    instanceof Reading.Refused(var problems)) {
                refused++;
                assertThat(problems).isNotEmpty();
                problems.forEach(p -> assertThat(p.text(Locale.JAPANESE)).isNotBlank());
            }
        }
        assertThat(refused).isBetween(ROUNDS / 10, ROUNDS);
    }

    private static String mutated(String json, Random random) {
        int at = random.nextInt(json.length());
        int length = random.nextInt(Math.min(20, json.length() - at));
        return switch (random.nextInt(3)) {
            case 0 -> json.substring(0, at) + json.substring(at + length);
            case 1 ->
                    json.substring(0, at)
                            + WORDS[random.nextInt(WORDS.length)]
                            + json.substring(at);
            default -> valueReplaced(json, at, random);
        };
    }

    /** Puts a word in the place of the next value. */
    private static String valueReplaced(String json, int at, Random random) {
        int colon = json.indexOf(':', at);
        int end = colon + 1;
        while (end < json.length() && ",}]".indexOf(json.charAt(end)) < 0) {
            end++;
        }
        return colon < 0
                ? json
                : json.substring(0, colon + 1)
                        + WORDS[random.nextInt(WORDS.length)]
                        + json.substring(end);
    }
}
