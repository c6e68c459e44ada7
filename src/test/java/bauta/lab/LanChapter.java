package bauta.lab;

import static bauta.lab.Stage.outcome;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** LAN hosts that know nothing get an address, resolve names, browse and ping. */
final class LanChapter {
    private static final String HAND_SET = "192.168.87.250";
    private static final int QUERIES = 20;

    private final Stage stage;

    LanChapter(Stage stage) {
        this.stage = stage;
    }

    void tell() {
        Ledger ledger = stage.ledger();
        ledger.promise("a host gets address, gateway and name server by DHCP", this::lease);
        ledger.promise("it renews its lease", this::renew);
        ledger.promise("it pings the Internet", () -> ping(stage.ordinary()));
        ledger.promise("it opens a web page by name", () -> page(stage.ordinary()));
        stage.byHand().byHand(HAND_SET + "/24", RouterProcess.ADDRESS);
        ledger.promise("a host set by hand opens a page by name", () -> page(stage.byHand()));
        stage.direct().lease();
        stage.direct().asksDirectly(ProviderServers.SECONDARY_DNS);
        ledger.promise("a host that asks the provider's DNS gets its answer", this::direct);
        ledger.promise("and opens a page by name", () -> page(stage.direct()));
        ledger.promise("names resolve over UDP by the router", () -> resolve("+notcp"));
        ledger.promise("names resolve over TCP by the router", () -> resolve("+tcp"));
        ledger.promise("an answer too big for UDP comes over TCP", this::big);
        ledger.promise(
                "each query leaves with a random id from a random port", this::randomQueries);
        ledger.promise("the secondary name server steps in for the primary", this::secondary);
        ledger.promise("a packet whose TTL ends is answered by the router", this::timeExceeded);
        ledger.promise("a server's ICMP error reaches the host it is for", this::refused);
        ledger.promise("IPv6 of the LAN is dropped as IPV6_NOT_SUPPORTED", this::noIpv6);
    }

    private Ledger.Outcome lease() {
        LanHost host = stage.ordinary();
        boolean leased = host.lease();
        String seen = host.address() + " via " + host.gateway() + " dns " + host.nameServers();
        return outcome(
                leased
                        && host.address().startsWith("192.168.87.")
                        && host.gateway().equals(RouterProcess.ADDRESS)
                        && host.nameServers().equals(List.of(RouterProcess.ADDRESS)),
                seen);
    }

    private Ledger.Outcome renew() {
        LanHost host = stage.ordinary();
        String before = host.address();
        boolean renewed = host.renews(Duration.ofSeconds(5));
        return outcome(
                renewed && host.address().equals(before),
                (renewed ? "renewed " : "no answer, has ") + host.address());
    }

    private static Ledger.Outcome ping(LanHost host) {
        Command.Outcome seen =
                host.home()
                        .run("ping", "-n", "-c", "5", "-i", "0.2", "-W", "2", ProviderServers.WEB);
        return outcome(seen.ok() && seen.output().contains(" 0% packet loss"), seen.lastLine());
    }

    private static Ledger.Outcome page(LanHost host) {
        Command.Outcome seen = host.curl("http://" + ProviderServers.WEB_NAME + "/");
        return outcome(seen.ok() && seen.output().contains("Welcome"), seen.lastLine());
    }

    private Ledger.Outcome direct() {
        String seen = stage.direct().dig(ProviderServers.WHO_NAME, "TXT").output().strip();
        return outcome(seen.equals("\"secondary\""), seen);
    }

    private Ledger.Outcome resolve(String transport) {
        Command.Outcome seen =
                stage.ordinary()
                        .dig(transport, "@" + RouterProcess.ADDRESS, ProviderServers.WEB_NAME);
        return outcome(seen.output().strip().equals(ProviderServers.WEB), seen.output().strip());
    }

