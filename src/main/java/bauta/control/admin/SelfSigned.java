package bauta.control.admin;

import bauta.wire.Ipv4Address;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/**
 * Makes keys and the certificates that they sign themselves (RFC 5280). The JDK only reads them.
 */
final class SelfSigned {
    /** As long as the strictest client takes one that a person trusted by hand (825 days). */
    static final Duration VALIDITY = Duration.ofDays(820);

    /** Clients' clocks may be behind ours. */
    private static final Duration EARLIER = Duration.ofDays(2);

    private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
    private static final String COMMON_NAME = "2.5.4.3";
    private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String SUBJECT_ALT_NAME = "2.5.29.17";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final byte[] SERVER_AUTH = Der.oid("1.3.6.1.5.5.7.3.1");
    private static final byte[] DIGITAL_SIGNATURE = {(byte) 0x80};
    private static final int DIGITAL_SIGNATURE_UNUSED_BITS = 7;
    private static final int SERIAL_BITS = 126;
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private SelfSigned() {}

    /**
     * Makes a fresh key and a certificate for it.
     *
     * @param names DNS names and IPv4 addresses, the first is what it is called
     * @param now the time of day
     */
    static TlsIdentity make(Collection<String> names, Instant now) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        byte[] body = body(pair.getPublic().getEncoded(), names, now);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(body);
        byte[] der = Der.sequence(body, ECDSA_WITH_SHA256, Der.bits(0, signature.sign()));
        return new TlsIdentity(pair.getPrivate(), TlsIdentity.certificate(der));
    }

    /** TBSCertificate, RFC 5280 section 4.1.2. */
    private static byte[] body(byte[] key, Collection<String> names, Instant now)
            throws GeneralSecurityException {
        BigInteger serial = new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS - 1);
        byte[] name = name(names.iterator().next());
        return Der.sequence(
                Der.explicit(0, Der.integer(BigInteger.TWO)),
                Der.integer(serial),
                ECDSA_WITH_SHA256,
                name,
                Der.sequence(Der.time(now.minus(EARLIER)), Der.time(now.plus(VALIDITY))),
                name,
                key,
                Der.explicit(3, extensions(serial, names)));
    }

    private static byte[] name(String common) {
        return Der.sequence(Der.set(Der.sequence(Der.oid(COMMON_NAME), Der.utf8(common))));
    }

    private static byte[] extensions(BigInteger serial, Collection<String> names) {
        return Der.sequence(
                critical(BASIC_CONSTRAINTS, Der.sequence()),
                critical(KEY_USAGE, Der.bits(DIGITAL_SIGNATURE_UNUSED_BITS, DIGITAL_SIGNATURE)),
                extension(EXTENDED_KEY_USAGE, Der.sequence(SERVER_AUTH)),
                extension(SUBJECT_KEY_IDENTIFIER, Der.octets(serial.toByteArray())),
                extension(SUBJECT_ALT_NAME, alternatives(names)));
    }

    private static byte[] critical(String id, byte[] value) {
        return Der.sequence(Der.oid(id), Der.yes(), Der.octets(value));
    }

    private static byte[] extension(String id, byte[] value) {
        return Der.sequence(Der.oid(id), Der.octets(value));
    }

    private static byte[] alternatives(Collection<String> names) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String name : names) {
            all.writeBytes(
                    isAddress(name)
                            ? Der.implicit(IP_ADDRESS, octets(Ipv4Address.parse(name)))
                            : Der.implicit(DNS_NAME, name.getBytes(StandardCharsets.US_ASCII)));
        }
        return Der.sequence(all.toByteArray());
    }

    private static boolean isAddress(String name) {
        return name.matches("[0-9.]+");
    }

    private static byte[] octets(Ipv4Address address) {
        int bits = address.bits();
        return new byte[] {
            (byte) (bits >>> 24), (byte) (bits >>> 16), (byte) (bits >>> 8), (byte) bits
        };
    }
}
