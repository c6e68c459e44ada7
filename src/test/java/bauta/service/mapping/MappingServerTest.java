package bauta.service.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server on the loopback interface, with real sockets and a real file. */
class MappingServerTest {
    private static final String MAP = "0002 0000 0050 0000 00000e10";

    @TempDir private Path folder;

    private final MemoryGate gate = new MemoryGate();
    private MappingServer server;
    private DatagramSocket client;

    private MappingServerSettings settings(String network, boolean ask) {
        MappingSettings standard = MappingSettings.STANDARD;
        return new MappingServerSettings(
                List.of(
                        new MappingServerSettings.Lan(
                                "home", Ipv4Prefix.parse(network), Optional.empty())),
                new MappingSettings(standard.ports(), standard.longest(), standard.perHost(), ask),
                new MappingServerSettings.Protocols(true, true),
                folder.resolve("mappings"),
                "boot",
                0);
    }

    @BeforeEach
    void open() throws IOException {
        server = MappingServer.open(settings("127.0.0.1/8", false), gate, () -> {});
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
        server = MappingServer.open(settings("127.0.0.1/8", false), gate, () -> {});
        assertThat(ask("0000")).startsWith("00800000");
        assertThat(server.status().leases()).hasSize(1);
        assertThat(gate.open).hasSize(1);
    }

    @Test
    void foreignersGetNoAnswer() throws IOException {
        server.close();
        server = MappingServer.open(settings("127.0.0.1/31", false), gate, () -> {});
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
}