    private Ledger.Outcome big() {
        LanHost host = stage.ordinary();
        String whole = host.dig(ProviderServers.BIG_NAME, "TXT").output();
        String udp =
                host.home()
                        .run("dig", "+notcp", "+ignore", ProviderServers.BIG_NAME, "TXT")
                        .output();
        long parts = whole.lines().filter(line -> line.contains("part-")).count();
        boolean truncated = Pattern.compile("flags:[a-z ]* tc").matcher(udp).find();
        return outcome(
                parts == 30 && truncated,
                parts + " records over TCP, UDP answer " + (truncated ? "truncated" : "whole"));
    }

    private Ledger.Outcome randomQueries() {
        Lab lab = stage.lab();
        Capture capture = Capture.start(lab, lab.isp(), Provider.TUN, "dns-queries");
        for (int i = 0; i < QUERIES; i++) {
            stage.ordinary().dig("+notcp", "@" + RouterProcess.ADDRESS, "n" + i + ".example.com");
        }
        Matcher query =
                Pattern.compile("100\\.64\\.10\\.\\d+\\.(\\d+) > 198\\.18\\.0\\.5\\d\\.53: (\\d+)")
                        .matcher(capture.stop().lines("udp dst port 53"));
        Set<String> ports = new HashSet<>();
        Set<String> ids = new HashSet<>();
        while (query.find()) {
            ports.add(query.group(1));
            ids.add(query.group(2));
        }
        return outcome(
                ports.size() >= QUERIES - 1 && ids.size() >= QUERIES - 1,
                QUERIES + " queries, " + ports.size() + " ports, " + ids.size() + " ids");
    }

    private Ledger.Outcome secondary() {
        Namespace isp = stage.lab().isp();
        isp.must("ip", "address", "del", ProviderServers.PRIMARY_DNS + "/32", "dev", "lo");
        try {
            Command.Outcome seen =
                    stage.ordinary()
                            .home()
                            .run(
                                    "dig",
                                    "+short",
                                    "+tries=3",
                                    "+time=4",
                                    "@" + RouterProcess.ADDRESS,
                                    ProviderServers.WHO_NAME,
                                    "TXT");
            return outcome(seen.output().contains("\"secondary\""), seen.lastLine());
        } finally {
            isp.address("lo", ProviderServers.PRIMARY_DNS + "/32");
        }
    }

    private Ledger.Outcome timeExceeded() {
        Command.Outcome seen =
                stage.ordinary()
                        .home()
                        .run("ping", "-n", "-c", "1", "-W", "2", "-t", "1", ProviderServers.WEB);
        boolean told =
                seen.output().contains("From " + RouterProcess.ADDRESS)
                        && seen.output().contains("Time to live exceeded");
        return outcome(told, told ? "from " + RouterProcess.ADDRESS : seen.lastLine());
    }

    /** Asks a server for names that offers none: its kernel answers port unreachable. */
    private Ledger.Outcome refused() {
        String seen =
                stage.ordinary().dig("@" + ProviderServers.WEB, ProviderServers.WEB_NAME).output();
        boolean told = seen.contains("connection refused");
        return outcome(told, seen.lines().findFirst().orElse("no word"));
    }

    private Ledger.Outcome noIpv6() {
        long before = stage.router().status().drops("IPV6_NOT_SUPPORTED");
        Namespace home = stage.byHand().home();
        home.setting("net.ipv6.conf." + LanHost.LINK + ".disable_ipv6", "0");
        home.must("ip", "-6", "address", "add", "fd00::2/64", "dev", LanHost.LINK, "nodad");
        home.must("ip", "-6", "route", "add", "default", "via", "fd00::1", "dev", LanHost.LINK);
        home.must(
                "ip",
                "neigh",
                "replace",
                "fd00::1",
                "lladdr",
                Lab.ROUTER_LAN_MAC,
                "dev",
                LanHost.LINK,
                "nud",
                "permanent");
        home.run("ping", "-6", "-n", "-c", "10", "-i", "0.05", "-W", "1", "2001:db8::1");
        home.setting("net.ipv6.conf." + LanHost.LINK + ".disable_ipv6", "1");
        long counted = stage.router().status().drops("IPV6_NOT_SUPPORTED") - before;
        return outcome(counted >= 10, counted + " for 10 pings");
    }
}
