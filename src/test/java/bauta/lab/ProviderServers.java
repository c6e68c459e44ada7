package bauta.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * What the provider and the Internet behind it offer, as real programs on addresses of the
 * provider's namespace: two name servers (dnsmasq), a web server that also takes uploads (nginx)
 * and iperf3. All addresses are of 198.18.0.0/15 (RFC 2544) and 100.64.0.0/10 (RFC 6598), which a
 * router forwards like any other.
 */
final class ProviderServers {
    static final String PRIMARY_DNS = "198.18.0.53";
    static final String SECONDARY_DNS = "198.18.0.54";

    /** A third name server, for the provider that changes its mind. */
    static final String OTHER_DNS = "198.18.0.55";

    static final String WEB = "198.18.0.80";

    /** A host of the Internet that nobody on the LAN speaks to. */
    static final String STRANGER = "198.18.0.66";

    static final String WEB_NAME = "www.example.com";

    /** Its TXT records do not fit a UDP answer. */
    static final String BIG_NAME = "big.example.com";

    /** Its TXT record tells which name server answered. */
    static final String WHO_NAME = "who.example.com";

    static final int BIG_FILE_BYTES = 100_000_000;

    private static final List<String> ADDRESSES =
            List.of(PRIMARY_DNS, SECONDARY_DNS, OTHER_DNS, WEB, STRANGER);
    private static final Duration START_LIMIT = Duration.ofSeconds(5);
    private static final int PIECE_BYTES = 1_000_000;

    private final Lab lab;
    private final Path root;

    private ProviderServers(Lab lab) {
        this.lab = lab;
        this.root = lab.file("www");
    }

    /**
     * Starts all of them and waits until each answers.
     *
     * @throws LabException if one does not
     */
    static ProviderServers start(Lab lab) {
        var servers = new ProviderServers(lab);
        ADDRESSES.forEach(address -> lab.isp().address("lo", address + "/32"));
        servers.nameServer("primary", PRIMARY_DNS);
        servers.nameServer("secondary", SECONDARY_DNS);
        servers.nameServer("other", OTHER_DNS);
        servers.web();
        lab.keep(
                lab.isp()
                        .start(
                                lab.file("iperf3-server.log"),
                                List.of("iperf3", "-s", "-B", WEB, "--forceflush")));
        servers.awaitAll();
        return servers;
    }

    private void nameServer(String who, String address) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            text.append("txt-record=" + BIG_NAME + ",part-" + i + "-" + "x".repeat(60) + "\n");
        }
        Path file = lab.file("dnsmasq-" + who + ".conf");
        write(
                file,
                """
                no-resolv
                no-hosts
                bind-interfaces
                listen-address=%s
                except-interface=ppp0
                port=53
                user=root
                pid-file=
                log-queries
                log-facility=-
                edns-packet-max=1232
                host-record=%s,%s
                host-record=mail.example.com,198.18.0.25
                cname=alias.example.com,%s
                txt-record=%s,%s
                local=/example.com/
                """
                                .formatted(address, WEB_NAME, WEB, WEB_NAME, WHO_NAME, who)
                        + text);
        lab.keep(
                lab.isp()
                        .start(
                                lab.file("dnsmasq-" + who + ".log"),
                                List.of("dnsmasq", "--keep-in-foreground", "-C", file.toString())));
    }

    private void web() {
        Path body = lab.file("nginx-body");
        Path log = lab.file("nginx-access.log");
        Path file = lab.file("nginx.conf");
        write(root.resolve("index.html"), "<h1>Welcome to the Internet</h1>\n");
        write(root.resolve("upload/.keep"), "");
        write(body.resolve(".keep"), "");
        write(
                file,
                """
                user root;
                daemon off;
                master_process off;
                pid %1$s/nginx.pid;
                error_log %1$s/nginx-error.log;
                events { worker_connections 256; }
                http {
                    log_format peer '$remote_addr $remote_port $request_method $uri $status $body_bytes_sent';
                    access_log %1$s/nginx-access.log peer;
                    client_body_temp_path %1$s/nginx-body;
                    fastcgi_temp_path %1$s/nginx-body;
                    proxy_temp_path %1$s/nginx-body;
                    scgi_temp_path %1$s/nginx-body;
                    uwsgi_temp_path %1$s/nginx-body;
                    client_max_body_size 200m;
                    server {
                        listen %2$s:80;
                        root %1$s/www;
                        location /upload/ { dav_methods PUT DELETE; }
                    }
                }
                """
                        .formatted(log.getParent(), WEB));
        lab.keep(
                lab.isp()
                        .start(
                                lab.file("nginx.log"),
                                List.of("nginx", "-c", file.toString(), "-e", "stderr")));
    }

    private void awaitAll() {
        if (!Patience.until(START_LIMIT, this::answers)) {
            throw new LabException("the provider's servers do not start; see " + lab.file(""));
        }
    }

    private boolean answers() {
        Namespace isp = lab.isp();
        return List.of(PRIMARY_DNS, SECONDARY_DNS, OTHER_DNS).stream()
                        .allMatch(server ->
                                isp.run("dig", "+short", "@" + server, WEB_NAME)
                                        .output()
                                        .contains(WEB))
                && isp.run("curl", "-sS", "--max-time", "2", "http://" + WEB + "/").ok();
    }

    /**
     * Puts 100 MB of noise on the web server as {@code /big}.
     *
     * @return its SHA-256
     */
    String publishBigFile() {
        return writeNoise(root.resolve("big"));
    }

    /** Makes sure that there is a {@code /big}, for a chapter that is told alone. */
    void needBigFile() {
        if (!Files.exists(root.resolve("big"))) {
            publishBigFile();
        }
    }

    /** Writes 100 MB of noise to a file and returns its SHA-256. */
    static String writeNoise(Path file) {
        MessageDigest digest = sha256();
        byte[] piece = new byte[PIECE_BYTES];
        Random noise = new Random(file.hashCode());
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int written = 0; written < BIG_FILE_BYTES; written += PIECE_BYTES) {
                noise.nextBytes(piece);
                digest.update(piece);
                out.write(piece);
            }
        } catch (IOException e) {
            throw new LabException("cannot write " + file, e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Returns the SHA-256 of a file, or the empty string when there is none. */
    static String hash(Path file) {
        MessageDigest digest = sha256();
        byte[] piece = new byte[PIECE_BYTES];
        try (var in = Files.newInputStream(file)) {
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                digest.update(piece, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException _) {
            return "";
        }
    }

    /** Returns where an upload to {@code /upload/<name>} ends up. */
    Path uploaded(String name) {
        return root.resolve("upload").resolve(name);
    }

    /** Returns the web server's log: peer address, peer port, method, path, status, bytes. */
    List<String> webLog() {
        try {
            return Files.readAllLines(lab.file("nginx-access.log"));
        } catch (IOException e) {
            throw new LabException("cannot read the web server's log", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new LabException("no SHA-256", e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new LabException("cannot write " + file, e);
        }
    }
}
