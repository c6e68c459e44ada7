package bauta.control.command;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;

/** SHA-256 of a certificate, as people compare it: upper-case pairs with colons. */
final class Fingerprint {
    private static final HexFormat PAIRS = HexFormat.ofDelimiter(":").withUpperCase();
    private static final int HEX_DIGITS = 64;

    private Fingerprint() {}

    /**
     * Returns the fingerprint of a certificate.
     *
     * @param certificate any
     * @throws CertificateEncodingException when it cannot be encoded
     */
    static String of(X509Certificate certificate) throws CertificateEncodingException {
        try {
            return PAIRS.formatHex(
                    MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Returns whether two texts mean the same fingerprint; colons, spaces and case do not count.
     *
     * @param one a fingerprint
     * @param other perhaps the same
     */
    static boolean same(String one, String other) {
        return plain(one).equals(plain(other));
    }

    /**
     * Returns whether a text is a fingerprint.
     *
     * @param text as a person typed it
     */
    static boolean isOne(String text) {
        String plain = plain(text);
        return plain.length() == HEX_DIGITS && plain.matches("[0-9a-f]+");
    }

    private static String plain(String text) {
        return text.replaceAll("[: ]", "").toLowerCase(Locale.ROOT);
    }
}
