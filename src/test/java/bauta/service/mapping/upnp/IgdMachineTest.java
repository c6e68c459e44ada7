package bauta.service.mapping.upnp;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.service.mapping.MappingLease;
import bauta.service.mapping.StoreRig;
import bauta.wire.Decoded;
import bauta.wire.Ipv4Address;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Actions as programs call them, from their XML on. */
class IgdMachineTest {
    private static final String ADD =
            "<NewRemoteHost></NewRemoteHost><NewExternalPort>%d</NewExternalPort>"
                    + "<NewProtocol>TCP</NewProtocol><NewInternalPort>%d</NewInternalPort>"
                    + "<NewInternalClient>%s</NewInternalClient><NewEnabled>1</NewEnabled>"
                    + "<NewPortMappingDescription>a &lt;game&gt;</NewPortMappingDescription>"
                    + "<NewLeaseDuration>3600</NewLeaseDuration>";
    private static final String KEY =
            "<NewRemoteHost></NewRemoteHost><NewExternalPort>%d</NewExternalPort>"
                    + "<NewProtocol>TCP</NewProtocol>";

    private final StoreRig house = new StoreRig();
    private final IgdMachine machine = new IgdMachine(house.store, house.timers::nanos);

    static byte[] envelope(String action, String arguments) {
        return ("<?xml version=\"1.0\"?><s:Envelope"
                        + " xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
                        + "<u:"
                        + action
                        + " xmlns:u=\"urn:schemas-upnp-org:service:WANIPConnection:1\">"
                        + arguments
                        + "</u:"
                        + action
                        + "></s:Body></s:Envelope>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private IgdMachine.Outcome call(String action, String arguments, Ipv4Address from) {
        List<IgdMachine.Outcome> outcomes = new ArrayList<>();
        if (SoapCall.parse(envelope(action, arguments)) instanceof Decoded.Ok<SoapCall>(var call)) {
            machine.next("connection2", call, from, outcomes::add);
        }
        return outcomes.getFirst();
    }

    private Map<String, String> done(String action, String arguments) {
        return ((IgdMachine.Outcome.Done) call(action, arguments, StoreRig.HOST)).values();
    }

    private int code(String action, String arguments) {
        return code(action, arguments, StoreRig.HOST);
    }

    private int code(String action, String arguments, Ipv4Address from) {
        return call(action, arguments, from) instanceof IgdMachine.Outcome.Failed(var fault)
                ? fault.code()
                : 0;
    }

    private static String add(int external, int internal) {
        return ADD.formatted(external, internal, StoreRig.HOST);
    }

    @Test
    void aMappingIsAddedReadAndDeleted() {
        assertThat(done("AddPortMapping", add(8080, 80))).isEmpty();
        MappingLease lease = house.store.all().getFirst();
        assertThat(lease.terms().description()).isEqualTo("a <game>");
        house.timers.advance(Duration.ofMinutes(10).toNanos());
        assertThat(done("GetSpecificPortMappingEntry", KEY.formatted(8080)))
                .containsEntry("NewInternalPort", "80")
                .containsEntry("NewInternalClient", "192.168.87.10")
                .containsEntry("NewLeaseDuration", "3000");
        assertThat(
                        done(
                                "GetGenericPortMappingEntry",
                                "<NewPortMappingIndex>0</NewPortMappingIndex>"))
                .containsEntry("NewExternalPort", "8080")
                .containsEntry("NewProtocol", "TCP")
                .containsEntry("NewPortMappingDescription", "a <game>");
        assertThat(done("DeletePortMapping", KEY.formatted(8080))).isEmpty();
        assertThat(house.store.all()).isEmpty();
    }

    @Test
    void aHostMapsOnlyItself() {
        assertThat(code("AddPortMapping", ADD.formatted(8080, 80, StoreRig.OTHER))).isEqualTo(606);
        assertThat(code("AddPortMapping", ADD.formatted(8080, 80, "192.168.87.1"))).isEqualTo(606);
        assertThat(house.store.all()).isEmpty();
    }

    @Test
    void aHostEndsOnlyWhatIsItsOwn() {
        done("AddPortMapping", add(8080, 80));
        assertThat(code("DeletePortMapping", KEY.formatted(8080), StoreRig.OTHER)).isEqualTo(606);
        assertThat(code("DeletePortMapping", KEY.formatted(8081))).isEqualTo(714);
        assertThat(house.store.all()).hasSize(1);
    }

    @Test
    void aTakenPortIsAConflictAndAnotherOneIsFound() {
        call("AddPortMapping", ADD.formatted(8080, 80, StoreRig.OTHER), StoreRig.OTHER);
        assertThat(code("AddPortMapping", add(8080, 80))).isEqualTo(718);
        String port = done("AddAnyPortMapping", add(8080, 80)).get("NewReservedPort");
        assertThat(port).isNotNull().isNotEqualTo("8080");
        assertThat(done("AddAnyPortMapping", add(9090, 90)))
                .containsEntry("NewReservedPort", "9090");
    }

    @Test
    void portsThatAreNotGivenAwayAreAConflict() {
        assertThat(code("AddPortMapping", add(80, 80))).isEqualTo(718);
        assertThat(code("AddPortMapping", add(0, 80))).isEqualTo(716);
    }

    @Test
    void wrongArgumentsAreRefused() {
        for (String bad :
                List.of(
                        add(8080, 80).replace("TCP", "SCTP"),
                        add(8080, 80).replace(">80<", ">0<"),
                        add(8080, 80).replace(">80<", ">65536<"),
                        add(8080, 80).replace(">8080<", ">-1<"),
                        add(8080, 80).replace(">3600<", ">never<"),
                        add(8080, 80).replace(">1<", ">0<"),
                        add(8080, 80).replace(">192.168.87.10<", ">xbox.example<"),
                        "<NewPortMappingIndex>x</NewPortMappingIndex>")) {
            assertThat(code("AddPortMapping", bad)).as(bad).isEqualTo(402);
        }
        assertThat(code("GetGenericPortMappingEntry", "")).isEqualTo(402);
        assertThat(code("Reboot", "")).isEqualTo(401);
    }

    @Test
    void theListEnds() {
        assertThat(
                        code(
                                "GetGenericPortMappingEntry",
                                "<NewPortMappingIndex>0</NewPortMappingIndex>"))
                .isEqualTo(713);
    }

    @Test
    void leasesOfZeroLastAWeek() {
        done("AddPortMapping", add(8080, 80).replace(">3600<", ">0<"));
        assertThat(house.store.all().getFirst().secondsLeft(house.timers.nanos()))
                .isEqualTo(604_800);
    }

    @Test
    void aRemoteHostBecomesAFilter() {
        String one = add(8080, 80).replace("<NewRemoteHost>", "<NewRemoteHost>198.51.100.7");
        done("AddPortMapping", one);
        assertThat(house.store.all().getFirst().terms().filters()).hasSize(1);
        assertThat(
                        done(
                                "GetGenericPortMappingEntry",
                                "<NewPortMappingIndex>0</NewPortMappingIndex>"))
                .containsEntry("NewRemoteHost", "198.51.100.7");
    }

    @Test
    void aRangeIsDeleted() {
        done("AddPortMapping", add(8080, 80));
        done("AddPortMapping", add(8081, 81));
        done("AddPortMapping", add(9000, 90));
        String range =
                "<NewStartPort>8000</NewStartPort><NewEndPort>8999</NewEndPort>"
                        + "<NewProtocol>TCP</NewProtocol><NewManage>0</NewManage>";
        assertThat(code("DeletePortMappingRange", range, StoreRig.OTHER)).isEqualTo(730);
        done("DeletePortMappingRange", range);
        assertThat(house.store.all()).hasSize(1);
        assertThat(code("DeletePortMappingRange", range.replace("8999", "7"))).isEqualTo(733);
    }

    @Test
    void theLineIsToldAsItIs() {
        assertThat(done("GetExternalIPAddress", ""))
                .containsEntry("NewExternalIPAddress", "203.0.113.5");
        assertThat(done("GetStatusInfo", "")).containsEntry("NewConnectionStatus", "Connected");
        house.store.external(Optional.of(Ipv4Address.parse("100.64.1.2")));
        assertThat(done("GetExternalIPAddress", ""))
                .containsEntry("NewExternalIPAddress", "100.64.1.2");
        done("AddPortMapping", add(8080, 80));
        house.store.external(Optional.empty());
        assertThat(done("GetStatusInfo", "")).containsEntry("NewConnectionStatus", "Disconnected");
        assertThat(done("GetExternalIPAddress", "")).containsEntry("NewExternalIPAddress", "");
    }

    @Test
    void hostileXmlIsRefused() {
        String dtd =
                "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>"
                        + new String(
                                        envelope("AddPortMapping", "<A>&b;</A>"),
                                        StandardCharsets.UTF_8)
                                .substring(21);
        String external =
                "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">"
                        + new String(envelope("AddPortMapping", ""), StandardCharsets.UTF_8)
                                .substring(21);
        for (String bad :
                List.of(
                        dtd,
                        external,
                        "",
                        "<a/>",
                        "<s:Envelope><s:Body><u:X/></s:Body></s:Envelope>",
                        new String(
                                envelope("A", "<x>".repeat(50) + "</x>".repeat(50)),
                                StandardCharsets.UTF_8),
                        new String(
                                envelope("A", "<x>" + "y".repeat(600) + "</x>"),
                                StandardCharsets.UTF_8),
                        new String(envelope("A", "<x/>".repeat(2000)), StandardCharsets.UTF_8))) {
            boolean accepted =
                    SoapCall.parse(bad.getBytes(StandardCharsets.UTF_8))
                                    instanceof Decoded.Ok<SoapCall>(var call)
                            && (call.arguments().size() > 1
                                    || call.arguments().containsValue("aaaaaaaaaaaa"));
            assertThat(accepted).as(bad).isFalse();
        }
        byte[] whole = envelope("AddPortMapping", add(8080, 80));
        for (int cut = 0; cut < whole.length; cut++) {
            assertThat(SoapCall.parse(java.util.Arrays.copyOf(whole, cut)))
                    .isInstanceOf(Decoded.Malformed.class);
        }
    }
}
