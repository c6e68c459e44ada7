package bauta.service.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A zone signed by BIND's tools and served by named, validated through the forwarder by delv. */
@Tag("network")
class DnsSecurityNetworkTest {
    @TempDir Path directory;

    private DnsLab lab;

    @BeforeEach
    void start() throws Exception {
        DnsLab.needs("delv", "drill", "dig", "dnssec-keygen", "dnssec-signzone");
        lab = new DnsLab(directory);
        lab.here("dnssec-keygen -q -a ECDSAP256SHA256 signed.example".split(" "));
        lab.here("dnssec-keygen -q -a ECDSAP256SHA256 -f KSK signed.example".split(" "));
        StringBuilder zone =
                new StringBuilder(
                        """
                        $TTL 300
                        @ SOA ns root 1 3600 600 86400 60
                        @ NS ns
                        ns A 203.0.113.53
                        www A 198.51.100.80
                        www TXT "hello"
                        alias CNAME www
                        odd TYPE65280 \\# 4 0A000001
                        """);
        for (Path key : keys()) {
            zone.append("$INCLUDE ").append(key.getFileName()).append('\n');
        }
        lab.file("zone", zone.toString());
        lab.here("dnssec-signzone -3 ab -o signed.example -f zone.signed zone".split(" "));
        Path settings =
                lab.file(
                        "named.conf",
                        """
                        options { directory "%s"; recursion no; listen-on { any; }; pid-file none;
                          session-keyfile none; dnssec-validation no; };
                        controls { };
                        zone "signed.example" { type primary; file "zone.signed"; };
                        """
                                .formatted(directory));
        lab.serve(
                "named",
                "-g -c " + settings,
                "dig @" + DnsLab.SERVER + " +tries=1 +time=1 signed.example SOA");
    }

    private java.util.List<Path> keys() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".key")).sorted().toList();
        }
    }

    @AfterEach
    void close() {
        if (lab != null) {
            lab.close();
        }
    }

    private void trustAnchor() throws Exception {
        for (Path key : keys()) {
            String[] words =
                    Files.readAllLines(key).stream()
                            .filter(line -> line.contains("DNSKEY 257"))
                            .findFirst()
                            .orElse("")
                            .split("\\s+", 7);
            if (words.length == 7) {
                lab.file(
                        "anchor",
                        "trust-anchors { \"signed.example\" static-key 257 3 13 \"%s\"; };"
                                .formatted(words[6].replace(" ", "")));
            }
        }
    }

    @Test
    void delvValidatesThroughTheForwarder() throws Exception {
        trustAnchor();
        DnsForwarder forwarder = lab.forwarder(DnsLab.settings());
        String delv = "delv @192.168.87.1 -a " + directory + "/anchor +root=signed.example ";
        for (int round = 0; round < 2; round++) {
            assertThat(lab.client(delv + "www.signed.example A"))
                    .contains("; fully validated", "198.51.100.80");
            assertThat(lab.client(delv + "ALIAS.signed.example TXT"))
                    .contains("; fully validated", "hello");
            assertThat(lab.client(delv + "odd.signed.example TYPE65280"))
                    .contains("; fully validated", "0A000001");
            assertThat(lab.client(delv + "nothing.signed.example A"))
                    .contains("ncache nxdomain", "; negative response, fully validated");
            assertThat(lab.client(delv + "www.signed.example AAAA"))
                    .contains("; negative response, fully validated");
        }
        assertThat(forwarder.status().cache().hits()).as("second round").isGreaterThan(4);
        assertThat(lab.client("drill -D @192.168.87.1 www.signed.example A"))
                .contains("RRSIG", "198.51.100.80");
        assertThat(lab.client("dig @192.168.87.1 +cd +dnssec www.signed.example A"))
                .contains("RRSIG", " cd");
        assertThat(lab.client("dig @192.168.87.1 www.signed.example A")).doesNotContain("RRSIG");
        assertThat(forwarder.status().drops()).isEmpty();
    }
}
