package bauta.control.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tinylog.Logger;

/**
 * Keeps the server's key and certificate in a file. The same one stays in use as long as it fits,
 * so that people confirm it once. Blocks; one thread at a time.
 */
final class TlsStore {
    /** A certificate that ends sooner is made anew. */
    static final Duration REST = Duration.ofDays(30);

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private final Path file;
    private final InstantSource clock;

    TlsStore(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * Returns the identity there is, or a new one when there is none, when it is for other names,
     * or when its time is over or nearly so.
     *
     * @param names DNS names and IPv4 addresses that it must be for
     * @throws IOException when a new one could not be kept
     */
    TlsIdentity identity(Collection<String> names) throws IOException, GeneralSecurityException {
        try {
            TlsIdentity kept = read(Files.readString(file, StandardCharsets.US_ASCII));
            if (kept.names().equals(new TreeSet<>(names))
                    && kept.holds(clock.instant(), clock.instant().plus(REST))) {
                return kept;
            }
        } catch (NoSuchFileException e) {
            Logger.debug("no certificate yet file={}", file);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            Logger.warn("certificate not readable, making a new one cause={}", e.toString());
        }
        TlsIdentity made = SelfSigned.make(names, clock.instant());
        PrivateFile.replace(file, write(made).getBytes(StandardCharsets.US_ASCII));
        Logger.info(
                "certificate made names={} until={} sha256={}",
                names,
                made.certificate().getNotAfter().toInstant(),
                made.fingerprint());
        return made;
    }

    private static TlsIdentity read(String pem) throws GeneralSecurityException {
        byte[] key = part(pem, "PRIVATE KEY");
        return new TlsIdentity(
                KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
                TlsIdentity.certificate(part(pem, "CERTIFICATE")));
    }

    private static byte[] part(String pem, String label) throws GeneralSecurityException {
        Matcher parts = PEM.matcher(pem);
        while (parts.find()) {
            if (parts.group(1).equals(label)) {
                return Base64.getMimeDecoder().decode(parts.group(2));
            }
        }
        throw new GeneralSecurityException("no " + label + " in the file");
    }

    private static String write(TlsIdentity identity) throws GeneralSecurityException {
        return block("PRIVATE KEY", identity.key().getEncoded())
                + block("CERTIFICATE", identity.certificate().getEncoded());
    }

    private static String block(String label, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(
                        label,
                        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der),
                        label);
    }
}
