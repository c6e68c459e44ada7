package bauta.control.command;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts one certificate by its fingerprint, whoever signed it and whatever it is named: the router
 * has a certificate of its own. Remembers what it was shown, so that a person can be asked about
 * it.
 */
final class PinnedTrust extends X509ExtendedTrustManager {
    private final String pin;
    private Optional<String> shown = Optional.empty();

    /**
     * Trusts a fingerprint.
     *
     * @param pin the only one accepted; empty for none
     */
    PinnedTrust(String pin) {
        this.pin = pin;
    }

    /** Returns the fingerprint of the certificate that the other side showed last. */
    Optional<String> shown() {
        return shown;
    }

    /** Returns a context for connections that trust this way. */
    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {this}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        String fingerprint = Fingerprint.of(chain[0]);
        shown = Optional.of(fingerprint);
        if (!Fingerprint.same(fingerprint, pin)) {
            throw new CertificateException("not the pinned certificate");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("this is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
