package bauta.bench;

import bauta.linux.PacketSocket;
import bauta.service.ListenAddress;
import bauta.service.dhcp.DhcpParameters;
import bauta.service.dhcp.DhcpServer;
import bauta.service.dhcp.DhcpSettings;
import bauta.service.dhcp.DhcpStatus;
import bauta.service.dhcp.LeaseListener;
import bauta.wire.DhcpMessage;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import bauta.wire.MacAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Bauta's DHCP server as a process of its own, as far as the bench of it needs one: the same class
 * on the same kind of socket as in the router, without the router around it. Frames go out by a
 * packet socket. Says what it did when it is told to end.
 */
public final class DhcpContender {
    private DhcpContender() {}

    /**
     * Runs it until the process is ended.
     *
     * @param words device, own MAC address, own address with the length of its prefix, first and
     *     last address of the pool, lease file
     */
    public static void main(String[] words) throws Exception {
        Ipv4Prefix network = Ipv4Prefix.parse(words[2]);
        DhcpSettings settings =
                new DhcpSettings(
                        new ListenAddress(
                                Ipv4Address.ANY, DhcpMessage.SERVER_PORT, Optional.of(words[0])),
                        DhcpMessage.CLIENT_PORT,
                        network,
                        MacAddress.parse(words[1]),
                        new DhcpSettings.Pool(
                                Ipv4Address.parse(words[3]), Ipv4Address.parse(words[4])),
                        DhcpParameters.standard(network.address()),
                        List.of(),
                        DhcpSettings.Times.DEFAULT.silent(),
                        Path.of(words[5]));
        try (PacketSocket frames = PacketSocket.open(words[0], 0);
                DhcpServer server = DhcpServer.open(settings, frames::send, LeaseListener.NONE)) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> System.out.println(told(server.status()))));
            System.out.println("ready");
            Thread.currentThread().join();
        }
    }

    private static String told(DhcpStatus status) {
        return "received=%s sent=%s drops=%s leases=%d"
                .formatted(
                        status.received(), status.sent(), status.drops(), status.leases().size());
    }
}
