package bauta.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever happens to a file, the answer is a configuration or problems; nothing is thrown. */
class ConfigReaderPropertyTest {
    private static final int ROUNDS = 10_000;
    private static final String WHOLE =
            """
            {"schema-version":2,"ports":{"wan":"eth0","lan1":"eth1"},"networks":[{"name":"home",
            "ports":["lan1"],"zone":"lan","address":"10.20.0.1/22","domain":"x.example","dhcp":
            {"enabled":false,"lease":"90m","pool":{"start":"10.20.1.0","end":"10.20.2.255"},"dns":
            ["10.20.0.53"],"ntp":["10.20.0.9"],"mtu":1454,"router":"10.20.0.2","routes":[{"to":
            "10.8.0.0/16","via":"10.20.0.2"}],"options":[{"code":66,"text":"b"},{"code":23,"number":64,
            "width":1},{"code":224,"hex":"0a:0b"},{"code":225,"addresses":["10.20.0.7"]}]},"dns":
            {"enabled":false}}],"uplinks":[{"name":"n","type":"pppoe","port":"wan","user":"u",
            "password":"hunter2","service-name":"s","ac-name":"a","mtu":1454,"mru":1492,"echo":
            {"interval":"30s","failures":5},"authentication":"chap","firewall":"none"}],"forwarding":
            "always","dns":{"upstreams":[{"address":"192.0.2.1","port":853,"tls-name":"d.example"}],
            "domains":[{"domain":"o.example","servers":[{"address":"192.0.2.2"}]}],"cache-size":0,
            "serve-stale":"1d","rebind-protection":{"enabled":true,"allow":["p.example"]},"names":
            [{"name":"nas","address":"10.20.0.5"}]},"devices":[{"name":"tv","mac":"02:00:00:00:00:01",
            "client-id":"0102","address":"10.20.0.20"}],"services":{"dns":true,"dhcp":false,"uplinks":
            true,"helpers":true,"mappings":true,"admin":true},"admin":{"http-port":8080,"https-port":
            8443},"flow-table":{"size":4096},"fastpath":"off","helpers":{}}
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
