package bauta.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Each step has a file before and a file after. {@code -Dbauta.golden=write} makes the latter. */
class MigrationsTest {
    private static final Path FOLDER = Path.of("src/test/resources/bauta/control/config");

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = MigrationsTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    private static String text(String name) throws IOException {
        return new String(resource(name), StandardCharsets.UTF_8);
    }

    @Test
    void eachFormBecomesTheNext() throws IOException {
        List<Migrations.Step> steps = List.of(FormTwo::from, FormThree::from);
        for (int form = 1; form <= steps.size(); form++) {
            JsonNode old = Json.read(text("form-" + form + ".json"));
            JsonNode before = old.deepCopy();
            String next = Json.text(Migrations.migrate(old, steps.subList(0, form)).tree());
            String golden = "form-" + (form + 1) + ".json";
            if ("write".equals(System.getProperty("bauta.golden"))) {
                Files.writeString(FOLDER.resolve(golden), next);
            }
            assertThat(next).isEqualTo(Files.readString(FOLDER.resolve(golden)));
            assertThat(old).isEqualTo(before);
        }
        String newest = Json.text(Migrations.migrate(Json.read(text("form-1.json"))).tree());
        assertThat(newest).isEqualTo(Files.readString(FOLDER.resolve("form-3.json")));
        assertThat(Json.text(Migrations.migrate(Json.read(newest)).tree())).isEqualTo(newest);
    }

    @Test
    void aFileOfFormOneMeansTheSame() throws IOException {
        Reading reading = ConfigReader.parse(resource("form-1.json"));
        Config config = ((Reading.Accepted) reading).config();
        LanDhcp dhcp = config.networks().getFirst().dhcp();
        assertThat(dhcp.told().dns()).isInstanceOf(DhcpDns.Servers.class);
        assertThat(((DhcpDns.Servers) dhcp.told().dns()).addresses().toString())
                .isEqualTo("[10.20.0.53, 10.20.0.54]");
        assertThat(config.networks().getFirst().dns().enabled()).isFalse();
        PppoeUplink uplink = (PppoeUplink) config.uplinks().getFirst();
        assertThat(uplink.firewall()).isEqualTo(UplinkFirewall.MASQUERADE);
        assertThat(uplink.password().reveal()).isEqualTo("secret");
        assertThat(config.services()).isEqualTo(ServiceStarts.STANDARD);
        assertThat(ConfigReader.parse(resource("form-2.json"))).isEqualTo(reading);
        assertThat(ConfigReader.parse(resource("form-3.json"))).isEqualTo(reading);
    }

    private record Case(String network, List<String> problems) {
        Case(String network, String... problems) {
            this(network, List.of(problems));
        }
    }

    @Test
    void problemsStandWhereThePersonWroteThem() {
        String allowed = " is not bauta or provider, or a list of 1 to 3 IPv4 host addresses";
        for (Case row :
                List.of(
                        new Case("\"dns\": {\"servers\": []}"),
                        new Case("\"dns\": {\"servers\": [\"10.0.0.1\"]}"),
                        new Case(
                                "\"dns\": {\"servers\": 7}",
                                "/networks/0/dns/servers: 7"
                                        + allowed
                                        + "; a text stands in quotes"),
                        new Case(
                                "\"dns\": {\"servers\": [\"10.0.0.1\", \"x\"]}",
                                "/networks/0/dns/servers/1: \"x\" is not an IPv4 host address"),
                        new Case(
                                "\"dns\": {\"servers\": [\"10.0.0.1\"]}, \"dhcp\": {\"lease\": 1}",
                                "/networks/0/dhcp/lease: 1 is not a time from 2m to 30d:"
                                        + " a number and s, m, h or d; a text stands in quotes"),
                        new Case(
                                "\"dns\": {\"servers\": [\"10.0.0.1\"]}, \"dhcp\": 5",
                                "/networks/0/dhcp: 5 is not an object",
                                "/networks/0/dns/servers: servers is not a key of this object"),
                        new Case(
                                "\"dns\": {\"servers\": [\"10.0.0.1\"]}, \"dhcp\": {\"dns\":"
                                        + " \"bauta\"}",
                                "/networks/0/dns/servers: servers is not a key of this object"))) {
            String json =
                    """
                    {"schema-version": 1, "ports": {"wan": "eth0", "lan1": "eth1"},
                     "networks": [{%s}], "uplinks": [{"user": "u", "password": "p"}]}
                    """
                            .formatted(row.network());
            List<String> found =
                    ConfigReaderTest.parse(json) instanceof Reading.Refused(var problems)
                            ? problems.stream().map(Problem::toString).toList()
                            : List.of();
            assertThat(found).as(row.network()).isEqualTo(row.problems());
        }
    }

