package bauta.service.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.service.ListenAddress;
import bauta.service.dhcp.DhcpAction.Destination;
import bauta.wire.DhcpMessage;
import bauta.wire.DhcpOptions;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import bauta.wire.MacAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** RFC 2131 section 4.3, case by case, with time passed in by hand. */
class DhcpMachineTest {
    static final Ipv4Address SERVER = ip("192.168.87.1");
    private static final Ipv4Address OTHER_SERVER = ip("192.168.87.2");
    private static final MacAddress A = MacAddress.parse("02:00:00:00:00:0a");
    private static final MacAddress B = MacAddress.parse("02:00:00:00:00:0b");
    private static final Duration LEASE = DhcpSettings.Times.DEFAULT.lease();

    private final DhcpSettings settings = settings("192.168.87.100", "192.168.87.103");
    private final LeaseTable leases = new LeaseTable(settings);
    private final DhcpMachine machine = new DhcpMachine(settings, leases, -5_000_000_000L);
    private long now = -5_000_000_000L; // nanoTime may be negative

    static Ipv4Address ip(String text) {
        return Ipv4Address.parse(text);
    }

    static DhcpSettings settings(String first, String last) {
        return new DhcpSettings(
                new ListenAddress(Ipv4Address.ANY, DhcpMessage.SERVER_PORT, Optional.empty()),
                DhcpMessage.CLIENT_PORT,
                Ipv4Prefix.parse("192.168.87.1/24"),
                MacAddress.parse("02:00:00:00:00:01"),
                new DhcpSettings.Pool(ip(first), ip(last)),
                DhcpParameters.standard(SERVER),
                List.of(),
                DhcpSettings.Times.DEFAULT.silent(),
                Path.of("leases"));
    }

    /** A message of a client, built up by what differs from the plainest one. */
    record Client(
            DhcpMessage.Type type,
            MacAddress mac,
            boolean broadcast,
            Ipv4Address ciaddr,
            Ipv4Address giaddr,
            DhcpOptions.Builder options) {
        static Client says(DhcpMessage.Type type, MacAddress mac) {
            DhcpOptions.Builder options =
                    new DhcpOptions.Builder().octet(DhcpOptions.MESSAGE_TYPE, type.code());
            return new Client(type, mac, false, Ipv4Address.ANY, Ipv4Address.ANY, options);
        }

        Client broadcastFlag() {
            return new Client(type, mac, true, ciaddr, giaddr, options);
        }

        Client from(Ipv4Address address) {
            return new Client(type, mac, broadcast, address, giaddr, options);
        }

        Client by(Ipv4Address relay) {
            return new Client(type, mac, broadcast, ciaddr, relay, options);
        }

        Client wants(Ipv4Address address) {
            options.address(DhcpOptions.REQUESTED_ADDRESS, address);
            return this;
        }

        Client of(Ipv4Address server) {
            options.address(DhcpOptions.SERVER_ID, server);
            return this;
        }

        Client with(int code, int... octets) {
            byte[] value = new byte[octets.length];
            for (int i = 0; i < octets.length; i++) {
                value[i] = (byte) octets[i];
            }
            options.bytes(code, value);
            return this;
        }

        DhcpMessage message() {
            return new DhcpMessage(
                    DhcpMessage.REQUEST,
                    0,
                    0x12345678,
                    3,
                    broadcast,
                    ciaddr,
                    Ipv4Address.ANY,
                    Ipv4Address.ANY,
                    giaddr,
                    mac,
                    options.build());
        }
    }

    private List<DhcpAction> hears(Client client) {
        return machine.next(client.message(), now);
    }

    private DhcpMessage reply(Client client) {
        return sent(hears(client)).message();
    }

    private static DhcpAction.Reply sent(List<DhcpAction> actions) {
        assertThat(actions).last().isInstanceOf(DhcpAction.Reply.class);
        return (DhcpAction.Reply) actions.getLast();
    }

    private static DhcpMessage.Type type(DhcpMessage message) {
        return message.type().orElseThrow();
    }

