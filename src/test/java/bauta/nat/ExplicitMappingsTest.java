package bauta.nat;

import static bauta.nat.MappingsRig.EXTERNAL;
import static bauta.nat.MappingsRig.HOST;
import static bauta.nat.MappingsRig.TCP;
import static bauta.nat.MappingsRig.UDP;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.nat.ExplicitMappings.Answer;
import bauta.nat.ExplicitMappings.Refusal;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExplicitMappingsTest {
    private static final PortRange ALLOWED = new PortRange(1024, 65_535);
    private static final int OTHER_ADDRESS = 0xcb007109;

    private final MappingsRig rig = new MappingsRig(2048);
    private final ExplicitMappings explicit = new ExplicitMappings(rig.mappings);
    private final List<String> heard = new ArrayList<>();

    ExplicitMappingsTest() {
        explicit.follow(0, EXTERNAL);
        explicit.listener(
                new ExplicitMappings.Listener() {
                    @Override
                    public void follows(@Nullable Ipv4Address address) {
                        heard.add("follows " + address);
                    }

                    @Override
                    public void moved(int id, int port) {
                        heard.add("moved " + id + " " + port);
                    }

                    @Override
                    public void lost(int id, Refusal why) {
                        heard.add("lost " + id + " " + why);
                    }
                });
        heard.clear();
    }

    private static ExplicitMapping wish(int id, int host, int port, PortClaim claim) {
        return new ExplicitMapping(id, UDP, new Ipv4Address(host), port, claim, List.of(), false);
    }

    private static PortClaim any(int wanted) {
        return new PortClaim(wanted, false, ALLOWED);
    }

    private static PortClaim only(int wanted) {
        return new PortClaim(wanted, true, ALLOWED);
    }

    private int open(int id, int host, int port, PortClaim claim) {
        return port(explicit.open(wish(id, host, port, claim)));
    }

    private static int port(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Open.class);
        assertThat(((Answer.Open) answer).address()).isEqualTo(new Ipv4Address(EXTERNAL));
        return ((Answer.Open) answer).port();
    }

    private void forward(int port) {
        rig.mappings.forwards(
                PortForwards.of(
                        List.of(
                                ForwardRule.ports(
                                        "f",
                                        -1,
                                        ForwardMatch.ports(Set.of(), PortRange.of(port)),
                                        new ForwardTarget(new Ipv4Address(HOST), 80, 1, 0))),
                        new TargetSlots()));
        explicit.forwardsChanged();
    }

    @Test
    void theEndpointLeavesByItsPort() {
        assertThat(open(1, HOST, 6881, any(7000))).isEqualTo(7000);
        int mapping = rig.held(UDP, HOST, 6881);
        assertThat(rig.mappings.externalPort(mapping)).isEqualTo(7000);
        assertThat(explicit.lease(mapping)).isEqualTo(1);
        explicit.close(1);
        assertThat(explicit.holds(mapping)).isFalse();
        assertThat(rig.mappings.findExternal(0, EXTERNAL, UDP, 7000)).isEqualTo(mapping);
        rig.mappings.release(mapping);
        assertThat(rig.mappings.status().mappings()).isZero();
    }

    @Test
    void takesTheMappingThatFlowsHaveMade() {
        rig.held(UDP, HOST + 1, 6881);
        int mapping = rig.held(UDP, HOST, 6881);
        int port = rig.mappings.externalPort(mapping);
        assertThat(port).isNotEqualTo(6881);
        assertThat(open(1, HOST, 6881, any(7000))).isEqualTo(port);
        assertThat(explicit.lease(mapping)).isEqualTo(1);
        explicit.close(1);
        rig.mappings.release(mapping);
        assertThat(rig.mappings.status().mappings()).isEqualTo(1);
    }

    @Test
    void aFurtherPortLetsTheOutsideInAndNothingElse() {
        int flows = rig.held(UDP, HOST, 6881);
        assertThat(open(1, HOST, 6881, only(7000))).isEqualTo(7000);
        int further = rig.mappings.findExternal(0, EXTERNAL, UDP, 7000);
        assertThat(further).isNotEqualTo(flows);
        assertThat(rig.mappings.internalPort(further)).isEqualTo(6881);
        assertThat(rig.held(UDP, HOST, 6881)).isEqualTo(flows);
        explicit.close(1);
        assertThat(rig.mappings.findExternal(0, EXTERNAL, UDP, 7000)).isEqualTo(Mappings.NONE);
        assertThat(rig.mappings.findInternal(rig.draft(UDP, HOST, 6881))).isEqualTo(flows);
    }

    @Test
    void oneHostNeverGetsAnothersPort() {
        rig.held(UDP, HOST + 1, 7000);
        assertThat(explicit.open(wish(1, HOST, 6881, only(7000))))
                .isEqualTo(new Answer.Refused(Refusal.PORT_TAKEN));
        assertThat(open(1, HOST, 6881, any(7000))).isNotEqualTo(7000);
        int mine = open(2, HOST, 6882, any(7100));
        assertThat(explicit.open(wish(3, HOST + 1, 6882, only(mine))))
                .isEqualTo(new Answer.Refused(Refusal.PORT_TAKEN));
    }

    @Test
    void neverTakesThePortOfAForward() {
        forward(7000);
        assertThat(explicit.open(wish(1, HOST, 6881, only(7000))))
                .isEqualTo(new Answer.Refused(Refusal.PORT_TAKEN));
        assertThat(open(1, HOST, 6881, any(7000))).isNotEqualTo(7000);
        int other = open(2, HOST, 6882, any(7100));
        forward(other);
        assertThat(heard).containsExactly("lost 2 PORT_TAKEN");
        assertThat(rig.mappings.findExternal(0, EXTERNAL, UDP, other)).isEqualTo(Mappings.NONE);
    }

    @Test
    void neverGivesAwayWhatIsNotAllowed() {
        for (int id = 0; id < 200; id++) {
            assertThat(open(id, HOST, 100 + id, any(id % 1023 + 1))).isGreaterThan(1023);
        }
        assertThat(explicit.open(wish(999, HOST, 22, only(22))))
                .isEqualTo(new Answer.Refused(Refusal.PORT_TAKEN));
        rig.held(UDP, HOST, 443);
        assertThat(open(998, HOST, 443, any(443))).isGreaterThan(1023);
    }

    @Test
    void followsTheUplinkWithItsPorts() {
        assertThat(open(1, HOST, 6881, any(7000))).isEqualTo(7000);
        explicit.follow(ExplicitMappings.NO_UPLINK, 0);
        assertThat(rig.mappings.findExternal(0, EXTERNAL, UDP, 7000)).isNotEqualTo(Mappings.NONE);
        explicit.follow(0, OTHER_ADDRESS);
        assertThat(rig.mappings.findExternal(0, EXTERNAL, UDP, 7000)).isEqualTo(Mappings.NONE);
        int moved = rig.mappings.findExternal(0, OTHER_ADDRESS, UDP, 7000);
        assertThat(explicit.lease(moved)).isEqualTo(1);
        assertThat(heard).containsExactly("follows null", "follows 203.0.113.9", "moved 1 7000");
    }

    @Test
    void takesAnotherPortWhereTheOldOneIsTaken() {
        open(1, HOST, 6881, any(7000));
        open(2, HOST, 6882, only(7002));
        MappingDraft other = rig.draft(UDP, HOST + 1, 7000);
        other.externalAddress = OTHER_ADDRESS;
        rig.mappings.hold(rig.mappings.map(other));
        other.port = 7002;
        rig.mappings.hold(rig.mappings.map(other));
        explicit.follow(0, OTHER_ADDRESS);
        assertThat(heard).hasSize(3).contains("lost 2 PORT_TAKEN");
        assertThat(heard.get(1)).startsWith("moved 1 ").isNotEqualTo("moved 1 7000");
    }

    @Test
    void waitsForAnUplinkWhenItMay() {
        ExplicitMappings down = new ExplicitMappings(rig.mappings);
        assertThat(down.open(wish(1, HOST, 6881, any(7000))))
                .isEqualTo(new Answer.Refused(Refusal.NO_UPLINK));
        ExplicitMapping patient =
                new ExplicitMapping(
                        1, TCP, new Ipv4Address(HOST), 6881, any(7000), List.of(), true);
        assertThat(down.open(patient)).isEqualTo(new Answer.Waiting());
        assertThat(down.open(patient)).isEqualTo(new Answer.Waiting());
        down.follow(0, EXTERNAL);
        assertThat(down.lease(rig.mappings.findExternal(0, EXTERNAL, TCP, 7000))).isEqualTo(1);
    }

    @Test
    void letsInWhomTheFilterNames() {
        PeerFilter net = new PeerFilter(Ipv4Prefix.parse("198.51.100.0/24"), 0);
        PeerFilter one = new PeerFilter(Ipv4Prefix.parse("192.0.2.7/32"), 53);
        ExplicitMapping wish =
                new ExplicitMapping(
                        1, UDP, new Ipv4Address(HOST), 6881, any(7000), List.of(net, one), false);
        explicit.open(wish);
        int mapping = rig.mappings.findExternal(0, EXTERNAL, UDP, 7000);
        assertThat(explicit.admits(mapping, 0xc6336401, 9)).isTrue();
        assertThat(explicit.admits(mapping, 0xc6336501, 9)).isFalse();
        assertThat(explicit.admits(mapping, 0xc0000207, 53)).isTrue();
        assertThat(explicit.admits(mapping, 0xc0000207, 54)).isFalse();
        explicit.open(wish(1, HOST, 6881, any(7000)));
        assertThat(explicit.admits(mapping, 0xc0000207, 54)).isTrue();
    }

    @Test
    void countsForTheBudgetOfItsHost() {
        rig.budget(8, 2);
        for (int i = 0; i < 7; i++) {
            rig.held(UDP, HOST + 1 + i, 7000);
        }
        open(1, HOST, 1, any(2000));
        assertThat(explicit.open(wish(2, HOST + 1, 2, any(2001))))
                .isEqualTo(new Answer.Refused(Refusal.NO_PORT));
        rig.budget(16, 1);
        rig.held(UDP, HOST + 20, 1);
        for (int i = 0; i < 4; i++) {
            rig.held(UDP, HOST + 30 + i, 7000);
        }
        assertThat(explicit.open(wish(3, HOST, 3, any(2002))))
                .isEqualTo(new Answer.Refused(Refusal.HOST_BUDGET));
    }

    @Test
    void holdsABoundedNumber() {
        for (int id = 0; id < ExplicitMappings.MOST; id++) {
            open(id, HOST, 10_000 + id, any(10_000 + id));
        }
        assertThat(explicit.open(wish(-7, HOST, 9, any(9000))))
                .isEqualTo(new Answer.Refused(Refusal.NO_PORT));
        explicit.close(5);
        open(-7, HOST, 9, any(9000));
    }
}
