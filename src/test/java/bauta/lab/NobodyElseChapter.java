package bauta.lab;

import static bauta.lab.Stage.outcome;

import java.time.Duration;
import java.util.List;

/** Nobody else does the work: not the kernel, not another process. */
final class NobodyElseChapter {
    private static final String FROM_LAN =
            "ether src 02:00:00:00:01:01 or ether src 02:00:00:00:01:02 or ether src"
                    + " 02:00:00:00:01:03 or src net 192.168.87.0/24 or arp net 192.168.87.0/24"
                    + " or (pppoes and src net 192.168.87.0/24)";
    private static final String FROM_WAN =
            "ether src "
                    + Lab.CONCENTRATOR_MAC
                    + " or ether proto 0x8863 or ether proto 0x8864"
                    + " or src net 198.18.0.0/15 or arp net 198.18.0.0/15";

    private final Stage stage;

    NobodyElseChapter(Stage stage) {
        this.stage = stage;
    }

    /** While Bauta runs. */
    void tellRunning() {
        Ledger ledger = stage.ledger();
        ledger.promise("the nftables ruleset of the router is empty", this::noRules);
        ledger.promise("ip_forward is 0, on every interface", this::noForwarding);
        ledger.promise("Bauta is one process, alone in its namespace", this::alone);
        ledger.promise("that process has no children", this::noChildren);
    }

    private Ledger.Outcome noRules() {
        Command.Outcome rules = stage.lab().router().run("nft", "list", "ruleset");
        boolean empty = rules.ok() && rules.output().isBlank();
        return outcome(empty, empty ? "empty" : rules.output().lines().count() + " lines");
    }

    private Ledger.Outcome noForwarding() {
        String all =
                stage.lab()
                        .router()
                        .must(
                                "sh",
                                "-c",
                                "cat /proc/sys/net/ipv4/ip_forward"
                                        + " /proc/sys/net/ipv4/conf/*/forwarding");
        return outcome(all.lines().allMatch("0"::equals), String.join(" ", all.lines().toList()));
    }

    private Ledger.Outcome alone() {
        List<Long> pids = stage.lab().router().pids();
        return outcome(pids.equals(List.of(stage.router().pid())), pids.size() + " process(es)");
    }

    private Ledger.Outcome noChildren() {
        long children =
                ProcessHandle.of(stage.router().pid())
                        .map(h -> h.descendants().count())
                        .orElse(-1L);
        return outcome(children == 0, children + " children");
    }

    /** Stops Bauta for good and shows that nothing crosses without it. */
    void tellStopped() {
        Ledger ledger = stage.ledger();
        ledger.promise("a clean stop sends PADT for its session", this::cleanStop);
        linksUp();
        Lab lab = stage.lab();
        Capture wan = Capture.start(lab, lab.isp(), Lab.LINE, "stopped-wan");
        Capture lan = Capture.start(lab, lab.lanSwitch(), Lab.UPLINK_PORT, "stopped-lan");
        knock();
        wan.stop();
        lan.stop();
        ledger.promise(
                "stopped, no packet of the LAN appears on the WAN",
                () -> crossed(wan, lan, FROM_LAN));
        ledger.promise(
                "stopped, no packet of the WAN appears on the LAN",
                () -> crossed(lan, wan, FROM_WAN));
    }

    private Ledger.Outcome cleanStop() {
        stage.router().awaitsUplink(Duration.ofSeconds(60));
        long asked = System.nanoTime();
        boolean ended = stage.router().stop();
        boolean told =
                stage.provider()
                        .awaits(
                                "padt-received",
                                event -> event.value("known").equals("true"),
                                asked,
                                Duration.ofSeconds(2));
        return outcome(
                ended && told,
                (ended ? "ended" : "still runs") + (told ? ", PADT came" : ", no PADT"));
    }

    private void linksUp() {
        Namespace router = stage.lab().router();
        for (String link : List.of(Lab.ROUTER_WAN, Lab.ROUTER_LAN)) {
            router.must("ip", "link", "set", link, "up");
        }
    }

    /** Sends from both sides to the router's MAC addresses: the way a kernel would forward. */
    private void knock() {
        LanHost host = stage.byHand();
        host.home()
                .must(
                        "ip",
                        "neigh",
                        "replace",
                        RouterProcess.ADDRESS,
                        "lladdr",
                        Lab.ROUTER_LAN_MAC,
                        "dev",
                        LanHost.LINK,
                        "nud",
                        "permanent");
        host.home().run("ping", "-n", "-c", "20", "-i", "0.05", "-W", "1", ProviderServers.WEB);
        host.home().run("ping", "-n", "-b", "-c", "3", "-i", "0.2", "-W", "1", "255.255.255.255");
        Namespace isp = stage.lab().isp();
        isp.must("ip", "route", "add", "192.168.87.0/24", "dev", Lab.LINE);
        isp.must(
                "ip",
                "neigh",
                "replace",
                host.address(),
                "lladdr",
                Lab.ROUTER_WAN_MAC,
                "dev",
                Lab.LINE,
                "nud",
                "permanent");
        isp.run(
                "ping",
                "-n",
                "-c",
                "20",
                "-i",
                "0.05",
                "-W",
                "1",
                "-I",
                ProviderServers.WEB,
                host.address());
        isp.must("ip", "route", "del", "192.168.87.0/24", "dev", Lab.LINE);
    }

    private static Ledger.Outcome crossed(Capture here, Capture there, String filter) {
        int crossed = here.count(filter);
        int sent = there.count(filter);
        return outcome(crossed == 0 && sent >= 20, sent + " sent, " + crossed + " crossed");
    }
}
