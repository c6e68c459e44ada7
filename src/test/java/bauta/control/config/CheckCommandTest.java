package bauta.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    private static final String GOOD =
            """
            {"schema-version": 3, "ports": {"wan": "eth0", "lan1": "eth1"},
             "uplinks": [{"user": "u", "password": "p"}]}
            """;

    @TempDir Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private int check(String json, Locale locale) throws IOException {
        Path file = Files.writeString(folder.resolve("bauta.json"), json);
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return CheckCommand.run(file, out, locale);
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8).replace(folder + "/", "");
    }

    @Test
    void aGoodFileIsOk() throws IOException {
        assertThat(check(GOOD, Locale.ENGLISH)).isZero();
        assertThat(printed()).isEqualTo("bauta.json: ok\n");
    }

    @Test
    void everyProblemHasALine() throws IOException {
        assertThat(check(GOOD.replace("3,", "4, \"mtu\": 7,"), Locale.ENGLISH)).isEqualTo(1);
        assertThat(printed())
                .isEqualTo(
                        """
                        bauta.json: /mtu: mtu is not a key of this object
                        bauta.json: /schema-version: form 4 is newer than form 3, the newest that this software knows; update the software, or write the file in form 3
                        """);
    }

    @Test
    void japaneseIsSpoken() throws IOException {
        assertThat(check("[]", Locale.JAPAN)).isEqualTo(1);
        assertThat(printed()).isEqualTo("bauta.json: [...] は オブジェクト ではありません\n");
    }
}
