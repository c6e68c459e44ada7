package bauta.link;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.linux.BpfObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The header that the program is built from, the built object, and the Java side agree. */
class SortLayoutTest {
    private static final Path HEADER = Path.of("src/main/bpf/layout.h");

    private static String header() {
        try {
            return Files.readString(HEADER, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static BpfObject object() {
        try (InputStream in = PortProgram.class.getResourceAsStream(PortProgram.RESOURCE)) {
            return BpfObject.parse(Objects.requireNonNull(in).readAllBytes());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static BpfObject.MapDefinition map(String name) {
        return Objects.requireNonNull(object().maps().get(name));
    }

    private static List<String> members(String enumeration) {
        Matcher body = Pattern.compile("enum " + enumeration + " \\{([^}]*)\\}").matcher(header());
        assertThat(body.find()).isTrue();
        return Pattern.compile("(?m)^\\s*([A-Z_0-9]+)")
                .matcher(body.group(1))
                .results()
                .map(m -> m.group(1))
                .toList();
    }

    private static int constant(String name) {
        MatchResult found =
                Pattern.compile("#define " + name + " (\\d+)")
                        .matcher(header())
                        .results()
                        .findFirst()
                        .orElseThrow();
        return Integer.parseInt(found.group(1));
    }

    @Test
    void countersHaveTheSameNamesInTheSameOrder() {
        Stream<String> ways =
                PortProgram.WAYS.stream()
                        .map(way -> "COUNT_" + way.toUpperCase(Locale.ROOT).replace('-', '_'));
        Stream<String> drops = PortProgram.DROPS.stream().map(reason -> "DROP_" + reason.name());
        List<String> java = Stream.concat(ways, drops).toList();
        List<String> c =
                members("count").stream()
                        .filter(name -> !List.of("COUNT_DROPS", "COUNTS").contains(name))
                        .toList();
        assertThat(java).isEqualTo(c);
        assertThat(object().maps().get("counters"))
                .isEqualTo(new BpfObject.MapDefinition(6, 4, 8, java.size(), 0));
    }

    @Test
    void zonesHaveTheSameOrder() {
        assertThat(members("zone"))
                .isEqualTo(Stream.of(Zone.values()).map(zone -> "ZONE_" + zone.name()).toList());
    }

    @Test
    void limitsAreTheSame() {
        assertThat(constant("MAX_ADDRESSES")).isEqualTo(PortSettings.MAX_ADDRESSES);
        assertThat(constant("MAX_SERVICES")).isEqualTo(InputMap.MAX_SERVICES);
        assertThat(constant("MAX_QUEUES")).isEqualTo(PortProgram.MAX_QUEUES);
    }

    @Test
    void keysAndValuesHaveTheSameLength() {
        assertThat(map("port_settings").valueBytes()).isEqualTo(PortProgram.SETTINGS_BYTES);
        assertThat(map("input_map").keyBytes()).isEqualTo(4);
        assertThat(map("input_map").valueBytes()).isEqualTo(PortProgram.COUNTS_BYTES);
        assertThat(map("control_rings").entries()).isEqualTo(PortProgram.MAX_QUEUES);
    }
}
