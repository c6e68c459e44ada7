package bauta.control.command;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** {@code bauta COMMAND}: asks the running router and shows what it answers. */
public final class Client {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    /** A change may dial anew and watch the line before the router answers. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Terminal terminal;
    private final KnownRouters known;
    private final ClientLine line;
    private final RouterClient router;

    private Client(Terminal terminal, KnownRouters known, ClientLine line) {
        this.terminal = terminal;
        this.known = known;
        this.line = line;
        this.router =
                new RouterClient(
                        line.reach(),
                        terminal.locale(),
                        PATIENCE,
                        switch (line.reach()) {
                            case Reach.Box(Path socket) -> new BoxDoor(socket);
                            case Reach.Remote remote -> new RemoteDoor(remote, known, terminal);
                        });
    }

    /**
     * Does what a command line asks for.
     *
     * @param args see {@code bauta help}
     * @param environment of the process
     * @param defaultRun the router's run folder unless told otherwise
     * @param terminal the person
     * @return exit status: 0 done, 1 failed or refused, 2 not understood; {@code service status}
     *     answers 3 for a service that does not run, as LSB says
     */
    public static int run(
            List<String> args,
            Map<String, String> environment,
            Path defaultRun,
            Terminal terminal) {
        ClientLine line;
        try {
            line = ClientLine.parse(args, environment, defaultRun);
        } catch (CommandException e) {
            terminal.complain(e.text(terminal.locale()));
            terminal.complain(
                    terminal.words(e.isUnknownCommand() ? "cli.help.all" : "cli.usage.see-help"));
            return MISUSED;
        }
        try {
            return new Client(terminal, KnownRouters.of(environment), line).run();
        } catch (CommandException e) {
            terminal.complain(e.text(terminal.locale()));
            return FAILED;
        }
    }

    private int run() throws CommandException {
        Views views = new Views(terminal, router);
        return switch (line.command()) {
            case ClientCommand.Help(String topic) -> HelpPages.show(terminal, topic);
            case ClientCommand.Status _ when line.json() -> raw("/api/v1/status");
            case ClientCommand.Status _ -> shown(() -> new StatusPicture(terminal, router).show());
            case ClientCommand.Health _ when line.json() -> raw("/health");
            case ClientCommand.Health _ -> views.health() ? OK : FAILED;
            case ClientCommand.Leases _ when line.json() -> raw("/api/v1/leases");
            case ClientCommand.Leases _ -> shown(views::leases);
            case ClientCommand.Flows flows when line.json() -> raw(Views.path(flows));
            case ClientCommand.Flows flows -> shown(() -> views.flows(flows));
            case ClientCommand.Drops _ when line.json() -> raw("/api/v1/drops");
            case ClientCommand.Drops _ -> shown(views::drops);
            case ClientCommand.Events _ -> shown(this::events);
            case ClientCommand.RuleList(String what, boolean verbose) ->
                    traffic().list(what, verbose);
            case ClientCommand.RuleLog _ -> traffic().ruleLog();
            case ClientCommand.Hosts _ -> traffic().hosts();
            case ClientCommand.Mappings(boolean history) -> mappings().show(history);
            case ClientCommand.MappingDo(String id, var what) -> mappings().tell(id, what);
            case ClientCommand.Why(String body) -> traffic().why(body);
            case ClientCommand.Trace(String body) -> traffic().trace(body);
            case ClientCommand.TestForward(String id) -> traffic().test(id);
            case ClientCommand.Timers(var changes) -> traffic().timers(changes);
            case ClientCommand.ConfigGet _,
                    ClientCommand.ConfigSet _,
                    ClientCommand.ConfigRemove _,
                    ClientCommand.ConfigDiff _,
                    ClientCommand.ConfigCheck _,
                    ClientCommand.ConfigApply _,
                    ClientCommand.ConfigConfirm _,
                    ClientCommand.ConfigUndo _,
                    ClientCommand.ConfigHistory _ ->
                    new ConfigCommands(terminal, router, line.json()).run(line.command());
            case ClientCommand.ServiceList _ when line.json() -> raw("/api/v1/services");
            case ClientCommand.ServiceList _,
                    ClientCommand.ServiceStatus _,
                    ClientCommand.ServiceDo _ ->
                    new ServiceCommands(terminal, router).run(line.command());
            case ClientCommand.TokenCreate _,
                    ClientCommand.TokenList _,
                    ClientCommand.TokenRemove _,
                    ClientCommand.Password _,
                    ClientCommand.Login _,
                    ClientCommand.Forget _ ->
                    new LogInCommands(terminal, router, line.reach(), known).run(line.command());
        };
    }

    private TrafficCommands traffic() {
        return new TrafficCommands(terminal, router, line.json());
    }

    private MappingCommands mappings() {
        return new MappingCommands(terminal, router, line.json());
    }

    /** Shows something, and may fail in words. */
    private interface Showing {
        void show() throws CommandException;
    }

    private static int shown(Showing showing) throws CommandException {
        showing.show();
        return OK;
    }

    private int raw(String path) throws CommandException {
        terminal.print(router.get(path).toPrettyString());
        return OK;
    }

    private void events() throws CommandException {
        EventLines lines = new EventLines(terminal, Clock.system(ZoneId.systemDefault()));
        router.follow(
                "/api/v1/events",
                (type, document) ->
                        terminal.print(
                                line.json() ? type + " " + document : lines.line(type, document)));
    }
}
