package bauta.service.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server on the loopback interface, with real sockets and a real file. */
class MappingServerTest {
    private static final String MAP = "0002 0000 0050 0000 00000e10";

    @TempDir private Path folder;

    private final MemoryGate gate = new MemoryGate();
    private final List<String> notices = new CopyOnWriteArrayList<>();
    private MappingServer server;
    private DatagramSocket client;

    private MappingServerSettings settings(String network, boolean ask) {
        MappingSettings standard = MappingSettings.STANDARD;
        return new MappingServerSettings(
                List.of(
                        new MappingServerSettings.Lan(
                                "home", Ipv4Prefix.parse(network), Optional.empty())),
                new MappingSettings(standard.ports(), standard.longest(), standard.perHost(), ask),
                new MappingServerSettings.Protocols(true, true, true),
                folder.resolve("mappings"),
                "boot",
                "unit",
                new MappingServerSettings.Ports(0, 0));
    }

    private MappingServer open(String network) throws IOException {
        return MappingServer.open(
                settings(network, false),
                new MappingServer.Surroundings(
                        gate, (_, _, _, notice) -> notices.add(notice), () -> {}));
    }

    @BeforeEach
    void open() throws IOException {
        server = open("127.0.0.1/8");
        client = new DatagramSocket(0, InetAddress.getByName("127.0.0.2"));
        client.setSoTimeout(10_000);
    }

    @AfterEach
    void close() {
        client.close();
        if (server.isHealthy()) {
            server.close();
        }
    }

    private String ask(String hex) throws IOException {
        byte[] octets = HexFormat.of().parseHex(hex.replace(" ", ""));
        client.send(new DatagramPacket(octets, octets.length, server.addresses().getFirst()));
        DatagramPacket answer = new DatagramPacket(new byte[2048], 2048);
        client.receive(answer);
        return HexFormat.of().formatHex(answer.getData(), 0, answer.getLength());
    }

    @Test
    void whatItHasAnsweredIsOnTheDisk() throws IOException {
        assertThat(ask(MAP)).startsWith("00820000");
        assertThat(Files.readString(folder.resolve("mappings"))).contains("NAT_PMP 127.0.0.2 6 80");
        assertThat(server.status().leases()).hasSize(1);
    }

    @Test
    void theNextServerGoesOn() throws IOException {
        ask(MAP);
        server.close();
        assertThat(gate.open).isEmpty();
        server = open("127.0.0.1/8");
        assertThat(ask(MAP)).startsWith("00820000");
        assertThat(server.status().leases()).hasSize(1);
        assertThat(gate.open).hasSize(1);
    }

    @Test
    void foreignersGetNoAnswer() throws IOException {
        server.close();
        server = open("127.0.0.1/31");
        client.setSoTimeout(300);
        String answer = "";
        try {
            answer = ask("0000");
        } catch (SocketTimeoutException _) {
            assertThat(server.isHealthy()).isTrue();
        }
        assertThat(answer).isEmpty();
    }

    @Test
    void othersSettingsAreTakenWithoutAPause() throws IOException {
        assertThat(server.configure(settings("127.0.0.1/8", true))).isTrue();
        assertThat(ask(MAP)).startsWith("00820002");
        int id = server.status().leases().getFirst().id();
        assertThat(server.perform(store -> store.allow(id))).isTrue();
        assertThat(ask(MAP)).startsWith("00820000");
        assertThat(server.configure(settings("127.0.0.1/9", true))).isFalse();
    }

    @Test
    void aFloodGetsFewAnswers() throws IOException {
        byte[] octets = new byte[2];
        for (int i = 0; i < 1000; i++) {
            client.send(new DatagramPacket(octets, 2, server.addresses().getFirst()));
        }
        client.setSoTimeout(500);
        int answers = 0;
        try {
            while (answers < 1000) {
                client.receive(new DatagramPacket(new byte[64], 64));
                answers++;
            }
        } catch (SocketTimeoutException _) {
            assertThat(answers).isPositive();
        }
        assertThat(answers).isBetween(64, 200);
    }

