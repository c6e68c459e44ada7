package bauta.service.dhcp;

import static bauta.service.dhcp.DhcpMachineTest.ip;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.service.dhcp.DhcpMachineTest.Client;
import bauta.wire.DhcpMessage;
import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The LAN is asked before an address is offered (RFC 2131 sections 2.2 and 3.1). */
class ConflictTest {
    private static final MacAddress A = DhcpRig.mac(0xa);
    private static final MacAddress B = DhcpRig.mac(0xb);

    private final DhcpRig rig =
            new DhcpRig(
                    DhcpMachineTest.settings("192.168.87.100", "192.168.87.107")
                            .withTimes(DhcpSettings.Times.DEFAULT));

    private List<DhcpAction> discovers(MacAddress mac) {
        return rig.machine.next(Client.says(DhcpMessage.Type.DISCOVER, mac).message(), rig.now);
    }

    private Ipv4Address askedFor(List<DhcpAction> actions) {
        assertThat(actions).hasSize(1).first().isInstanceOf(DhcpAction.Ask.class);
        return ((DhcpAction.Ask) actions.getFirst()).address();
    }

    @Test
    void anOfferWaitsForTheLanAndAsksOnce() {
        Ipv4Address address = askedFor(discovers(A));
        assertThat(discovers(A)).as("asks again meanwhile").isEmpty();
        assertThat(askedFor(discovers(B))).as("another client").isNotEqualTo(address);
        List<DhcpAction> offer = rig.machine.answered(address, Optional.empty(), rig.now);
        assertThat(offer).hasSize(1).first().isInstanceOf(DhcpAction.Reply.class);
        assertThat(discovers(A)).first().isInstanceOf(DhcpAction.Reply.class);
        assertThat(rig.machine.answered(address, Optional.empty(), rig.now)).isEmpty();
    }

    @Test
    void whatAClientHoldsIsNotAskedFor() {
        Ipv4Address address = rig.bind(A);
        assertThat(rig.asked).isEqualTo(1);
        rig.inUse.add(address); // by the client itself
        assertThat(rig.bind(A)).isEqualTo(address);
        assertThat(rig.asked).isEqualTo(1);
    }

    @Test
    void anAnswerOfTheClientItselfIsNoConflict() {
        Ipv4Address address = askedFor(discovers(A));
        assertThat(rig.machine.answered(address, Optional.of(A), rig.now))
                .first()
                .isInstanceOf(DhcpAction.Reply.class);
    }

    @Test
    void anAddressInUseGoesIntoQuarantineWithItsUser() {
        Ipv4Address first = askedFor(discovers(A));
        rig.inUse.add(first);
        List<DhcpAction> next = rig.machine.answered(first, Optional.of(B), rig.now);
        assertThat(next).hasSize(2).last().isInstanceOf(DhcpAction.Save.class);
        Lease quarantined = rig.leases.at(first).orElseThrow();
        assertThat(quarantined.state()).isEqualTo(Lease.State.DECLINED);
        assertThat(quarantined.mac()).isEqualTo(B);
        assertThat(((DhcpAction.Ask) next.getFirst()).address()).isNotEqualTo(first);
        rig.check("quarantine");
    }

    @Test
    void aLanOfSquattersIsGivenUpAfterAFewAndTheRestComesLater() {
        for (int i = 0; i < 8; i++) {
            rig.inUse.add(new Ipv4Address(ip("192.168.87.100").bits() + i));
        }
        Client discover = Client.says(DhcpMessage.Type.DISCOVER, A);
        assertThat(rig.hears(discover)).contains(new DhcpAction.Drop(DropReason.DHCP_POOL_EMPTY));
        assertThat(rig.asked).isEqualTo(Offers.ATTEMPTS);
        rig.inUse.clear();
        assertThat(rig.dora(A)).isPresent();
    }

    @Test
    void aDeclinedAddressIsAskedForSoThatItsUserHasAName() {
        Ipv4Address address = rig.bind(A);
        rig.inUse.add(address);
        Client decline = Client.says(DhcpMessage.Type.DECLINE, A).of(DhcpRig.SERVER).wants(address);
        assertThat(rig.hears(decline)).isEqualTo(List.of(new DhcpAction.Save()));
        Lease lease = rig.leases.at(address).orElseThrow();
        assertThat(lease.mac()).isEqualTo(DhcpRig.squatter());
        assertThat(lease.isActive(rig.now)).isTrue();
    }

    @Test
    void whatIsOnlyOfferedCannotBeDeclined() {
        Ipv4Address address = rig.offered(A);
        Client decline = Client.says(DhcpMessage.Type.DECLINE, A).of(DhcpRig.SERVER).wants(address);
        assertThat(rig.hears(decline))
                .isEqualTo(List.of(new DhcpAction.Drop(DropReason.DHCP_NOT_FOR_US)));
    }

    @Test
    void aFloodOpensABoundedNumberOfQuestionsAndIsAnsweredUnasked() {
        DhcpRig wide =
                new DhcpRig(
                        DhcpMachineTest.settings("192.168.87.10", "192.168.87.250")
                                .withTimes(DhcpSettings.Times.DEFAULT));
        int questions = 0;
        for (int i = 0; i < 200; i++) {
            Client client = Client.says(DhcpMessage.Type.DISCOVER, DhcpRig.mac(0x100 + i));
            List<DhcpAction> actions = wide.machine.next(client.message(), wide.now);
            questions += actions.getFirst() instanceof DhcpAction.Ask ? 1 : 0;
        }
        assertThat(questions).isEqualTo(Offers.ASKED_MAX);
    }

    @Test
    void aClientThatWentOnMeanwhileGetsNoLateOffer() {
        Ipv4Address address = askedFor(discovers(A));
        Client request = Client.says(DhcpMessage.Type.REQUEST, A).wants(address);
        assertThat(rig.answer(request).orElseThrow().type()).contains(DhcpMessage.Type.ACK);
        assertThat(rig.machine.answered(address, Optional.of(B), rig.now)).isEmpty();
        assertThat(rig.leases.at(address).orElseThrow().isBound(rig.now)).isTrue();
        rig.pass(Duration.ofMinutes(1));
    }
}