    @Test
    void whatWasReservedAndEmptyMayStay() {
        for (String reserved :
                List.of("\"devices\": {}, \"services\": []", "\"rules\": {}, \"helpers\": []")) {
            String json =
                    "{\"schema-version\": 1, \"ports\": {\"wan\": \"a\", \"lan1\": \"b\"}, %s}"
                            .formatted(reserved);
            assertThat(ConfigReaderTest.parse(json)).isInstanceOf(Reading.Accepted.class);
        }
        String two =
                "{\"schema-version\": 2, \"ports\": {\"wan\": \"a\", \"lan1\": \"b\"},"
                        + " \"policies\": {}, \"rules\": {}, \"forwards\": {}}";
        assertThat(ConfigReaderTest.parse(two)).isInstanceOf(Reading.Accepted.class);
        assertThat(ConfigReaderTest.parse(two.replace(": 2,", ": 3,")))
                .isInstanceOf(Reading.Refused.class);
    }

    @Test
    void formsThatAreNotKnownAreRefused() {
        record Row(String version, String problem) {}
        for (Row row :
                List.of(
                        new Row("4", "form 4 is newer than form 3, the newest that this software"),
                        new Row("99999999999", "form 99999999999 is newer than form 3"),
                        new Row("0", "0 is not the number 3, or that of an older form"),
                        new Row("-1", "-1 is not the number 3, or that of an older form"),
                        new Row("1.0", "1.0 is not the number 3, or that of an older form"),
                        new Row("\"1\"", "\"1\" is not the number 3, or that of an older form"))) {
            String json =
                    "{\"schema-version\": %s, \"ports\": {\"wan\": \"a\", \"lan1\": \"b\"}}"
                            .formatted(row.version());
            assertThat(ConfigReaderTest.parse(json)).isInstanceOf(Reading.Refused.class);
            List<Problem> problems = ((Reading.Refused) ConfigReaderTest.parse(json)).problems();
            assertThat(problems).hasSize(1);
            assertThat(problems.getFirst().toString())
                    .startsWith("/schema-version: " + row.problem());
        }
    }

    /** A third form, in which the ports are called otherwise and the servers move once more. */
    @Test
    void aFurtherFormIsOneMoreStep() {
        List<Migrations.Step> steps =
                List.of(
                        FormTwo::from,
                        tree -> {
                            tree.set("nics", tree.remove("ports"));
                            ObjectNode network = (ObjectNode) tree.get("networks").get(0);
                            network.set("told", network.get("dhcp").get("dns"));
                            return Map.of(
                                    "/nics", "/ports", "/networks/0/told", "/networks/0/dhcp/dns");
                        });
        JsonNode one =
                Json.read(
                        "{\"schema-version\": 1, \"ports\": {}, \"networks\": [{\"dns\":"
                                + " {\"servers\": [\"10.0.0.1\"]}}]}");
        Migrated three = Migrations.migrate(one, steps);
        assertThat(three.tree().get("schema-version").intValue()).isEqualTo(3);
        assertThat(three.written("/nics/wan")).isEqualTo("/ports/wan");
        assertThat(three.written("/networks/0/told/0")).isEqualTo("/networks/0/dns/servers/0");
        assertThat(three.written("/networks/0/tolda")).isEqualTo("/networks/0/tolda");
    }
}
