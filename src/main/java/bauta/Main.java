package bauta;

import bauta.control.command.Client;
import bauta.control.command.Terminal;
import bauta.control.config.CheckCommand;
import bauta.linux.Errno;
import bauta.linux.LinuxException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.tinylog.Logger;

/** Entry point: does what the command line asks for. */
public final class Main {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private Main() {}

    /**
     * Runs a command.
     *
     * @param args see {@code bauta --help}
     */
    public static void main(String[] args) {
        int status =
                switch (CommandLine.parse(List.of(args))) {
                    case CommandLine.Run run -> route(run);
                    case CommandLine.Check check -> CheckCommand.run(check.file(), System.out);
                    case CommandLine.Ask(List<String> all) ->
                            Client.run(
                                    all,
                                    System.getenv(),
                                    CommandLine.DEFAULT_RUN,
                                    Terminal.system(System.getenv()));
                    case CommandLine.Version() -> say(System.out, Router.version(), OK);
                    case CommandLine.Help() -> say(System.out, CommandLine.USAGE, OK);
                    case CommandLine.Wrong(String problem) ->
                            say(System.err, problem + "\n" + CommandLine.USAGE, MISUSED);
                };
        System.exit(status);
    }

    private static int say(PrintStream to, String text, int status) {
        to.println(text.stripTrailing());
        return status;
    }

    private static int route(CommandLine.Run run) {
        try {
            Router router =
                    Router.start(new Places(run.config(), run.data(), run.run(), run.board()));
            Runtime.getRuntime().addShutdownHook(new Thread(router::close, "stop"));
            new CountDownLatch(1).await();
            return OK;
        } catch (LinuxException e) {
            Logger.error("the router could not start: {}{}", e.getMessage(), advice(e));
            Logger.debug(e, "where");
            return FAILED;
        } catch (IOException e) {
            Logger.error("the router could not start: {}", e.getMessage());
            return FAILED;
        } catch (RuntimeException e) {
            Logger.error(e, "the router could not start");
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private static String advice(LinuxException e) {
        return e.errno() == Errno.EPERM || e.errno() == Errno.EACCES
                ? " (it opens AF_XDP sockets and sets interfaces: run it as root)"
                : "";
    }
}
