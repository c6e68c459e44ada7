package bauta.lab;

import static bauta.lab.Stage.outcome;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A thousand probes from outside: none reaches the LAN, each is counted under its reason. */
final class ProbeChapter {
    private static final int UDP_PORT = 41000;
    private static final int TCP_PORT = 41001;

    /** Below 1024 and the hosts' own choice of ports, so that no other traffic maps them. */
    private static final int UNMAPPED_UDP = 200;

    private static final int UNMAPPED_TCP = 600;

    /** Why a probe must be dropped, as the router's status names it. */
    private enum Reason {
        INBOUND_FILTERED,
        INBOUND_NO_MAPPING,
        TCP_SYN_IN_FLOW
    }

    private final Stage stage;
    private final List<String> commands = new ArrayList<>();
    private final Map<Reason, Integer> expected = new EnumMap<>(Reason.class);

    ProbeChapter(Stage stage) {
        this.stage = stage;
    }

    void tell() {
        Ledger ledger = stage.ledger();
        var busy = CompletableFuture.supplyAsync(this::holdTcpPort);
        holdUdpPort();
        Patience.pause(Duration.ofSeconds(1));
        prepare();
        Lab lab = stage.lab();
        Capture lan = Capture.start(lab, lab.lanSwitch(), Lab.UPLINK_PORT, "probes-lan");
        RouterStatus before = stage.router().status();
        stage.provider().tellAll(commands);
        Patience.pause(Duration.ofMillis(500));
        RouterStatus after = stage.router().status();
        lan.stop();
        ledger.promise("none of 1,000 probes appears on the LAN", () -> noneArrived(lan));
        for (Reason reason : Reason.values()) {
            ledger.promise(
                    expected(reason) + " of them are counted as " + reason,
                    () -> counted(reason, before, after));
        }
        ledger.promise(
                "another port of a peer it has spoken to passes (RFC 4787 REQ-8)", this::samePeer);
        ledger.promise(
                "the connection through the probed port goes on", () -> undisturbed(busy.join()));
    }

    private Command.Outcome holdTcpPort() {
        return stage.ordinary()
                .curl(
                        "--local-port",
                        String.valueOf(TCP_PORT),
                        "--limit-rate",
                        "1M",
                        "-r",
                        "0-7999999",
                        "-o",
                        "/dev/null",
                        "http://" + ProviderServers.WEB + "/big");
    }

    private void holdUdpPort() {
        LanHost host = stage.ordinary();
        host.dig(
                "-b",
                host.address() + "#" + UDP_PORT,
                "@" + ProviderServers.PRIMARY_DNS,
                ProviderServers.WEB_NAME);
    }

    /** Mapped ports: peers that the host has not spoken to, a stray SYN. Unmapped ports: anyone. */
    private void prepare() {
        String router = stage.router().status().address();
        for (int i = 0; i < 200; i++) {
            udp(ProviderServers.STRANGER, 53, router, UDP_PORT, Reason.INBOUND_FILTERED);
            udp(ProviderServers.OTHER_DNS, 6000 + i, router, UDP_PORT, Reason.INBOUND_FILTERED);
            udp(
                    ProviderServers.PRIMARY_DNS,
                    53,
                    router,
                    UNMAPPED_UDP + i,
                    Reason.INBOUND_NO_MAPPING);
            tcp(ProviderServers.STRANGER, 80, router, TCP_PORT, Reason.INBOUND_FILTERED);
        }
        for (int i = 0; i < 150; i++) {
            tcp(ProviderServers.WEB, 80, router, UNMAPPED_TCP + i, Reason.INBOUND_NO_MAPPING);
        }
        for (int i = 0; i < 50; i++) {
            tcp(ProviderServers.WEB, 80, router, TCP_PORT, Reason.TCP_SYN_IN_FLOW);
        }
    }

    private void udp(String from, int fromPort, String to, int toPort, Reason reason) {
        add(Probe.udp(from, fromPort, to, toPort), reason);
    }

    private void tcp(String from, int fromPort, String to, int toPort, Reason reason) {
        add(Probe.syn(from, fromPort, to, toPort), reason);
    }

    private void add(String packet, Reason reason) {
        commands.add("inject " + packet);
        expected.merge(reason, 1, Integer::sum);
    }

    private int expected(Reason reason) {
        return expected.getOrDefault(reason, 0);
    }

    private Ledger.Outcome noneArrived(Capture lan) {
        int arrived =
                lan.count("ip[4:2] = " + Probe.MARK + " or src host " + ProviderServers.STRANGER);
        int own = lan.count("tcp port " + TCP_PORT);
        return outcome(
                arrived == 0 && own > 0 && commands.size() == 1000,
                commands.size() + " sent, " + arrived + " arrived, " + own + " of others recorded");
    }

    private Ledger.Outcome counted(Reason reason, RouterStatus before, RouterStatus after) {
        long counted = after.drops(reason.name()) - before.drops(reason.name());
        return outcome(counted == expected(reason), String.valueOf(counted));
    }

    private Ledger.Outcome samePeer() {
        Lab lab = stage.lab();
        Capture lan = Capture.start(lab, lab.lanSwitch(), Lab.UPLINK_PORT, "probes-same-peer");
        String router = stage.router().status().address();
        String probe = Probe.udp(ProviderServers.PRIMARY_DNS, 6999, router, UDP_PORT);
        stage.provider().tell("inject " + probe);
        lan.stop();
        int arrived = lan.count("udp src port 6999 and dst port " + UDP_PORT);
        return outcome(arrived == 1, arrived + " of 1 arrived");
    }

    private static Ledger.Outcome undisturbed(Command.Outcome transfer) {
        return outcome(transfer.ok(), transfer.ok() ? "8 MB came whole" : transfer.lastLine());
    }
}
