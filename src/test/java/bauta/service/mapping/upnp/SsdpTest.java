package bauta.service.mapping.upnp;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.wire.Decoded;
import bauta.wire.Ipv4Address;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SsdpTest {
    private static final Ipv4Address OURS = Ipv4Address.parse("192.168.87.1");
    private static final String IGD1 = "urn:schemas-upnp-org:device:InternetGatewayDevice:1";
    private static final String IGD2 = "urn:schemas-upnp-org:device:InternetGatewayDevice:2";

    private final SsdpMachine machine = new SsdpMachine("unit", 7, 0);

    static String search(String target, String wait) {
        return "M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\n"
                + "MX: "
                + wait
                + "\r\nST: "
                + target
                + "\r\n\r\n";
    }

    private static Decoded<SsdpSearch> parse(String text) {
        ByteBuf buf = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
        return SsdpSearch.parse(buf, 0, buf.writerIndex());
    }

    private List<String> answers(String target) {
        return machine.answers(new SsdpSearch(target, 1), OURS, 0);
    }

    @Test
    void readsASearch() {
        assertThat(parse(search(IGD1, "2"))).isEqualTo(new Decoded.Ok<>(new SsdpSearch(IGD1, 2)));
        assertThat(parse(search(IGD1, "120"))).isEqualTo(new Decoded.Ok<>(new SsdpSearch(IGD1, 5)));
    }

    @Test
    void leavesAloneWhatIsNone() {
        for (String other :
                List.of(
                        "",
                        "NOTIFY * HTTP/1.1\r\nST: x\r\n\r\n",
                        search(IGD1, "2").replace("ssdp:discover", "ssdp:other"),
                        search(IGD1, "2").replace("ST:", "XX:"),
                        search(IGD1, "soon"),
                        search("x".repeat(200), "2"),
                        search(IGD1, "2") + " ".repeat(2000))) {
            assertThat(parse(other)).as(other).isInstanceOf(Decoded.Malformed.class);
        }
    }

    @Test
    void eachVersionHasADescriptionOfItsOwn() {
        assertThat(answers(IGD1))
                .singleElement()
                .asString()
                .contains("LOCATION: http://192.168.87.1:1900/igd1.xml", "ST: " + IGD1);
        assertThat(answers(IGD2)).singleElement().asString().contains("/igd2.xml");
        assertThat(answers("urn:schemas-upnp-org:device:MediaServer:1")).isEmpty();
    }

    @Test
    void whoLooksForEverythingFindsABoundedNumber() {
        assertThat(answers("ssdp:all")).hasSizeBetween(3, 10);
        assertThat(answers("upnp:rootdevice")).hasSize(1);
    }

    @Test
    void aFloodOfSearchesIsAnsweredSlowly() {
        int answered = 0;
        for (int i = 0; i < 1000; i++) {
            answered += answers(IGD1).size();
        }
        assertThat(answered).isEqualTo(40);
        assertThat(machine.answers(new SsdpSearch(IGD1, 1), OURS, 1_000_000_000L)).hasSize(1);
    }

    @Test
    void comesAndGoes() {
        assertThat(machine.notices(OURS, true)).allMatch(n -> n.contains("NTS: ssdp:alive"));
        assertThat(machine.notices(OURS, false)).allMatch(n -> n.contains("NTS: ssdp:byebye"));
        assertThat(machine.notices(OURS, true)).hasSize(18);
    }

    @Test
    void descriptionsNameTheirActions() {
        for (IgdDevice device : machine.devices()) {
            assertThat(device.description("http://192.168.87.1/"))
                    .contains("WANIPConnection:" + device.version(), "/control/connection");
        }
        assertThat(ServiceDescription.document("connection2"))
                .contains("<name>AddAnyPortMapping</name>", "ExternalIPAddress");
        assertThat(ServiceDescription.document("connection1")).doesNotContain("AddAny");
    }
}
