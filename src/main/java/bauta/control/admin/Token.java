package bauta.control.admin;

import bauta.engine.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Random tokens of 256 bits. Kept as a hash only: they have too much chance in them to be guessed.
 */
final class Token {
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Token() {}

    /** Makes one, in letters that headers, cookies and addresses take. */
    static Secret make() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /**
     * Returns what is kept of one. Who finds it by this hash learns nothing by the time it takes.
     */
    static String hash(String token) {
        return hash(token.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the SHA-256 of some bytes in base 64. */
    static String hash(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has it", e);
        }
    }
}
