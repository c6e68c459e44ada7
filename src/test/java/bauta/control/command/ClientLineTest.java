package bauta.control.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientLineTest {
    private static final Path RUN = Path.of("/run/bauta");
    private static final String HEX = "ab".repeat(32);

    private record Good(String line, ClientCommand want) {}

    private record Bad(String line, String says) {}

    private static final Optional<Duration> KEEP = Optional.empty();

    private static final List<Good> GOOD =
            List.of(
                    new Good("status", new ClientCommand.Status()),
                    new Good("health", new ClientCommand.Health()),
                    new Good("leases", new ClientCommand.Leases()),
                    new Good("drops", new ClientCommand.Drops()),
                    new Good("log", new ClientCommand.Events()),
                    new Good("events", new ClientCommand.Events()),
                    new Good("flows", new ClientCommand.Flows(Optional.empty(), 100)),
                    new Good(
                            "flows --host 192.168.87.9 --limit=7",
                            new ClientCommand.Flows(Optional.of("192.168.87.9"), 7)),
                    new Good("config", new ClientCommand.ConfigGet("")),
                    new Good("config get /a/b", new ClientCommand.ConfigGet("/a/b")),
                    new Good(
                            "config set /a -5",
                            new ClientCommand.ConfigSet("/a", Optional.of("-5"), KEEP)),
                    new Good(
                            "config set /a -- --b",
                            new ClientCommand.ConfigSet("/a", Optional.of("--b"), KEEP)),
                    new Good(
                            "config set /a",
                            new ClientCommand.ConfigSet("/a", Optional.empty(), KEEP)),
                    new Good("config remove /a", new ClientCommand.ConfigRemove("/a", KEEP)),
                    new Good("config diff -", new ClientCommand.ConfigDiff("-")),
                    new Good("config check f", new ClientCommand.ConfigCheck("f")),
                    new Good("config apply f --keep", new ClientCommand.ConfigApply("f", KEEP)),
                    new Good(
                            "config apply f --confirm-within 2m",
                            new ClientCommand.ConfigApply("f", Optional.of(Duration.ofMinutes(2)))),
                    new Good(
                            "config --confirm-within 90 apply f",
                            new ClientCommand.ConfigApply(
                                    "f", Optional.of(Duration.ofSeconds(90)))),
                    new Good("config confirm", new ClientCommand.ConfigConfirm()),
                    new Good("config undo", new ClientCommand.ConfigUndo()),
                    new Good("config history", new ClientCommand.ConfigHistory()),
                    new Good("service", new ClientCommand.ServiceList()),
                    new Good("service list", new ClientCommand.ServiceList()),
                    new Good("service status dns", new ClientCommand.ServiceStatus("dns")),
                    new Good(
                            "service restart dns",
                            new ClientCommand.ServiceDo("dns", ClientCommand.Verb.RESTART)),
                    new Good("token", new ClientCommand.TokenList()),
                    new Good("token create tv", new ClientCommand.TokenCreate("tv")),
                    new Good("token remove tv", new ClientCommand.TokenRemove("tv")),
                    new Good("password", new ClientCommand.Password()),
                    new Good("login", new ClientCommand.Login()),
                    new Good("forget", new ClientCommand.Forget()),
                    new Good("help", new ClientCommand.Help("")),
                    new Good("help config", new ClientCommand.Help("config")),
                    new Good("config --help", new ClientCommand.Help("config")));

    private static final List<Bad> BAD =
            List.of(
                    new Bad("--router x", "Say what to do."),
                    new Bad("frobnicate", "There is no command \"frobnicate\"."),
                    new Bad("hlep", "There is no command \"hlep\". Did you mean help?"),
                    new Bad("rueles", "There is no command \"rueles\". Did you mean rules?"),
                    new Bad("status now", "\"now\" is too much here."),
                    new Bad("status --host x", "This command has no option --host."),
                    new Bad("status --run", "Nothing follows --run."),
                    new Bad("service start", "It is called so: bauta service start NAME"),
                    new Bad("service start a b", "It is called so: bauta service start NAME"),
                    new Bad("service kick dns", "There is no command \"service kick\"."),
                    new Bad("config set", "It is called so: bauta config set POINTER [VALUE]"),
                    new Bad("config confirm now", "It is called so: bauta config confirm"),
                    new Bad("config get /a --keep", "This command has no option --keep."),
                    new Bad("config apply f --confirm-within 2y", "--confirm-within 2y: a number"),
                    new Bad(
                            "config apply f --keep --confirm-within 2m",
                            "not together with --keep"),
                    new Bad("flows --limit 0", "--limit 0: a whole number from 1 to 1000"),
                    new Bad("status --token x", "--token goes only with --router ADDRESS"),
                    new Bad("status --router x --run r", "--router goes only with"),
                    new Bad("status --router a/b", "\"a/b\" is no address"),
                    new Bad("status --router a:70000", "--router 70000: a whole number"),
                    new Bad("status --router a --fingerprint abc", "\"abc\" is no fingerprint"));

    private static ClientLine parse(String line, Map<String, String> environment)
            throws CommandException {
        return ClientLine.parse(List.of(line.split(" ")), environment, RUN);
    }

    @Test
    void understandsEveryCommand() throws CommandException {
        for (Good row : GOOD) {
            assertThat(parse(row.line(), Map.of()).command()).as(row.line()).isEqualTo(row.want());
            assertThat(ClientLine.isOne(List.of(row.line().split(" ")))).as(row.line()).isTrue();
        }
    }

    @Test
    void saysWhatIsWrong() {
        for (Bad row : BAD) {
            assertThatThrownBy(() -> parse(row.line(), Map.of()))
                    .as(row.line())
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining(row.says());
        }
    }

    @Test
    void knowsWhereTheRouterIs() throws CommandException {
        assertThat(parse("status", Map.of()).reach())
                .isEqualTo(new Reach.Box(RUN.resolve("control.sock")));
        assertThat(parse("status --run r", Map.of("BAUTA_ROUTER", "x")).reach())
                .isEqualTo(new Reach.Box(Path.of("r/control.sock")));
        assertThat(parse("status --router [fd00::1]:8443", Map.of("BAUTA_TOKEN", "t")).reach())
                .isEqualTo(new Reach.Remote("fd00::1", 8443, Optional.of("t"), Optional.empty()));
        assertThat(
                        parse(
                                        "status --token u --fingerprint " + HEX,
                                        Map.of("BAUTA_TOKEN", "t", "BAUTA_ROUTER", "bauta"))
                                .reach())
                .isEqualTo(new Reach.Remote("bauta", 443, Optional.of("u"), Optional.of(HEX)));
    }

    @Test
    void atokenIsNeverShown() {
        Reach reach = new Reach.Remote("r", 443, Optional.of("secret"), Optional.empty());
        assertThat(reach.toString()).isEqualTo("r");
    }
}
