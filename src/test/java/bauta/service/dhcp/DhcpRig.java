package bauta.service.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.service.dhcp.DhcpMachineTest.Client;
import bauta.wire.DhcpMessage;
import bauta.wire.DhcpOptions;
import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A machine with time moved by hand and a LAN on which some addresses are in use. */
final class DhcpRig {
    static final Ipv4Address SERVER = DhcpMachineTest.SERVER;

    final Set<Ipv4Address> inUse = new HashSet<>();
    final LeaseTable leases;
    final DhcpMachine machine;
    long now = -5_000_000_000L;
    int asked;
    private DhcpSettings settings;

    DhcpRig(DhcpSettings settings) {
        this.settings = settings;
        this.leases = new LeaseTable(settings);
        this.machine = new DhcpMachine(settings, leases, now);
    }

    static MacAddress mac(int number) {
        return new MacAddress(0x0200_0001_0000L + number);
    }

    /** Who answers for addresses in use. */
    static MacAddress squatter() {
        return mac(0xffff);
    }

    void configure(DhcpSettings newSettings) {
        settings = newSettings;
        machine.configure(newSettings);
    }

    DhcpSettings settings() {
        return settings;
    }

    void pass(Duration time) {
        now += time.toNanos();
    }

    /** Hears a message; questions to the LAN are answered at once. */
    List<DhcpAction> hears(Client client) {
        return settled(machine.next(client.message(), now));
    }

    private List<DhcpAction> settled(List<DhcpAction> actions) {
        for (DhcpAction action : actions) {
            if (action instanceof DhcpAction.Ask(Ipv4Address address)) {
                asked++;
                Optional<MacAddress> user =
                        inUse.contains(address) ? Optional.of(squatter()) : Optional.empty();
                return settled(machine.answered(address, user, now));
            }
        }
        return actions;
    }

    Optional<DhcpMessage> answer(Client client) {
        return hears(client).stream()
                .filter(DhcpAction.Reply.class::isInstance)
                .map(action -> ((DhcpAction.Reply) action).message())
                .findFirst();
    }

    Ipv4Address offered(MacAddress mac) {
        return answer(Client.says(DhcpMessage.Type.DISCOVER, mac)).orElseThrow().yiaddr();
    }

    /** Discovers and requests; empty when either goes unanswered or is refused. */
    Optional<DhcpMessage> dora(MacAddress mac) {
        return answer(Client.says(DhcpMessage.Type.DISCOVER, mac))
                .flatMap(offer -> answer(selecting(mac, offer.yiaddr())))
                .filter(reply -> reply.type().orElseThrow() == DhcpMessage.Type.ACK);
    }

    Ipv4Address bind(MacAddress mac) {
        return dora(mac).orElseThrow().yiaddr();
    }

    DhcpMessage.Type renews(MacAddress mac, Ipv4Address address) {
        Client client = Client.says(DhcpMessage.Type.REQUEST, mac).from(address);
        return answer(client).orElseThrow().type().orElseThrow();
    }

    static Client selecting(MacAddress mac, Ipv4Address address) {
        return Client.says(DhcpMessage.Type.REQUEST, mac).of(SERVER).wants(address);
    }

    static long seconds(DhcpMessage reply) {
        return reply.options().seconds(DhcpOptions.LEASE_TIME).orElseThrow();
    }

    /** No address stands under two clients, and every client finds its own. */
    void check(Object label) {
        for (Lease lease : leases.all()) {
            if (lease.state() != Lease.State.DECLINED) {
                assertThat(leases.of(lease.client())).as("%s", label).contains(lease);
            }
        }
    }
}
