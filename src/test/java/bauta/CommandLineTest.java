package bauta;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    private record Case(List<String> args, CommandLine want) {}

    private static final List<Case> CASES =
            List.of(
                    new Case(
                            List.of(),
                            new CommandLine.Run(
                                    Path.of("/data/bauta.json"),
                                    Optional.empty(),
                                    Path.of("/data"),
                                    Path.of("/run/bauta"))),
                    new Case(
                            List.of("--config", "c", "--data", "d", "--run", "r"),
                            new CommandLine.Run(
                                    Path.of("c"), Optional.empty(), Path.of("d"), Path.of("r"))),
                    new Case(
                            List.of("--board", "b"),
                            new CommandLine.Run(
                                    Path.of("/data/bauta.json"),
                                    Optional.of(Path.of("b")),
                                    Path.of("/data"),
                                    Path.of("/run/bauta"))),
                    new Case(
                            List.of("--config"), new CommandLine.Wrong("nothing follows --config")),
                    new Case(
                            List.of("--what", "x"), new CommandLine.Wrong("unknown option --what")),
                    new Case(List.of("--check", "f"), new CommandLine.Check(Path.of("f"))),
                    new Case(List.of("--check"), new CommandLine.Wrong("--check takes one file")),
                    asks("status"),
                    asks("status", "--run", "r"),
                    asks("--run", "r", "service", "list"),
                    asks("--router", "192.168.87.1", "leases"),
                    asks("--router=192.168.87.1"),
                    asks("config", "set", "/a", "--", "--b"),
                    asks("help"),
                    asks("statsu"),
                    asks("--run", "r", "rueles"),
                    new Case(List.of("--version"), new CommandLine.Version()),
                    new Case(List.of("--help"), new CommandLine.Help()));

    private static Case asks(String... args) {
        return new Case(List.of(args), new CommandLine.Ask(List.of(args)));
    }

    @Test
    void understandsEveryForm() {
        for (Case row : CASES) {
            assertThat(CommandLine.parse(row.args())).as("%s", row.args()).isEqualTo(row.want());
        }
    }
}
