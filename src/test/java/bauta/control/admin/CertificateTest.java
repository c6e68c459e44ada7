package bauta.control.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateTest {
    private static final List<String> NAMES = List.of("bauta.home.arpa", "bauta", "192.168.87.1");
    private static final Instant NOW = Instant.parse("2026-11-22T16:00:00Z");

    @TempDir Path folder;

    private TlsStore store(Instant now) {
        return new TlsStore(folder.resolve("tls.pem"), InstantSource.fixed(now));
    }

    @Test
    void holdsWhatItWasMadeOf() throws GeneralSecurityException {
        TlsIdentity made = SelfSigned.make(NAMES, NOW);
        assertThat(made.names()).containsExactlyInAnyOrderElementsOf(NAMES);
        assertThat(made.certificate().getVersion()).isEqualTo(3);
        assertThat(made.certificate().getSubjectX500Principal().getName())
                .isEqualTo("CN=bauta.home.arpa");
        assertThat(made.certificate().getBasicConstraints()).isEqualTo(-1);
        assertThat(made.certificate().getKeyUsage()).startsWith(true, false);
        assertThat(made.certificate().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(made.certificate().getNotAfter().toInstant())
                .isEqualTo(NOW.plus(SelfSigned.VALIDITY));
        assertThat(
                        ((ECPublicKey) made.certificate().getPublicKey())
                                .getParams()
                                .getOrder()
                                .bitLength())
                .isEqualTo(256);
        made.certificate().verify(made.certificate().getPublicKey());
    }

    @Test
    void theJdkTrustsItWhenItIsTheAnchor() throws GeneralSecurityException {
        TlsIdentity made = SelfSigned.make(NAMES, NOW);
        PKIXParameters parameters =
                new PKIXParameters(Set.of(new TrustAnchor(made.certificate(), null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(NOW));
        assertThat(
                        CertPathValidator.getInstance("PKIX")
                                .validate(
                                        CertificateFactory.getInstance("X.509")
                                                .generateCertPath(List.of(made.certificate())),
                                        parameters))
                .isNotNull();
    }

    @Test
    void timesBeyond2049HaveFourDigitsForTheYear() throws GeneralSecurityException {
        Instant late = Instant.parse("2050-06-01T00:00:00Z");
        TlsIdentity made = SelfSigned.make(NAMES, late);
        assertThat(made.certificate().getNotBefore().toInstant())
                .isEqualTo(late.minus(Duration.ofDays(2)));
    }

    @Test
    void staysTheSameWhileItFits() throws Exception {
        String first = store(NOW).identity(NAMES).fingerprint();
        assertThat(store(NOW.plus(Duration.ofDays(700))).identity(NAMES).fingerprint())
                .isEqualTo(first);
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder.resolve("tls.pem"))))
                .isEqualTo("rw-------");
    }

    @Test
    void isMadeAnewForOtherNamesNearItsEndAndUnderAClockThatWasWrong() throws Exception {
        String first = store(NOW).identity(NAMES).fingerprint();
        String renamed = store(NOW).identity(List.of("bauta", "192.168.88.1")).fingerprint();
        assertThat(renamed).isNotEqualTo(first);
        String old = store(NOW).identity(NAMES).fingerprint();
        Instant nearEnd = NOW.plus(SelfSigned.VALIDITY).minus(Duration.ofDays(20));
        String renewed = store(nearEnd).identity(NAMES).fingerprint();
        assertThat(renewed).isNotEqualTo(old);
        assertThat(store(NOW).identity(NAMES).fingerprint()).isNotEqualTo(renewed);
    }

    @Test
    void aFileCutAnywhereIsReplaced() throws Exception {
        Path file = folder.resolve("tls.pem");
        store(NOW).identity(NAMES);
        String whole = Files.readString(file);
        for (int length = 0; length < whole.length() - 30; length += 37) {
            Files.writeString(file, whole.substring(0, length));
            assertThat(store(NOW).identity(NAMES).holds(NOW, NOW)).as("cut at " + length).isTrue();
        }
    }

    @Test
    void manyKeysAreWrittenRight() throws GeneralSecurityException, IOException {
        for (int i = 0; i < 50; i++) {
            TlsIdentity made = SelfSigned.make(NAMES, NOW.plusSeconds(i));
            made.certificate().verify(made.certificate().getPublicKey());
            assertThat(made.certificate().getSerialNumber().signum()).isPositive();
        }
    }
}
