package bauta.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An ordinary host on the LAN that knows nothing: a namespace with one NIC and real programs. Its
 * {@code /etc/resolv.conf} is a file of its own, which {@code ip netns exec} puts over the
 * machine's.
 */
final class LanHost {
    /** The name of its only NIC. */
    static final String LINK = "eth0";

    private static final int IP_AND_ICMP_BYTES = 28;
    private static final Path PRIVATE_ETC = Path.of("/etc/netns");
    private static final Duration LEASE_LIMIT = Duration.ofSeconds(15);

    private final Lab lab;
    private final Namespace home;
    private final String mac;
    private @Nullable LabProcess client;

    private LanHost(Lab lab, Namespace home, String mac) {
        this.lab = lab;
        this.home = home;
        this.mac = mac;
    }

    static LanHost in(Lab lab, Namespace home, String mac) {
        var host = new LanHost(lab, home, mac);
        host.nameServer("");
        return host;
    }

    Namespace home() {
        return home;
    }

    String mac() {
        return mac;
    }

    /** Returns the name without the prefix of the run, such as {@code lan1}. */
    String shortName() {
        return home.name().substring(home.name().indexOf('-') + 1);
    }

    /**
     * Gets an address as any host does: udhcpc asks, and takes over what it is told. It stays and
     * renews.
     *
     * @return whether it got one within 15 seconds
     */
    boolean lease() {
        LabProcess asking = startClient();
        return Patience.until(LEASE_LIMIT, () -> !address().isEmpty() || !asking.alive())
                && !address().isEmpty();
    }

    /** Starts its DHCP client if need be; says whether it has an address now, without waiting. */
    boolean leaseSoon() {
        LabProcess asking = client;
        if (asking == null || !asking.alive()) {
            startClient();
        }
        return !address().isEmpty();
    }

    private LabProcess startClient() {
        LabProcess asking =
                lab.keep(
                        home.start(
                                lab.file(shortName() + "-udhcpc.log"),
                                List.of(
                                        "udhcpc",
                                        "-f",
                                        "-i",
                                        LINK,
                                        "-s",
                                        leaseScript().toString(),
                                        "-t",
                                        "10",
                                        "-T",
                                        "1",
                                        "-x",
                                        "hostname:" + shortName())));
        client = asking;
        return asking;
    }

    /** Makes its DHCP client renew; says whether the server answered in time. */
    boolean renews(Duration limit) {
        LabProcess asking = client;
        if (asking == null) {
            return false;
        }
        long before = renewals(asking);
        Command.run(List.of("kill", "-USR1", String.valueOf(asking.pid())));
        return Patience.until(limit, () -> renewals(asking) > before);
    }

    private static long renewals(LabProcess client) {
        return client.output().lines().filter(line -> line.startsWith("renew ")).count();
    }

    /** Takes an address set by hand, with the router as gateway and name server. */
    void byHand(String prefix, String routerAddress) {
        home.must("ip", "address", "replace", prefix, "dev", LINK);
        home.must("ip", "route", "replace", "default", "via", routerAddress);
        nameServer("nameserver " + routerAddress + "\n");
    }

    /** Asks this name server from now on instead of what DHCP said. */
    void asksDirectly(String server) {
        nameServer("nameserver " + server + "\n");
    }

    /** Returns its IPv4 address, or the empty string. */
    String address() {
        String shown = home.run("ip", "-4", "-o", "address", "show", "dev", LINK).output();
        var found = Pattern.compile("inet ([0-9.]+)/").matcher(shown);
        return found.find() ? found.group(1) : "";
    }

    /** Returns its default gateway, or the empty string. */
    String gateway() {
        String shown = home.run("ip", "-4", "route", "show", "default").output();
        var found = Pattern.compile("via ([0-9.]+)").matcher(shown);
        return found.find() ? found.group(1) : "";
    }

    /** Returns the name servers it asks. */
    List<String> nameServers() {
        try {
            return Files.readAllLines(resolvConf()).stream()
                    .filter(line -> line.startsWith("nameserver "))
                    .map(line -> line.substring("nameserver ".length()).strip())
                    .toList();
        } catch (IOException e) {
            throw new LabException("cannot read " + resolvConf(), e);
        }
    }

    /** Runs curl; the answer is its exit status and what it wrote. */
    Command.Outcome curl(String... words) {
        String[] line = new String[words.length + 4];
        line[0] = "curl";
        line[1] = "-sS";
        line[2] = "--max-time";
        line[3] = "60";
        System.arraycopy(words, 0, line, 4, words.length);
        return home.run(Duration.ofSeconds(70), line);
    }

    /** Runs dig with short output, two tries of two seconds. */
    Command.Outcome dig(String... words) {
        String[] line = new String[words.length + 4];
        line[0] = "dig";
        line[1] = "+short";
        line[2] = "+tries=2";
        line[3] = "+time=2";
        System.arraycopy(words, 0, line, 4, words.length);
        return home.run(line);
    }

    /** Says whether an address answers a ping within two seconds. */
    boolean pings(String address) {
        return home.run("ping", "-n", "-c", "1", "-W", "2", address).ok();
    }

    /**
     * Sends three pings of a size.
     *
     * @param address whom to
     * @param packetBytes length of each IP packet
     * @param whole whether it must not be fragmented (DF)
     * @return fine when all were answered
     */
    Command.Outcome ping(String address, int packetBytes, boolean whole) {
        List<String> line =
                new ArrayList<>(List.of("ping", "-n", "-c", "3", "-i", "0.2", "-W", "2"));
        line.addAll(List.of("-M", whole ? "do" : "dont"));
        line.addAll(List.of("-s", Integer.toString(packetBytes - IP_AND_ICMP_BYTES), address));
        Command.Outcome seen = home.run(line.toArray(String[]::new));
        boolean all = seen.output().contains(" 0% packet loss");
        return new Command.Outcome(all ? 0 : 1, seen.output());
    }

    private Path leaseScript() {
        Path script = lab.file(shortName() + "-lease.sh");
        write(
                script,
                """
                #!/bin/sh
                # What the DHCP client does with an answer: address, gateway, name servers.
                set -eu
                case "$1" in
                deconfig)
                    ip address flush dev "$interface"
                    ;;
                bound | renew)
                    ip address replace "$ip/$mask" dev "$interface"
                    for r in ${router:-}; do ip route replace default via "$r"; break; done
                    { for d in ${dns:-}; do echo "nameserver $d"; done; } >/etc/resolv.conf
                    echo "$1 ip=$ip mask=$mask router=${router:-} dns=${dns:-} domain=${domain:-} lease=${lease:-}"
                    ;;
                esac
                """);
        script.toFile().setExecutable(true);
        return script;
    }

    private Path resolvConf() {
        return PRIVATE_ETC.resolve(home.name()).resolve("resolv.conf");
    }

    private void nameServer(String text) {
        write(resolvConf(), text);
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new LabException("cannot write " + file, e);
        }
    }

    /** Removes the private {@code resolv.conf}. */
    void forget() {
        forget(home);
    }

    static void forget(Namespace namespace) {
        Path directory = PRIVATE_ETC.resolve(namespace.name());
        try {
            Files.deleteIfExists(directory.resolve("resolv.conf"));
            Files.deleteIfExists(directory);
            if (Files.isDirectory(PRIVATE_ETC)) {
                try (var rest = Files.list(PRIVATE_ETC)) {
                    if (rest.findAny().isPresent()) {
                        return;
                    }
                }
                Files.delete(PRIVATE_ETC);
            }
        } catch (IOException e) {
            System.err.println("lab: could not remove " + directory + ": " + e.getMessage());
        }
    }
}
