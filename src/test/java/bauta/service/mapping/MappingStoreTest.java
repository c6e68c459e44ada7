package bauta.service.mapping;

import static bauta.service.mapping.StoreRig.HOST;
import static bauta.service.mapping.StoreRig.OTHER;
import static bauta.service.mapping.StoreRig.TCP;
import static bauta.service.mapping.StoreRig.tcp;
import static bauta.service.mapping.StoreRig.upnp;
import static bauta.service.mapping.StoreRig.wish;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.nat.ExplicitMappings.Refusal;
import bauta.nat.PortRange;
import bauta.service.mapping.MappingAnswer.Denial;
import bauta.service.mapping.MappingEvent.What;
import bauta.service.mapping.MappingLease.State;
import bauta.wire.Ipv4Address;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MappingStoreTest {
    private final StoreRig rig = new StoreRig();

    private static MappingSettings asking() {
        return new MappingSettings(new PortRange(1024, 65_535), Duration.ofDays(7), 32, true);
    }

    @Test
    void aLeaseEndsWhenItsTimeIsOver() {
        MappingLease lease = rig.granted(wish(tcp(HOST, 80), 8080, 600));
        assertThat(lease.externalPort()).isEqualTo(8080);
        assertThat(rig.gate.open).containsKey(lease.id());
        rig.pass(Duration.ofSeconds(599));
        assertThat(rig.store.at(TCP, 8080)).isPresent();
        rig.pass(Duration.ofSeconds(1));
        assertThat(rig.store.all()).isEmpty();
        assertThat(rig.gate.open).isEmpty();
        assertThat(rig.gate.cut).isFalse();
        assertThat(rig.store.history().getLast().what()).isEqualTo(What.EXPIRED);
    }

    @Test
    void renewalKeepsThePortAndTheNumber() {
        MappingLease lease = rig.granted(wish(tcp(HOST, 80), 8080, 600));
        rig.pass(Duration.ofSeconds(500));
        MappingLease again = rig.granted(wish(tcp(HOST, 80), 9999, 600));
        assertThat(again.id()).isEqualTo(lease.id());
        assertThat(again.externalPort()).isEqualTo(8080);
        rig.pass(Duration.ofSeconds(500));
        assertThat(rig.store.all()).hasSize(1);
    }

    @Test
    void noLeaseIsLongerThanTheLongest() {
        MappingLease lease = rig.granted(wish(tcp(HOST, 80), 8080, 0xffff_ffffL));
        assertThat(lease.secondsLeft(rig.timers.nanos())).isEqualTo(604_800);
        assertThat(rig.granted(upnp(tcp(HOST, 81), 8081, 0)).secondsLeft(rig.timers.nanos()))
                .isEqualTo(604_800);
    }

    @Test
    void anotherProgramCannotTouchIt() {
        rig.granted(wish(tcp(HOST, 80), 8080, 600));
        MappingWish other =
                new MappingWish(
                        MappingSource.PCP,
                        tcp(HOST, 80),
                        8080,
                        false,
                        Duration.ofSeconds(9),
                        new MappingLease.Terms("bb", "", java.util.List.of(), false));
        assertThat(rig.denied(other)).isEqualTo(Denial.OTHER_TICKET);
        assertThat(rig.denied(upnp(tcp(HOST, 80), 8080, 9))).isEqualTo(Denial.OTHER_TICKET);
    }

    @Test
    void anotherHostCannotHaveThePort() {
        rig.granted(upnp(tcp(HOST, 80), 8080, 600));
        assertThat(rig.denied(upnp(tcp(OTHER, 80), 8080, 600))).isEqualTo(Denial.PORT_TAKEN);
    }

    @Test
    void oneHostHasABoundedNumber() {
        for (int i = 0; i < 32; i++) {
            rig.granted(upnp(tcp(HOST, 1000 + i), 8000 + i, 600));
        }
        assertThat(rig.denied(upnp(tcp(HOST, 80), 9000, 600))).isEqualTo(Denial.QUOTA);
        rig.granted(upnp(tcp(OTHER, 80), 9000, 600));
    }

    @Test
    void theHouseHasABoundedNumber() {
        for (int i = 0; i < MappingStore.MOST; i++) {
            Ipv4Address host = new Ipv4Address(HOST.bits() + i % 100);
            rig.granted(upnp(tcp(host, 1000 + i), 8000 + i, 600));
        }
        assertThat(rig.denied(upnp(tcp(new Ipv4Address(7), 80), 9000, 600)))
                .isEqualTo(Denial.QUOTA);
        assertThat(rig.store.history()).hasSize(MappingStore.HISTORY);
    }

    @Test
    void whatIsUnderWayIsNotAskedTwice() {
        rig.gate.slow = true;
        rig.store.ask(wish(tcp(HOST, 80), 8080, 600), _ -> {});
        assertThat(rig.denied(wish(tcp(HOST, 80), 8080, 600))).isEqualTo(Denial.BUSY);
        rig.gate.waiting.run();
        rig.gate.slow = false;
        rig.granted(wish(tcp(HOST, 80), 8080, 600));
    }

    @Test
    void upnpWaitsForAnUplinkOthersDoNot() {
        rig.gate.up = false;
        assertThat(rig.denied(wish(tcp(HOST, 80), 8080, 600))).isEqualTo(Denial.NO_UPLINK);
        MappingLease lease = rig.granted(upnp(tcp(HOST, 80), 8080, 600));
        assertThat(lease.state()).isEqualTo(State.WAITING);
        rig.store.moved(lease.id(), 8080);
        assertThat(rig.store.all().getFirst().state()).isEqualTo(State.OPEN);
    }

    @Test
    void anotherAddressBeginsANewEpoch() {
        rig.pass(Duration.ofSeconds(100));
        assertThat(rig.store.epochSeconds()).isEqualTo(100);
        rig.store.external(Optional.empty());
        rig.store.external(Optional.of(MemoryGate.EXTERNAL));
        assertThat(rig.store.epochSeconds()).isEqualTo(100);
        rig.store.external(Optional.of(Ipv4Address.parse("203.0.113.9")));
        assertThat(rig.store.epochSeconds()).isZero();
        assertThat(rig.addressChanges).isEqualTo(3);
    }

    @Test
    void aForwardTakesItsPortBack() {
        MappingLease lease = rig.granted(wish(tcp(HOST, 80), 8080, 600));
        rig.store.lost(lease.id(), Refusal.PORT_TAKEN);
        assertThat(rig.store.all()).isEmpty();
        assertThat(rig.store.history().getLast().what()).isEqualTo(What.LOST);
    }

    @Test
    void theHouseIsAskedAndAllows() {
        StoreRig asked = new StoreRig(asking());
        assertThat(asked.denied(upnp(tcp(HOST, 80), 8080, 600))).isEqualTo(Denial.ASKED);
        assertThat(asked.denied(upnp(tcp(HOST, 80), 8080, 600))).isEqualTo(Denial.ASKED);
        assertThat(asked.gate.open).isEmpty();
        int id = asked.store.all().getFirst().id();
        assertThat(asked.store.allow(id)).isTrue();
        assertThat(asked.gate.open).containsKey(id);
        MappingLease lease = asked.granted(upnp(tcp(HOST, 80), 8080, 600));
        assertThat(lease.state()).isEqualTo(State.OPEN);
        asked.pass(Duration.ofMinutes(10));
        asked.granted(upnp(tcp(HOST, 80), 8080, 600));
        assertThat(asked.denied(upnp(tcp(HOST, 81), 8081, 600))).isEqualTo(Denial.ASKED);
    }

    @Test
    void theHouseIsAskedAndRefuses() {
        StoreRig asked = new StoreRig(asking());
        asked.denied(upnp(tcp(HOST, 80), 8080, 600));
        int id = asked.store.all().getFirst().id();
        assertThat(asked.store.refuse(id)).isTrue();
        assertThat(asked.denied(upnp(tcp(HOST, 80), 8080, 600))).isEqualTo(Denial.REFUSED);
        asked.pass(Duration.ofDays(1));
        assertThat(asked.denied(upnp(tcp(HOST, 80), 8080, 600))).isEqualTo(Denial.ASKED);
    }

    @Test
    void questionsCountForTheQuota() {
        StoreRig asked = new StoreRig(asking());
        for (int i = 0; i < 40; i++) {
            asked.denied(upnp(tcp(HOST, 1000 + i), 8000 + i, 600));
        }
        assertThat(asked.store.all()).hasSize(32);
    }

    @Test
    void removalByHandEndsConnectionsAndConsent() {
        MappingLease lease = rig.granted(upnp(tcp(HOST, 80), 8080, 600));
        assertThat(rig.store.remove(lease.id())).isTrue();
        assertThat(rig.gate.cut).isTrue();
        assertThat(rig.store.remove(lease.id())).isFalse();
    }

    @Test
    void shutClosesPortsAndKeepsLeases() {
        rig.granted(upnp(tcp(HOST, 80), 8080, 600));
        MappingFile.Content kept = rig.store.content();
        rig.store.shut();
        assertThat(rig.gate.open).isEmpty();
        assertThat(kept.leases()).hasSize(1);
    }

    @Test
    void descriptionsAreMadeHarmless() {
        assertThat(Description.of("a\u0000b\u202e\r\nc \ud800")).isEqualTo("abc");
        assertThat(Description.of("x".repeat(500))).hasSize(64);
        assertThat(Description.of("ゲーム機")).isEqualTo("ゲーム機");
    }
}
