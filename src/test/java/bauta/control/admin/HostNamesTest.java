package bauta.control.admin;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.service.ListenAddress;
import bauta.wire.Ipv4Address;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The names of the router, and what only looks like one. */
class HostNamesTest {
    private static final HostNames NAMES =
            new HostNames(
                    new AdminReach(
                            List.of(at("192.168.87.1", 80)),
                            List.of(at("192.168.88.1", 443)),
                            List.of(),
                            List.of("Bauta.Example")));

    private static ListenAddress at(String address, int port) {
        return new ListenAddress(Ipv4Address.parse(address), port, Optional.empty());
    }

    @Test
    void aHostHeaderIsOursOrNot() {
        record Case(String host, boolean ours) {}
        List<Case> cases =
                List.of(
                        new Case("192.168.87.1", true),
                        new Case("192.168.87.1:8443", true),
                        new Case("192.168.88.1", true),
                        new Case("192.168.87.2", false),
                        new Case("192.168.87.1.", true),
                        new Case("bauta", true),
                        new Case("BAUTA.home.arpa", true),
                        new Case("bauta.home.arpa.:443", true),
                        new Case("bauta.example", true),
                        new Case("bauta.example.evil.example", false),
                        new Case("evil.example", false),
                        new Case("xbauta", false),
                        new Case("", false),
                        new Case(".", false),
                        new Case(":80", false),
                        new Case("bauta:", false),
                        new Case("bauta:123456", false),
                        new Case("bauta:80:80", false),
                        new Case("bauta evil", false),
                        new Case("bauta, evil.example", false),
                        new Case("evil@bauta", false),
                        new Case("bauta/evil", false),
                        new Case("bauta\n", false),
                        new Case("bau\u0442a", false),
                        new Case("[::1]", false),
                        new Case("a".repeat(300), false));
        for (Case row : cases) {
            assertThat(NAMES.ours(row.host())).as(row.host()).isEqualTo(row.ours());
        }
    }

    @Test
    void anOriginIsOursOrNot() {
        record Case(String origin, boolean plain, boolean ours) {}
        List<Case> cases =
                List.of(
                        new Case("https://bauta", false, true),
                        new Case("https://192.168.88.1:8443", false, true),
                        new Case("http://bauta", true, true),
                        new Case("http://bauta", false, false),
                        new Case("https://bauta", true, false),
                        new Case("https://evil.example", false, false),
                        new Case("https://bauta@evil.example", false, false),
                        new Case("https://bauta/evil", false, false),
                        new Case("https://bauta#x", false, false),
                        new Case("https://", false, false),
                        new Case("HTTPS://bauta", false, false),
                        new Case("file://bauta", false, false),
                        new Case("null", false, false),
                        new Case("", false, false));
        for (Case row : cases) {
            assertThat(NAMES.ourOrigin(row.origin(), row.plain()))
                    .as("%s", row)
                    .isEqualTo(row.ours());
        }
    }

    @Test
    void anyHeaderIsReadWithoutTrouble() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String parts = "abEnja019 .,;:=-_*/@#\t\"\u00e9q;q=0.5,Bearer bauta-session=https://bauta";
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(12); j > 0; j--) {
                int at = random.nextInt(parts.length());
                int end = Math.min(parts.length(), at + 1 + random.nextInt(9));
                text.append(parts, at, random.nextBoolean() ? at + 1 : end);
            }
            HeadProbe.read(text.toString(), "seed " + seed);
        }
    }

    @Test
    void theNameOfEveryBoxComesFirst() {
        assertThat(NAMES.all())
                .containsExactly(
                        "bauta.home.arpa",
                        "bauta",
                        "192.168.87.1",
                        "192.168.88.1",
                        "bauta.example");
    }
}
