package bauta.control.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class TerminalTest {
    @Test
    void theLanguageIsThatOfTheSystem() {
        assertThat(Terminal.locale("ja_JP.UTF-8")).isEqualTo(Locale.JAPANESE);
        assertThat(Terminal.locale("ja")).isEqualTo(Locale.JAPANESE);
        assertThat(Terminal.locale("ja_JP", StandardCharsets.US_ASCII)).isEqualTo(Locale.ENGLISH);
        assertThat(Terminal.locale("ja_JP.UTF-8", StandardCharsets.UTF_8))
                .isEqualTo(Locale.JAPANESE);
        assertThat(Terminal.locale("ja_JP.eucJP", Charset.forName("EUC-JP")))
                .isEqualTo(Locale.JAPANESE);
        assertThat(Terminal.locale("jam")).isEqualTo(Locale.ENGLISH);
        assertThat(Terminal.locale("C")).isEqualTo(Locale.ENGLISH);
        assertThat(Terminal.locale("de_DE.UTF-8")).isEqualTo(Locale.ENGLISH);
    }

    @Test
    void wideCharactersTakeTwoPlaces() {
        assertThat(Table.width("IPマスカレード")).isEqualTo(14);
        assertThat(Table.width("ポート開放")).isEqualTo(10);
        assertThat(Table.pad("名前", 6)).isEqualTo("名前  ");
        Table table = new Table(List.of("名前", "N"));
        table.row("a", "1,000");
        table.row("機器", "7");
        assertThat(table.lines()).containsExactly("名前      N", "a     1,000", "機器      7");
    }

    @Test
    void amountsAreShort() {
        assertThat(Quantities.bytes(999)).isEqualTo("999 B");
        assertThat(Quantities.bytes(1000)).isEqualTo("1.0 kB");
        assertThat(Quantities.bytes(Long.MAX_VALUE)).endsWith(" TB");
        assertThat(Quantities.count(1234567)).isEqualTo("1,234,567");
    }
}
