package bauta.bench;

import bauta.service.ListenAddress;
import bauta.service.dns.DnsForwarder;
import bauta.service.dns.DnsSettings;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The forwarder in a process of its own, as the image runs it; ends when its input ends. */
public final class DnsProcess {
    private DnsProcess() {}

    /**
     * Runs it.
     *
     * @param words its address with the prefix length, its port, the upstream's address
     */
    public static void main(String[] words) throws IOException {
        Ipv4Prefix lan = Ipv4Prefix.parse(words[0]);
        ListenAddress where =
                new ListenAddress(lan.address(), Integer.parseInt(words[1]), Optional.empty());
        try (DnsForwarder forwarder =
                DnsForwarder.open(DnsSettings.of(List.of(where), List.of(lan)))) {
            forwarder.upstreams(List.of(Ipv4Address.parse(words[2])));
            System.out.println("ready");
            while (System.in.read() >= 0) {
                System.gc();
                System.out.println("status " + forwarder.status());
                System.out.println("heap " + used());
            }
        }
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
