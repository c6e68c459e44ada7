package bauta.service.dhcp;

import static bauta.service.dhcp.DhcpMachineTest.ip;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.ManualTimers;
import bauta.service.dhcp.DhcpMachineTest.Client;
import bauta.wire.DhcpMessage;
import bauta.wire.DhcpOptions;
import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Another DHCP server on the LAN is noticed, named, and forgotten when it has gone. */
class ForeignServerTest {
    private static final Ipv4Address STRAY = ip("192.168.1.1");
    private static final MacAddress STRAY_MAC = DhcpRig.mac(0x51);

    private final ManualTimers timers = new ManualTimers();
    private final List<Optional<ForeignServer>> heard = new ArrayList<>();
    private final List<Ipv4Address> asked = new ArrayList<>();
    private int looks;
    private final ForeignLookout lookout =
            new ForeignLookout(
                    timers,
                    (address, _, answer) -> {
                        asked.add(address);
                        answer.accept(Optional.of(STRAY_MAC));
                    },
                    new LeaseListener() {
                        @Override
                        public void changed(List<LeaseStatus> leases) {}

                        @Override
                        public void foreignServer(Optional<ForeignServer> foreign) {
                            heard.add(foreign);
                        }
                    });

    @Test
    void aClientThatChoosesAnotherServerGivesItAway() {
        DhcpRig rig = new DhcpRig(DhcpMachineTest.settings("192.168.87.100", "192.168.87.103"));
        Client chooses =
                Client.says(DhcpMessage.Type.REQUEST, DhcpRig.mac(1))
                        .of(STRAY)
                        .wants(ip("192.168.1.7"));
        assertThat(rig.hears(chooses)).first().isEqualTo(new DhcpAction.Foreign(STRAY));
    }

    @Test
    void itIsNamedOnceByAddressAndMac() {
        lookout.sighted(STRAY);
        lookout.sighted(STRAY);
        assertThat(asked).containsExactly(STRAY);
        ForeignServer server = lookout.status().orElseThrow();
        assertThat(server.address()).isEqualTo(STRAY);
        assertThat(server.mac()).contains(STRAY_MAC);
        assertThat(heard).last().isEqualTo(Optional.of(server));
    }

    @Test
    void itIsForgottenWhenNothingIsHeardOfIt() {
        lookout.start(Duration.ofMinutes(5), () -> looks++);
        lookout.sighted(STRAY);
        timers.advance(Duration.ofMinutes(2).toNanos());
        assertThat(lookout.status()).isPresent();
        timers.advance(Duration.ofMinutes(4).toNanos());
        assertThat(lookout.status()).isEmpty();
        assertThat(heard).last().isEqualTo(Optional.empty());
    }

    @Test
    void itIsLookedForOftenOnlyWhileItIsThere() {
        lookout.start(Duration.ofMinutes(5), () -> looks++);
        timers.advance(Duration.ofMinutes(10).toNanos());
        assertThat(looks).isEqualTo(3);
        for (int i = 0; i < 10; i++) {
            lookout.sighted(STRAY);
            timers.advance(Duration.ofMinutes(1).toNanos());
        }
        assertThat(looks).isBetween(8, 13);
    }

    @Test
    void aFloodOfClaimsIsNotLookedInto() {
        for (int i = 0; i < 1000; i++) {
            lookout.sighted(new Ipv4Address(0x0a00_0001 + i));
        }
        assertThat(asked).hasSizeLessThan(10);
        assertThat(heard).hasSizeLessThan(20);
    }

    @Test
    void whatCannotBeAServerIsNoSign() {
        for (String address : List.of("0.0.0.0", "224.0.0.1", "255.255.255.255")) {
            lookout.sighted(ip(address));
        }
        assertThat(lookout.status()).isEmpty();
        assertThat(heard).isEmpty();
    }

    @Test
    void aLookIsADiscoverAndOnlyAFittingOfferIsAnAnswer() {
        DhcpSettings settings = DhcpMachineTest.settings("192.168.87.100", "192.168.87.103");
        List<byte[]> frames = new ArrayList<>();
        List<Ipv4Address> found = new ArrayList<>();
        LookoutHandler handler =
                new LookoutHandler(settings, frames::add, () -> 0x1234, found::add);
        EmbeddedChannel channel = new EmbeddedChannel(handler);
        DhcpMessage answer = offer(0x1234, DhcpMessage.Type.OFFER, settings.mac(), STRAY);
        receive(channel, answer);
        assertThat(found).as("before it asked").isEmpty();
        handler.look();
        assertThat(frames).hasSize(1);
        receive(channel, offer(0x1235, DhcpMessage.Type.OFFER, settings.mac(), STRAY));
        receive(channel, offer(0x1234, DhcpMessage.Type.ACK, settings.mac(), STRAY));
        receive(channel, offer(0x1234, DhcpMessage.Type.OFFER, STRAY_MAC, STRAY));
        receive(channel, offer(0x1234, DhcpMessage.Type.OFFER, settings.mac(), DhcpRig.SERVER));
        assertThat(found).isEmpty();
        receive(channel, answer);
        assertThat(found).containsExactly(STRAY);
        DhcpRig rig = new DhcpRig(settings);
        Client own = Client.says(DhcpMessage.Type.DISCOVER, settings.mac());
        assertThat(rig.answer(own)).as("our own look, should it come back").isEmpty();
    }

    private static DhcpMessage offer(
            int xid, DhcpMessage.Type type, MacAddress mac, Ipv4Address server) {
        DhcpOptions options =
                new DhcpOptions.Builder()
                        .octet(DhcpOptions.MESSAGE_TYPE, type.code())
                        .address(DhcpOptions.SERVER_ID, server)
                        .build();
        return new DhcpMessage(
                DhcpMessage.REPLY,
                0,
                xid,
                0,
                true,
                Ipv4Address.ANY,
                ip("192.168.1.9"),
                Ipv4Address.ANY,
                Ipv4Address.ANY,
                mac,
                options);
    }

    private static void receive(EmbeddedChannel channel, DhcpMessage message) {
        ByteBuf payload = Unpooled.buffer();
        message.emit(payload);
        channel.writeInbound(
                new DatagramPacket(
                        payload,
                        new InetSocketAddress("255.255.255.255", 68),
                        new InetSocketAddress("192.168.1.1", 67)));
    }
}
