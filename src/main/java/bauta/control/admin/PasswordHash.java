package bauta.control.admin;

import bauta.engine.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.KeySpec;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password as it is kept: PBKDF2 with HMAC-SHA256 (RFC 8018 section 5.2). Slow on purpose: never
 * on an event loop.
 *
 * @param rounds how often the hash was repeated
 * @param salt random, in base 64
 * @param hash in base 64
 */
record PasswordHash(int rounds, String salt, String hash) {
    /**
     * A fifth of a second on a PC, one to two on a small ARM core without SHA instructions: what a
     * person waits for without wondering. Each kept hash has its own number, so this may grow.
     */
    static final int ROUNDS = 210_000;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;

    /** Hashes a password with a fresh salt. */
    static PasswordHash of(Secret password) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        Base64.Encoder text = Base64.getEncoder();
        return new PasswordHash(
                ROUNDS,
                text.encodeToString(salt),
                text.encodeToString(derive(password, salt, ROUNDS)));
    }

    /**
     * Returns whether a password is this one, in a time that tells nothing of where they differ.
     */
    boolean matches(Secret password) {
        Base64.Decoder bytes = Base64.getDecoder();
        return MessageDigest.isEqual(
                bytes.decode(hash), derive(password, bytes.decode(salt), rounds));
    }

    private static byte[] derive(Secret password, byte[] salt, int rounds) {
        KeySpec spec = new PBEKeySpec(password.reveal().toCharArray(), salt, rounds, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has it", e);
        }
    }
}