    private Ipv4Address bind(MacAddress mac) {
        Ipv4Address address = reply(Client.says(DhcpMessage.Type.DISCOVER, mac)).yiaddr();
        DhcpMessage ack = reply(selecting(mac, address));
        assertThat(type(ack)).isEqualTo(DhcpMessage.Type.ACK);
        return address;
    }

    private static Client selecting(MacAddress mac, Ipv4Address address) {
        return Client.says(DhcpMessage.Type.REQUEST, mac).of(SERVER).wants(address);
    }

    private static Client initReboot(MacAddress mac, Ipv4Address address) {
        return Client.says(DhcpMessage.Type.REQUEST, mac).wants(address);
    }

    private static Client renewing(MacAddress mac, Ipv4Address address) {
        return Client.says(DhcpMessage.Type.REQUEST, mac).from(address);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void offersWhatAHostNeeds() {
        DhcpMessage offer = reply(Client.says(DhcpMessage.Type.DISCOVER, A));
        assertThat(type(offer)).isEqualTo(DhcpMessage.Type.OFFER);
        assertThat(offer.op()).isEqualTo(DhcpMessage.REPLY);
        assertThat(offer.xid()).isEqualTo(0x12345678);
        assertThat(offer.chaddr()).isEqualTo(A);
        assertThat(offer.yiaddr()).isBetween(ip("192.168.87.100"), ip("192.168.87.103"));
        DhcpOptions options = offer.options();
        assertThat(options.address(DhcpOptions.SERVER_ID)).contains(SERVER);
        assertThat(options.address(DhcpOptions.SUBNET_MASK)).contains(ip("255.255.255.0"));
        assertThat(options.address(DhcpOptions.BROADCAST)).contains(ip("192.168.87.255"));
        assertThat(options.addresses(DhcpOptions.ROUTER)).containsExactly(SERVER);
        assertThat(options.addresses(DhcpOptions.DNS)).containsExactly(SERVER);
        assertThat(options.bytes(DhcpOptions.DOMAIN_NAME))
                .contains("home.arpa".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(options.seconds(DhcpOptions.LEASE_TIME)).contains(43_200L);
        assertThat(options.seconds(DhcpOptions.RENEWAL_TIME)).contains(21_600L);
        assertThat(options.seconds(DhcpOptions.REBINDING_TIME)).contains(37_800L);
    }

    @Test
    void givesOnlyTheOptionsAskedFor() {
        DhcpMessage offer =
                reply(
                        Client.says(DhcpMessage.Type.DISCOVER, A)
                                .with(
                                        DhcpOptions.PARAMETER_LIST,
                                        DhcpOptions.ROUTER,
                                        DhcpOptions.SUBNET_MASK,
                                        42));
        assertThat(offer.options().codes())
                .containsExactlyInAnyOrder(
                        DhcpOptions.MESSAGE_TYPE,
                        DhcpOptions.SERVER_ID,
                        DhcpOptions.LEASE_TIME,
                        DhcpOptions.RENEWAL_TIME,
                        DhcpOptions.REBINDING_TIME,
                        DhcpOptions.SUBNET_MASK,
                        DhcpOptions.ROUTER);
    }

    @Test
    void repliesGoWhereTheClientCanHearThem() {
        Client discover = Client.says(DhcpMessage.Type.DISCOVER, A);
        DhcpAction.Reply plain = sent(hears(discover));
        Ipv4Address address = plain.message().yiaddr();
        assertThat(plain.to()).isEqualTo(new Destination.Newcomer(address, A));
        assertThat(sent(hears(discover.broadcastFlag())).to())
                .isEqualTo(new Destination.Broadcast());
        assertThat(sent(hears(selecting(A, address).broadcastFlag())).to())
                .isEqualTo(new Destination.Broadcast());
        assertThat(sent(hears(renewing(A, address))).to()).isEqualTo(new Destination.Host(address));
        assertThat(sent(hears(renewing(B, address))).to()).isEqualTo(new Destination.Broadcast());
    }

    @Test
    void savesBeforeItAcknowledges() {
        Ipv4Address address = reply(Client.says(DhcpMessage.Type.DISCOVER, A)).yiaddr();
        assertThat(hears(selecting(A, address)))
                .extracting(action -> (Object) action.getClass())
                .containsExactly(DhcpAction.Save.class, DhcpAction.Reply.class);
    }

    @Test
    void aClientKeepsItsAddressAndTwoClientsDiffer() {
        Ipv4Address a = bind(A);
        Ipv4Address b = bind(B);
        assertThat(a).isNotEqualTo(b);
        assertThat(bind(A)).isEqualTo(a);
        pass(LEASE.multipliedBy(3));
        assertThat(bind(A)).isEqualTo(a);
    }

    @Test
    void theRequestedAddressIsOfferedWhenItIsFree() {
        record Row(String name, Ipv4Address wanted, boolean given) {}
        bind(B);
        Ipv4Address taken = leases.of(ClientKey.of(B)).orElseThrow().address();
        Ipv4Address free =
                taken.equals(ip("192.168.87.103")) ? ip("192.168.87.102") : ip("192.168.87.103");
        List<Row> rows =
                List.of(
                        new Row("free", free, true),
                        new Row("of another client", taken, false),
                        new Row("outside the pool", ip("192.168.87.50"), false),
                        new Row("our own", SERVER, false),
                        new Row("of another network", ip("10.0.0.5"), false));
        for (Row row : rows) {
            leases.withdrawOffer(ClientKey.of(A));
            DhcpMessage offer =
                    reply(Client.says(DhcpMessage.Type.DISCOVER, A).wants(row.wanted()));
            assertThat(offer.yiaddr().equals(row.wanted())).as(row.name()).isEqualTo(row.given());
        }
    }

    @Test
    void requestsInEachStateAreAcknowledgedOrRefused() {
        record Row(String name, Client client, DhcpMessage.Type want) {}
        Ipv4Address mine = bind(A);
        Ipv4Address theirs = bind(B);
        Ipv4Address elsewhere = ip("192.168.1.20");
        MacAddress stranger = MacAddress.parse("02:00:00:00:00:0c");
        DhcpMessage.Type ack = DhcpMessage.Type.ACK;
        DhcpMessage.Type nak = DhcpMessage.Type.NAK;
        List<Row> rows =
                List.of(
                        new Row("selecting, own", selecting(A, mine), ack),
                        new Row("selecting, other's", selecting(A, theirs), nak),
                        new Row("selecting, other network", selecting(A, elsewhere), nak),
                        new Row("init-reboot, own", initReboot(A, mine), ack),
                        new Row("init-reboot, other's", initReboot(A, theirs), nak),
                        new Row("init-reboot, other network", initReboot(A, elsewhere), nak),
                        new Row("init-reboot, unknown", initReboot(stranger, elsewhere), nak),
                        new Row("renewing, own", renewing(A, mine), ack),
                        new Row("renewing, other's", renewing(A, theirs), nak),
                        new Row("rebinding, other network", renewing(A, elsewhere), nak),
                        new Row("rebinding, stranger", renewing(stranger, theirs), nak));
        for (Row row : rows) {
            DhcpMessage got = reply(row.client());
            assertThat(type(got)).as(row.name()).isEqualTo(row.want());
            assertThat(got.yiaddr())
                    .as(row.name())
                    .isEqualTo(row.want() == ack ? mine : Ipv4Address.ANY);
            assertThat(got.options().seconds(DhcpOptions.LEASE_TIME).isPresent())
                    .as(row.name())
                    .isEqualTo(row.want() == ack);
        }
    }

    @Test
    void aClientThatComesBackWithAFreeAddressKeepsIt() {
        assertThat(type(reply(initReboot(A, ip("192.168.87.101")))))
                .isEqualTo(DhcpMessage.Type.ACK);
        assertThat(type(reply(renewing(B, ip("192.168.87.102"))))).isEqualTo(DhcpMessage.Type.ACK);
        assertThat(leases.all()).hasSize(2);
    }

    @Test
    void aClientHasOneAddress() {
        Ipv4Address first = bind(A);
        Ipv4Address other =
                first.equals(ip("192.168.87.100")) ? ip("192.168.87.101") : ip("192.168.87.100");
        assertThat(type(reply(initReboot(A, other)))).isEqualTo(DhcpMessage.Type.NAK);
        pass(LEASE.plusSeconds(1));
        assertThat(type(reply(initReboot(A, other)))).isEqualTo(DhcpMessage.Type.ACK);
        assertThat(leases.all()).extracting(Lease::address).containsExactly(other);
    }

    @Test
    void messagesThatAreNotForUsAreCountedAndNotAnswered() {
        record Row(String name, Client client, DropReason want) {}
        Ipv4Address mine = bind(A);
        List<Row> rows =
                List.of(
                        new Row(
                                "another server chosen",
                                Client.says(DhcpMessage.Type.REQUEST, A)
                                        .of(OTHER_SERVER)
                                        .wants(mine),
                                DropReason.DHCP_NOT_FOR_US),
                        new Row(
                                "by a relay",
                                Client.says(DhcpMessage.Type.DISCOVER, A).by(ip("10.0.0.9")),
                                DropReason.DHCP_RELAYED),
                        new Row(
                                "request without any address",
                                Client.says(DhcpMessage.Type.REQUEST, A),
                                DropReason.DHCP_BAD_OPTION),
                        new Row(
                                "a server's message",
                                Client.says(DhcpMessage.Type.OFFER, A),
                                DropReason.DHCP_NOT_FOR_US),
                        new Row(
                                "type 99",
                                Client.says(DhcpMessage.Type.DISCOVER, A)
                                        .with(DhcpOptions.MESSAGE_TYPE, 99),
                                DropReason.DHCP_BAD_OPTION),
                        new Row(
                                "a group address as client",
                                Client.says(DhcpMessage.Type.DISCOVER, MacAddress.BROADCAST),
                                DropReason.DHCP_BAD_FIELD),
                        new Row(
                                "decline of another's address",
                                Client.says(DhcpMessage.Type.DECLINE, B).of(SERVER).wants(mine),
                                DropReason.DHCP_NOT_FOR_US),
                        new Row(
                                "release of another's address",
                                Client.says(DhcpMessage.Type.RELEASE, B).of(SERVER).from(mine),
                                DropReason.DHCP_NOT_FOR_US),
                        new Row(
                                "release to another server",
                                Client.says(DhcpMessage.Type.RELEASE, A)
                                        .of(OTHER_SERVER)
                                        .from(mine),
                                DropReason.DHCP_NOT_FOR_US),
                        new Row(
                                "inform from elsewhere",
                                Client.says(DhcpMessage.Type.INFORM, A).from(ip("10.0.0.9")),
                                DropReason.DHCP_NOT_FOR_US));
        for (Row row : rows) {
            assertThat(hears(row.client()))
                    .as(row.name())
                    .filteredOn(action -> !(action instanceof DhcpAction.Foreign))
                    .isEqualTo(List.of(new DhcpAction.Drop(row.want())));
        }
        assertThat(leases.of(ClientKey.of(A)).orElseThrow().isBound(now)).isTrue();
    }

    @Test
    void anOfferIsWithdrawnWhenTheClientChoosesAnotherServer() {
        Ipv4Address offered = reply(Client.says(DhcpMessage.Type.DISCOVER, A)).yiaddr();
        hears(Client.says(DhcpMessage.Type.REQUEST, A).of(OTHER_SERVER).wants(offered));
        assertThat(leases.all()).isEmpty();
    }

    @Test
    void aDeclinedAddressIsGivenToNobodyForAWhile() {
        Ipv4Address address = bind(A);
        assertThat(hears(Client.says(DhcpMessage.Type.DECLINE, A).of(SERVER).wants(address)))
                .isEqualTo(List.of(new DhcpAction.Ask(address), new DhcpAction.Save()));
        assertThat(type(reply(initReboot(A, address)))).isEqualTo(DhcpMessage.Type.NAK);
        assertThat(bind(A)).isNotEqualTo(address);
        assertThat(type(reply(initReboot(B, address)))).isEqualTo(DhcpMessage.Type.NAK);
        pass(DhcpSettings.Times.DEFAULT.quarantine().plusSeconds(1));
        assertThat(type(reply(initReboot(B, address)))).isEqualTo(DhcpMessage.Type.ACK);
    }

    @Test
    void aReleasedAddressIsRememberedButFreeForOthers() {
        Ipv4Address address = bind(A);
        assertThat(hears(Client.says(DhcpMessage.Type.RELEASE, A).of(SERVER).from(address)))
                .isEqualTo(List.of(new DhcpAction.Save()));
        assertThat(leases.of(ClientKey.of(A)).orElseThrow().isActive(now)).isFalse();
        assertThat(bind(A)).isEqualTo(address);
        hears(Client.says(DhcpMessage.Type.RELEASE, A).of(SERVER).from(address));
        assertThat(type(reply(initReboot(B, address)))).isEqualTo(DhcpMessage.Type.ACK);
    }

    @Test
    void informIsAnsweredWithParametersOnly() {
        DhcpAction.Reply reply =
                sent(hears(Client.says(DhcpMessage.Type.INFORM, A).from(ip("192.168.87.9"))));
        assertThat(type(reply.message())).isEqualTo(DhcpMessage.Type.ACK);
        assertThat(reply.to()).isEqualTo(new Destination.Host(ip("192.168.87.9")));
        assertThat(reply.message().yiaddr()).isEqualTo(Ipv4Address.ANY);
        assertThat(reply.message().options().codes())
                .doesNotContain(DhcpOptions.LEASE_TIME, DhcpOptions.RENEWAL_TIME)
                .contains(DhcpOptions.ROUTER, DhcpOptions.DNS);
        assertThat(leases.all()).isEmpty();
    }

    @Test
    void leasesEndUnlessRenewedAndShorterOnesAreGranted() {
        Ipv4Address mine = bind(A);
        pass(LEASE.dividedBy(2));
        reply(renewing(A, mine));
        pass(LEASE.dividedBy(2).plusSeconds(1));
        assertThat(type(reply(initReboot(B, mine)))).isEqualTo(DhcpMessage.Type.NAK);
        pass(LEASE.dividedBy(2));
        assertThat(type(reply(initReboot(B, mine)))).isEqualTo(DhcpMessage.Type.NAK);
        assertThat(lease(renewing(A, mine).with(DhcpOptions.LEASE_TIME, 0, 0, 1, 0)))
                .isEqualTo(256);
        assertThat(lease(renewing(A, mine).with(DhcpOptions.LEASE_TIME, 0, 0, 0, 1)))
                .isEqualTo(120);
        assertThat(lease(renewing(A, mine).with(DhcpOptions.LEASE_TIME, 255, 255, 255, 255)))
                .isEqualTo(LEASE.toSeconds());
    }

    private long lease(Client client) {
        return reply(client).options().seconds(DhcpOptions.LEASE_TIME).orElseThrow();
    }

    @Test
    void askingAgainAtOnceDoesNotWriteAgain() {
        Ipv4Address mine = bind(A);
        pass(Duration.ofMinutes(10));
        List<DhcpAction> actions = hears(renewing(A, mine));
        assertThat(actions).hasSize(1);
        assertThat(sent(actions).message().options().seconds(DhcpOptions.LEASE_TIME))
                .contains(LEASE.toSeconds() - 600);
        pass(LEASE.dividedBy(2));
        assertThat(hears(renewing(A, mine))).hasSize(2);
    }

    @Test
    void askingForLessAndMoreInTurnDoesNotWriteEither() {
        Ipv4Address mine = bind(A);
        for (int i = 0; i < 10; i++) {
            pass(Duration.ofSeconds(1));
            List<DhcpAction> less =
                    hears(renewing(A, mine).with(DhcpOptions.LEASE_TIME, 0, 0, 0, 120));
            assertThat(less).hasSize(1);
            assertThat(sent(less).message().options().seconds(DhcpOptions.LEASE_TIME))
                    .contains(120L);
            assertThat(hears(renewing(A, mine))).hasSize(1);
        }
    }

    @Test
    void aFullPoolReusesWhatIsFreeLongestThenOffersThenNothing() {
        MacAddress[] macs = new MacAddress[5];
        for (int i = 0; i < 5; i++) {
            macs[i] = new MacAddress(0x0200_0000_1000L + i);
        }
        for (int i = 0; i < 4; i++) {
            bind(macs[i]);
            pass(Duration.ofSeconds(1));
        }
        assertThat(hears(Client.says(DhcpMessage.Type.DISCOVER, macs[4])))
                .isEqualTo(List.of(new DhcpAction.Drop(DropReason.DHCP_POOL_EMPTY)));
        Ipv4Address second = leases.of(ClientKey.of(macs[1])).orElseThrow().address();
        hears(Client.says(DhcpMessage.Type.RELEASE, macs[1]).from(second));
        assertThat(bind(macs[4])).isEqualTo(second);
    }

    @Test
    void aFloodOfDiscoveriesDoesNotKeepAddressesFromClients() {
        for (int i = 0; i < 1000; i++) {
            reply(Client.says(DhcpMessage.Type.DISCOVER, new MacAddress(0x0200_0000_2000L + i)));
        }
        assertThat(leases.all()).hasSize(4);
        Ipv4Address a = bind(A);
        for (int i = 0; i < 1000; i++) {
            reply(Client.says(DhcpMessage.Type.DISCOVER, new MacAddress(0x0200_0000_3000L + i)));
        }
        assertThat(bind(A)).isEqualTo(a);
    }

    @Test
    void theClientIdentifierComesBeforeTheMacAddress() {
        Client first = Client.says(DhcpMessage.Type.DISCOVER, A).with(DhcpOptions.CLIENT_ID, 0, 1);
        Client second = Client.says(DhcpMessage.Type.DISCOVER, A).with(DhcpOptions.CLIENT_ID, 0, 2);
        Client sameAsFirst =
                Client.says(DhcpMessage.Type.DISCOVER, B).with(DhcpOptions.CLIENT_ID, 0, 1);
        Client repeatsMac =
                Client.says(DhcpMessage.Type.DISCOVER, A)
                        .with(DhcpOptions.CLIENT_ID, 1, 2, 0, 0, 0, 0, 0x0a);
        Ipv4Address address = reply(first).yiaddr();
        assertThat(reply(second).yiaddr()).isNotEqualTo(address);
        assertThat(reply(sameAsFirst).yiaddr()).isEqualTo(address);
        assertThat(reply(repeatsMac).yiaddr())
                .isEqualTo(reply(Client.says(DhcpMessage.Type.DISCOVER, A)).yiaddr());
        assertThat(reply(first).options().bytes(DhcpOptions.CLIENT_ID)).contains(new byte[] {0, 1});
    }

    @Test
    void hostNamesAreReducedToOneSafeLabel() {
        record Row(String raw, String want) {}
        for (Row row :
                List.of(
                        new Row("laptop", "laptop"),
                        new Row("lap.top.example", "lap"),
                        new Row("-a_b c!-", "abc"),
                        new Row("\u00e9\u0000", ""),
                        new Row("x".repeat(100), "x".repeat(63)))) {
            DhcpMessage message =
                    new Client(
                                    DhcpMessage.Type.DISCOVER,
                                    A,
                                    false,
                                    Ipv4Address.ANY,
                                    Ipv4Address.ANY,
                                    new DhcpOptions.Builder()
                                            .text(DhcpOptions.HOST_NAME, row.raw()))
                            .message();
            assertThat(HostName.of(message)).isEqualTo(row.want());
        }
    }
}
