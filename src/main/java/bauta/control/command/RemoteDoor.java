package bauta.control.command;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Opens TLS connections to a router and trusts its own certificate: the one whose fingerprint was
 * given, else the remembered one, else, at the first meeting, the one that the person says yes to.
 * A changed certificate is refused.
 */
final class RemoteDoor implements RouterClient.Door {
    private final Reach.Remote reach;
    private final KnownRouters known;
    private final Terminal terminal;

    /**
     * Makes a door.
     *
     * @param reach the router
     * @param known what is remembered
     * @param terminal asks the person
     */
    RemoteDoor(Reach.Remote reach, KnownRouters known, Terminal terminal) {
        this.reach = reach;
        this.known = known;
        this.terminal = terminal;
    }

    @Override
    public Optional<String> token() throws CommandException {
        return reach.token().isPresent() ? reach.token() : known.token(reach.name());
    }

    @Override
    public Wire open() throws IOException, CommandException {
        PinnedTrust trust = new PinnedTrust(pin());
        try {
            return Wire.tls(reach, trust.context());
        } catch (SSLException e) {
            if (trust.shown().isEmpty()) {
                throw e;
            }
            throw refusal(trust.shown().get());
        }
    }

    private String pin() throws IOException, CommandException {
        if (reach.fingerprint().isPresent()) {
            return reach.fingerprint().get();
        }
        Optional<String> remembered = known.fingerprint(reach.name());
        return remembered.isPresent() ? remembered.get() : meet();
    }

    /** Shows the person the certificate, and remembers it when it is the router's. */
    private String meet() throws IOException, CommandException {
        String shown = shown();
        if (!terminal.isPerson()) {
            throw new CommandException("cli.error.unknown-certificate", reach.name(), shown);
        }
        terminal.complain(terminal.words("cli.trust.shown", reach.name(), shown));
        String answer = terminal.ask("cli.trust.question").orElse("").strip();
        if (!answer.toLowerCase(Locale.ROOT).matches("y|yes|はい")) {
            throw new CommandException("cli.error.not-trusted");
        }
        known.trust(reach.name(), shown);
        return shown;
    }

    private String shown() throws IOException {
        PinnedTrust nobody = new PinnedTrust("");
        try (Wire wire = Wire.tls(reach, nobody.context())) {
            throw new IOException("trusted nobody, yet " + wire.closing());
        } catch (SSLException e) {
            return nobody.shown().orElseThrow(() -> e);
        }
    }

    private CommandException refusal(String shown) {
        return reach.fingerprint()
                .map(given ->
                        new CommandException(
                                "cli.error.other-certificate", reach.name(), given, shown))
                .orElseGet(() ->
                        new CommandException("cli.error.changed-certificate", reach.name(), shown));
    }
}
