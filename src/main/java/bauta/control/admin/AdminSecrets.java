package bauta.control.admin;

import bauta.engine.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tinylog.Logger;
import tools.jackson.core.JacksonException;

/**
 * The admin password and the named tokens of the API, as hashes in files that only the router may
 * read. A file that cannot be read lets nobody in: only deleting it begins anew. Any thread; what
 * writes blocks.
 */
final class AdminSecrets {
    static final int MOST_TOKENS = 64;

    private static final Pattern TOKEN_NAME = Pattern.compile("[a-z0-9-]{1,32}");

    /** Matches no password. */
    private static final PasswordHash UNREADABLE = new PasswordHash(1, "AAAA", "AAAA");

    private final Path passwordFile;
    private final Path tokensFile;
    private volatile Optional<PasswordHash> password;
    private volatile List<NamedToken> tokens;

    private AdminSecrets(Path folder) {
        this.passwordFile = folder.resolve("password.json");
        this.tokensFile = folder.resolve("tokens.json");
        this.password = read(passwordFile, PasswordHash.class, UNREADABLE);
        this.tokens =
                List.of(
                        read(tokensFile, NamedToken[].class, new NamedToken[0])
                                .orElse(new NamedToken[0]));
    }

    /**
     * A token of the API as it is kept.
     *
     * @param name for people
     * @param hash of the token
     */
    record NamedToken(String name, String hash) {}

    /** Reads what is kept; the folder is made when missing. */
    static AdminSecrets open(Path folder) throws IOException {
        PrivateFile.folder(folder);
        return new AdminSecrets(folder);
    }

    private static <T> Optional<T> read(Path file, Class<T> type, T unreadable) {
        try {
            return Optional.of(ApiJson.MAPPER.readValue(Files.readAllBytes(file), type));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | JacksonException e) {
            Logger.error("not readable, nobody gets in by it file={} cause={}", file, e.toString());
            return Optional.of(unreadable);
        }
    }

    /** Returns whether a password was ever chosen. */
    boolean hasPassword() {
        return password.isPresent();
    }

    /** Returns whether it is the password. Takes its time: never on a loop. */
    boolean matches(Secret candidate) {
        Optional<PasswordHash> kept = password;
        return kept.isPresent() && kept.get().matches(candidate);
    }

    /**
     * Keeps a new password; when this returns it survives a power cut.
     *
     * @param chosen by a person
     */
    synchronized void password(Secret chosen) throws IOException {
        PasswordHash hash = PasswordHash.of(chosen);
        PrivateFile.replace(passwordFile, bytes(hash));
        password = Optional.of(hash);
    }

    /** Returns the names of the tokens. */
    List<String> tokenNames() {
        return tokens.stream().map(NamedToken::name).toList();
    }

    /** Returns the name of a token, if it is one. */
    Optional<String> tokenName(String token) {
        String hash = Token.hash(token);
        return tokens.stream().filter(t -> t.hash().equals(hash)).map(NamedToken::name).findFirst();
    }

    /** Returns whether a token may be called so. */
    static boolean isTokenName(String name) {
        return TOKEN_NAME.matcher(name).matches();
    }

    /** Adds a token and returns it, once and never again; empty when the name is taken. */
    synchronized Optional<Secret> addToken(String name) throws IOException {
        if (tokenNames().contains(name)) {
            return Optional.empty();
        }
        Secret token = Token.make();
        List<NamedToken> more = new ArrayList<>(tokens);
        more.add(new NamedToken(name, Token.hash(token.reveal())));
        keep(more);
        return Optional.of(token);
    }

    /** Takes a token back; returns whether there was one. */
    synchronized boolean removeToken(String name) throws IOException {
        List<NamedToken> rest = tokens.stream().filter(t -> !t.name().equals(name)).toList();
        boolean there = rest.size() < tokens.size();
        if (there) {
            keep(rest);
        }
        return there;
    }

    private void keep(List<NamedToken> changed) throws IOException {
        PrivateFile.replace(tokensFile, bytes(changed));
        tokens = List.copyOf(changed);
    }

    private static byte[] bytes(Object document) {
        return ApiJson.line(document).getBytes(StandardCharsets.UTF_8);
    }
}
