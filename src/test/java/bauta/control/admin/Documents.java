package bauta.control.admin;

import bauta.engine.DropReason;
import bauta.flow.FlowStatus;
import bauta.forward.FlowRationStatus;
import bauta.forward.ForwardStatus;
import bauta.link.LinkStatus;
import bauta.nat.NatStatus;
import bauta.service.dhcp.DhcpStatus;
import bauta.service.dns.DnsStatus;
import bauta.wire.DhcpMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Status documents of a router that nobody built. */
final class Documents {
    private Documents() {}

    static StatusDocument status(Map<String, Long> drops) {
        return new StatusDocument(
                "1.2",
                17_500,
                List.of(uplink()),
                new LinkStatus(0, 0, List.of(), List.of()),
                new ForwardStatus(
                        1,
                        2,
                        3,
                        4,
                        5,
                        6,
                        7,
                        8,
                        9,
                        new FlowRationStatus(false, 12),
                        new FlowStatus(65_536, 10, 2, 30, 15, 5, 4, 5, 3, 2, 1, 6, 1024),
                        new NatStatus(60_000, 8, 9, 7, 1, List.of())),
                Optional.of(dns()),
                List.of(dhcp()),
                drops);
    }

    static UplinkView uplink() {
        return new UplinkView(
                "wan\"1\\",
                "DISCOVERY",
                1500,
                "PADI_UNANSWERED",
                20,
                "text",
                "uplink.cause.padi-unanswered",
                "",
                3,
                Optional.of(2000L),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                0,
                "",
                Optional.empty(),
                0,
                List.of());
    }

    private static DnsStatus dns() {
        return new DnsStatus(
                100,
                10,
                60,
                5,
                2,
                1,
                3,
                1,
                new DnsStatus.CacheStatus(50, 5000, 35, 65, 1, 2),
                List.of(
                        new DnsStatus.UpstreamStatus(
                                "192.0.2.53:53", "", true, 70, 60, 1, 12_500, "")),
                4,
                List.of(),
                Map.of(DropReason.DNS_BAD_NAME, 6L));
    }

    private static DhcpStatus dhcp() {
        return new DhcpStatus(
                Map.of(DhcpMessage.Type.DISCOVER, 3L),
                Map.of(DhcpMessage.Type.OFFER, 2L),
                100,
                List.of(),
                Optional.empty(),
                Map.of(DropReason.DHCP_POOL_EMPTY, 1L),
                0);
    }
}