    @Test
    void isToldApartWhatIsBehindAnotherTranslation() {
        for (String address :
                List.of(
                        "10.1.2.3",
                        "172.31.0.1",
                        "192.168.0.9",
                        "100.64.0.1",
                        "100.127.255.255",
                        "169.254.1.1")) {
            assertThat(MappingStatus.isBehindAnother(Ipv4Address.parse(address)))
                    .as(address)
                    .isTrue();
        }
        for (String address :
                List.of("203.0.113.5", "172.32.0.1", "100.128.0.1", "100.63.255.255", "11.0.0.1")) {
            assertThat(MappingStatus.isBehindAnother(Ipv4Address.parse(address)))
                    .as(address)
                    .isFalse();
        }
    }

    private static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    private String http(String request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(10_000);
            socket.bind(new InetSocketAddress("127.0.0.2", 0));
            socket.connect(server.upnpAddresses().getFirst());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String soap(String action, String arguments) throws IOException {
        String type = "urn:schemas-upnp-org:service:WANIPConnection:1";
        String body =
                "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><u:"
                        + action
                        + " xmlns:u=\""
                        + type
                        + "\">"
                        + arguments
                        + "</u:"
                        + action
                        + "></s:Body></s:Envelope>";
        return http(
                "POST /control/connection1 HTTP/1.1\r\nHost: 127.0.0.1:1900\r\nSOAPACTION: \""
                        + type
                        + "#"
                        + action
                        + "\"\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body);
    }

    @Test
    void upnpAnswersByHttp() throws IOException {
        assertThat(http("GET /igd1.xml HTTP/1.1\r\nHost: 127.0.0.1:1900\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK")
                .contains("WANIPConnection:1");
        String add =
                "<NewRemoteHost/><NewExternalPort>8080</NewExternalPort><NewProtocol>TCP"
                        + "</NewProtocol><NewInternalPort>80</NewInternalPort><NewInternalClient>"
                        + "127.0.0.2</NewInternalClient><NewEnabled>1</NewEnabled>"
                        + "<NewPortMappingDescription>x</NewPortMappingDescription>"
                        + "<NewLeaseDuration>600</NewLeaseDuration>";
        assertThat(soap("AddPortMapping", add)).contains("200 OK", "AddPortMappingResponse");
        assertThat(soap("AddPortMapping", add.replace("127.0.0.2", "127.0.0.3")))
                .contains("500 Internal", "<errorCode>606</errorCode>");
        assertThat(server.status().leases()).hasSize(1);
    }

    @Test
    void upnpAnswersNobodyWhoCallsItByAName() throws IOException {
        assertThat(http("GET /igd1.xml HTTP/1.1\r\nHost: evil.example\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(http("GET /etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"))
                .startsWith("HTTP/1.1 404");
        assertThat(http("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400");
    }

    @Test
    void subscribersAreTold() throws IOException {
        assertThat(
                        http(
                                lines(
                                        "SUBSCRIBE /events/connection1 HTTP/1.1",
                                        "Host: 127.0.0.1:1900",
                                        "CALLBACK: <http://127.0.0.2:5000/>",
                                        "NT: upnp:event",
                                        "TIMEOUT: Second-300")))
                .contains("200 OK", "SID: uuid:", "TIMEOUT: Second-300");
        ask(MAP);
        assertThat(server.status().leases()).hasSize(1);
        assertThat(notices).hasSizeGreaterThanOrEqualTo(2);
        assertThat(notices.getFirst()).contains("ExternalIPAddress");
        assertThat(notices.getLast()).contains("<PortMappingNumberOfEntries>1<");
    }

    @Test
    void searchesAreAnswered() throws IOException {
        String search =
                lines(
                        "M-SEARCH * HTTP/1.1",
                        "HOST: 239.255.255.250:1900",
                        "MAN: \"ssdp:discover\"",
                        "MX: 0",
                        "ST: urn:schemas-upnp-org:device:InternetGatewayDevice:1");
        byte[] octets = search.getBytes(StandardCharsets.US_ASCII);
        client.send(new DatagramPacket(octets, octets.length, server.upnpAddresses().getLast()));
        DatagramPacket answer = new DatagramPacket(new byte[2048], 2048);
        client.receive(answer);
        assertThat(new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII))
                .startsWith("HTTP/1.1 200 OK")
                .contains("LOCATION: http://127.0.0.1:1900/igd1.xml");
    }
}
