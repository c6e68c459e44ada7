package bauta.control.admin;

import bauta.service.ListenAddress;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** An admin server on loopback, and clients of it. */
final class AdminRig implements AutoCloseable {
    static final String PASSWORD = "a long password";
    private static final Ipv4Address LOOPBACK = Ipv4Address.parse("127.0.0.1");

    final Path folder;
    final FakeRouter router;
    final EventHub events = new EventHub();
    final AdminServer server;
    final int https;
    final int http;

    private AdminRig(Path folder) throws IOException {
        this.folder = folder;
        this.router = new FakeRouter(Files.createDirectories(folder.resolve("data")));
        this.server =
                AdminServer.open(
                        new AdminSettings(socket(), folder.resolve("admin"), "1.2"),
                        router,
                        events);
        server.reach(reach("127.0.0.0/8"));
        this.https = server.ports().getFirst();
        this.http = server.ports().getLast();
    }

    static AdminReach reach(String clients) {
        ListenAddress any = new ListenAddress(LOOPBACK, 0, Optional.empty());
        return new AdminReach(
                List.of(any),
                List.of(any),
                List.of(Ipv4Prefix.parse(clients)),
                List.of("router.example", "localhost"));
    }

    /** A box that nobody has set up. */
    static AdminRig fresh(Path folder) throws IOException {
        return new AdminRig(folder);
    }

    /** A box with a password. */
    static AdminRig setUp(Path folder) throws IOException {
        AdminSecrets.open(folder.resolve("admin")).password(bauta.engine.Secret.of(PASSWORD));
        return new AdminRig(folder);
    }

    Path socket() {
        return folder.resolve("control.sock");
    }

    RawHttp plain() throws IOException {
        return RawHttp.connect(http);
    }

    RawHttp tls() throws IOException {
        return RawHttp.connect(trusting(), https);
    }

    /** A factory that trusts the server's own certificate and nothing else. */
    SSLSocketFactory trusting() {
        try {
            TlsIdentity identity =
                    new TlsStore(folder.resolve("admin/tls.pem"), java.time.InstantSource.system())
                            .identity(new HostNames(reach("127.0.0.0/8")).all());
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("router", identity.certificate());
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks once over HTTPS. */
    RawHttp.Response ask(String method, String path, String body, String... headers)
            throws IOException {
        try (RawHttp client = tls()) {
            return client.send(request(method, path, body, headers)).response();
        }
    }

    /** Asks once over plain HTTP. */
    RawHttp.Response askPlain(String method, String path, String body, String... headers)
            throws IOException {
        try (RawHttp client = plain()) {
            return client.send(request(method, path, body, headers)).response();
        }
    }

    static String request(String method, String path, String body, String... headers) {
        StringBuilder text = new StringBuilder();
        text.append(method).append(' ').append(path).append(" HTTP/1.1\r\n");
        boolean named = false;
        for (String header : headers) {
            text.append(header).append("\r\n");
            named |= header.startsWith("Host:");
        }
        if (!named) {
            text.append("Host: 127.0.0.1\r\n");
        }
        if (!body.isEmpty()) {
            text.append("Content-Type: application/json\r\n");
        }
        byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return text.append("Content-Length: ")
                .append(bytes.length)
                .append("\r\n\r\n")
                .append(body)
                .toString();
    }

    /** Logs in and returns the header that proves it. */
    String logIn() throws IOException {
        RawHttp.Response response =
                ask("POST", "/api/v1/session", "{\"password\": \"" + PASSWORD + "\"}");
        return "Authorization: Bearer "
                + ApiJson.MAPPER.readTree(response.body()).get("token").asString();
    }

    @Override
    public void close() throws IOException {
        server.close();
        events.close();
        router.config().close();
    }
}
