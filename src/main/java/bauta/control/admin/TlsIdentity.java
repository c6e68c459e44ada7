package bauta.control.admin;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who the admin server is on TLS: a key and the certificate that it signed itself.
 *
 * @param key ECDSA on P-256
 * @param certificate X.509 version 3 (RFC 5280), names and addresses as subjectAltName
 */
record TlsIdentity(PrivateKey key, X509Certificate certificate) {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    /** Reads a certificate. */
    static X509Certificate certificate(byte[] der) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(der));
    }

    /** Returns the names and addresses that it is for. */
    Set<String> names() throws GeneralSecurityException {
        Set<String> names = new TreeSet<>();
        Collection<List<?>> all = certificate.getSubjectAlternativeNames();
        if (all != null) {
            for (List<?> entry : all) {
                Integer kind = (Integer) entry.getFirst();
                if (kind == DNS_NAME || kind == IP_ADDRESS) {
                    names.add(entry.get(1).toString());
                }
            }
        }
        return names;
    }

    /** Returns whether it holds at a time and for a while after. */
    boolean holds(Instant now, Instant until) {
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && !until.isAfter(certificate.getNotAfter().toInstant());
    }

    /** Returns the SHA-256 of the certificate as browsers show it. */
    String fingerprint() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
