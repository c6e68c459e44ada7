package bauta;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    private record Case(List<String> args, CommandLine want) {}

    private static final List<Case> CASES =
            List.of(
                    new Case(
                            List.of(),
                            new CommandLine.Run(
                                    Path.of("/data/bauta.json"),
                                    Path.of("/data"),
                                    Path.of("/run/bauta"))),
                    new Case(
                            List.of("--config", "c", "--data", "d", "--run", "r"),
                            new CommandLine.Run(Path.of("c"), Path.of("d"), Path.of("r"))),
                    new Case(
                            List.of("--config"), new CommandLine.Wrong("nothing follows --config")),
                    new Case(
                            List.of("--what", "x"), new CommandLine.Wrong("unknown option --what")),
                    new Case(List.of("--check", "f"), new CommandLine.Check(Path.of("f"))),
                    new Case(List.of("--check"), new CommandLine.Wrong("--check takes one file")),
                    new Case(List.of("status"), new CommandLine.Status(Path.of("/run/bauta"))),
                    new Case(List.of("status", "--run", "r"), new CommandLine.Status(Path.of("r"))),
                    new Case(
                            List.of("status", "--config", "c"),
                            new CommandLine.Wrong("status takes only --run DIR")),
                    new Case(List.of("--version"), new CommandLine.Version()),
                    new Case(List.of("--help"), new CommandLine.Help()));

    @Test
    void understandsEveryForm() {
        for (Case row : CASES) {
            assertThat(CommandLine.parse(row.args())).as("%s", row.args()).isEqualTo(row.want());
        }
    }
}
