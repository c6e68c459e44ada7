package bauta.service.dns;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.wire.Ipv4Address;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DNS over TLS against unbound, with certificates that openssl made. */
@Tag("network")
class DnsEncryptedNetworkTest {
    private static final String NAME = "dot.provider.example";

    @TempDir Path directory;

    private DnsLab lab;

    @BeforeEach
    void start() throws Exception {
        DnsLab.needs("kdig", "dig", "openssl");
        lab = new DnsLab(directory);
        lab.here(
                "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3"
                        .concat(" -keyout key.pem -out certificate.pem -subj /CN=" + NAME)
                        .concat(" -addext subjectAltName=DNS:" + NAME)
                        .split(" "));
        Path settings =
                lab.file(
                        "unbound.conf",
                        """
                        server:
                          interface: %1$s@853
                          interface: %1$s@53
                          tls-service-key: "%2$s/key.pem"
                          tls-service-pem: "%2$s/certificate.pem"
                          access-control: 0.0.0.0/0 allow
                          module-config: "iterator"
                          username: ""
                          chroot: ""
                          directory: "%2$s"
                          pidfile: ""
                          use-syslog: no
                          do-daemonize: no
                          local-zone: "dot.example." redirect
                          local-data: "dot.example. 60 IN A 198.51.100.7"
                          local-data: 'dot.example. 60 IN TXT %3$s'
                        remote-control:
                          control-enable: no
                        """
                                .formatted(
                                        DnsLab.SERVER,
                                        directory,
                                        ("\"" + "t".repeat(200) + "\" ").repeat(8)));
        lab.serve(
                "unbound",
                "-d -c " + settings,
                "kdig @" + DnsLab.SERVER + " +tls +time=1 +retry=0 dot.example A");
    }

    @AfterEach
    void close() {
        if (lab != null) {
            lab.close();
        }
    }

    private DnsForwarder forwarder(Optional<String> name, boolean trusted) {
        return lab.forwarder(
                DnsLab.settings()
                        .with(
                                new DnsSettings.Forwarding(
                                        List.of(
                                                UpstreamServer.of(
                                                        Ipv4Address.parse(DnsLab.SERVER),
                                                        853,
                                                        name)),
                                        List.of(),
                                        53,
                                        trusted
                                                ? Optional.of(directory.resolve("certificate.pem"))
                                                : Optional.empty())));
    }

    @Test
    void asksUnboundByTls() {
        asks(forwarder(Optional.of(NAME), true));
    }

    @Test
    void asksByTlsWithoutAName() {
        asks(forwarder(Optional.empty(), false));
    }

    private void asks(DnsForwarder forwarder) {
        for (int i = 0; i < 20; i++) {
            assertThat(lab.client("kdig @192.168.87.1 +short n" + i + ".dot.example A"))
                    .isEqualTo("198.51.100.7\n");
        }
        assertThat(lab.client("dig @192.168.87.1 +bufsize=512 +ignore dot.example TXT"))
                .contains(" tc rd");
        assertThat(lab.client("dig @192.168.87.1 +bufsize=512 dot.example TXT"))
                .contains("retrying in TCP mode", "tttttt");
        DnsStatus.UpstreamStatus server = forwarder.status().upstreams().getFirst();
        assertThat(server.healthy()).isTrue();
        assertThat(server.answered()).isEqualTo(server.asked()).isBetween(21L, 23L);
        assertThat(lab.network.run("router", "ss -Htn state established"))
                .as("one connection serves all")
                .hasLineCount(1)
                .contains(":853");
    }

    @Test
    void aServerThatCannotProveItsNameIsNotAsked() {
        assertThat(refused(Optional.of("other.example"), true)).contains("other.example");
    }

    @Test
    void aServerThatNobodyVouchesForIsNotAsked() {
        assertThat(refused(Optional.of(NAME), false)).contains("certification path");
    }

    private String refused(Optional<String> name, boolean trusted) {
        DnsForwarder forwarder = forwarder(name, trusted);
        assertThat(lab.client("dig @192.168.87.1 +tries=1 +time=5 a.dot.example A"))
                .contains("SERVFAIL");
        DnsStatus.UpstreamStatus server = forwarder.status().upstreams().getFirst();
        assertThat(server.answered()).isZero();
        assertThat(server.trouble()).startsWith("TLS: ");
        return server.trouble();
    }
}
