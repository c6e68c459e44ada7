package bauta.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The programs that the lab runs, and the Debian packages they come from. */
final class Toolbox {
    /** Program to Debian package: the one list of what a machine needs to run the lab. */
    static final Map<String, String> PACKAGES =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("ip", "iproute2"),
                            Map.entry("ethtool", "ethtool"),
                            Map.entry("nft", "nftables"),
                            Map.entry("sysctl", "procps"),
                            Map.entry("tcpdump", "tcpdump"),
                            Map.entry("dnsmasq", "dnsmasq-base"),
                            Map.entry("nginx", "nginx-light"),
                            Map.entry("iperf3", "iperf3"),
                            Map.entry("udhcpc", "udhcpc"),
                            Map.entry("busybox", "busybox-static"),
                            Map.entry("curl", "curl"),
                            Map.entry("dig", "bind9-dnsutils"),
                            Map.entry("ping", "iputils-ping"),
                            Map.entry("arping", "iputils-arping"),
                            Map.entry("nmap", "nmap"),
                            Map.entry("ncat", "ncat"),
                            Map.entry("scapy", "python3-scapy"),
                            Map.entry("traceroute", "traceroute"),
                            Map.entry("tracepath", "iputils-tracepath")));

    private static final List<String> PATH =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

    private Toolbox() {}

    /**
     * Looks for everything the lab needs.
     *
     * @throws LabException naming all packages that are missing, or the missing privilege
     */
    static void check() {
        List<String> missing =
                PACKAGES.entrySet().stream()
                        .filter(entry -> !installed(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .distinct()
                        .toList();
        if (!missing.isEmpty()) {
            throw new LabException(
                    "the lab needs more programs: apt-get install " + String.join(" ", missing));
        }
        if (!Files.isWritable(Path.of("/run")) || !Files.exists(Path.of("/dev/net/tun"))) {
            throw new LabException("the lab makes network namespaces and a TUN: run it as root");
        }
    }

    private static boolean installed(String program) {
        return Stream.concat(PATH.stream(), Stream.of(System.getenv("PATH").split(":")))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
