package bauta.nat;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.engine.TableFile;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MappingsTest {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int GRE = 47;
    private static final int SCTP = 132;
    private static final int HOST = 0xc0a85702;
    private static final int EXTERNAL = 0xcb007105;

    private static Mappings mappings(int capacity) {
        NatSettings settings = new NatSettings(capacity);
        return new Mappings(TableFile.inMemory(Mappings.sections(settings)), settings, 7);
    }

    private static MappingDraft draft(int uplink, int protocol, int host, int port) {
        MappingDraft draft = new MappingDraft();
        draft.uplink = uplink;
        draft.externalAddress = EXTERNAL;
        draft.protocol = protocol;
        draft.address = host;
        draft.port = port;
        return draft;
    }

    private static int held(Mappings mappings, int uplink, int protocol, int host, int port) {
        int mapping = mappings.map(draft(uplink, protocol, host, port));
        mappings.hold(mapping);
        return mapping;
    }

    @Test
    void sharesAMappingUntilItsLastHolderIsGone() {
        Mappings mappings = mappings(16);
        int mapping = held(mappings, 0, UDP, HOST, 4000);
        assertThat(held(mappings, 0, UDP, HOST, 4000)).isEqualTo(mapping);
        assertThat(mappings.externalPort(mapping)).isEqualTo(4000);
        assertThat(mappings.findExternal(0, EXTERNAL, UDP, 4000)).isEqualTo(mapping);
        mappings.release(mapping);
        assertThat(mappings.findExternal(0, EXTERNAL, UDP, 4000)).isEqualTo(mapping);
        mappings.release(mapping);
        assertThat(mappings.findExternal(0, EXTERNAL, UDP, 4000)).isEqualTo(Mappings.NONE);
        assertThat(mappings.status().mappings()).isZero();
    }

    @Test
    void protocolsAndUplinksAreApart() {
        Mappings mappings = mappings(16);
        int udp = held(mappings, 0, UDP, HOST, 4000);
        int tcp = held(mappings, 0, TCP, HOST, 4000);
        int other = held(mappings, 1, UDP, HOST, 4000);
        assertThat(udp).isNotEqualTo(tcp).isNotEqualTo(other);
        assertThat(mappings.externalPort(tcp)).isEqualTo(4000);
        assertThat(mappings.externalPort(other)).isEqualTo(4000);
        assertThat(mappings.findExternal(1, EXTERNAL, UDP, 4000)).isEqualTo(other);
        assertThat(mappings.findExternal(1, EXTERNAL, TCP, 4000)).isEqualTo(Mappings.NONE);
    }

    @Test
    void refusesWhenFullAndRecovers() {
        Mappings mappings = mappings(2);
        int first = held(mappings, 0, UDP, HOST, 1);
        held(mappings, 0, UDP, HOST, 2);
        assertThat(mappings.map(draft(0, UDP, HOST, 3))).isEqualTo(Mappings.NONE);
        assertThat(mappings.status().refused()).isEqualTo(1);
        mappings.release(first);
        assertThat(mappings.map(draft(0, UDP, HOST, 3))).isEqualTo(first);
    }

    @Test
    void behavesLikeTwoMaps() {
        Mappings mappings = mappings(300);
        Random random = new Random(14);
        Map<Integer, Integer> mappingOf = new HashMap<>();
        Map<Integer, Integer> ownerOf = new HashMap<>();
        for (int round = 0; round < 100_000; round++) {
            int key = random.nextInt(400);
            int host = HOST + key / 100;
            int port = 2000 + key % 100;
            Integer mapping = mappingOf.get(key);
            if (mapping == null && mappingOf.size() < 300) {
                int made = held(mappings, 0, UDP, host, port);
                int external = mappings.externalPort(made);
                assertThat(ownerOf.put(external, key)).as("port is free").isNull();
                mappingOf.put(key, made);
            } else if (mapping != null && random.nextBoolean()) {
                ownerOf.remove(mappings.externalPort(mapping));
                mappings.release(mapping);
                mappingOf.remove(key);
            }
            int probe = 2000 + random.nextInt(100);
            Integer owner = ownerOf.get(probe);
            assertThat(mappings.findExternal(0, EXTERNAL, UDP, probe))
                    .isEqualTo(
                            owner == null
                                    ? Mappings.NONE
                                    : mappingOf.getOrDefault(owner, Mappings.NONE));
        }
        assertThat(mappings.status().mappings()).isEqualTo(mappingOf.size());
    }

    @Test
    void everyExternalAddressHasPortsOfItsOwn() {
        Mappings mappings = mappings(16);
        MappingDraft wanted = draft(0, UDP, HOST, 4000);
        int first = mappings.map(wanted);
        wanted.externalAddress = EXTERNAL + 1;
        int second = mappings.map(wanted);
        assertThat(second).isNotEqualTo(first);
        assertThat(mappings.externalPort(second)).isEqualTo(4000);
        assertThat(mappings.externalAddress(second)).isEqualTo(EXTERNAL + 1);
        assertThat(mappings.findExternal(0, EXTERNAL, UDP, 4000)).isEqualTo(first);
        assertThat(mappings.findExternal(0, EXTERNAL + 1, UDP, 4000)).isEqualTo(second);
        assertThat(mappings.findExternal(0, EXTERNAL + 2, UDP, 4000)).isEqualTo(Mappings.NONE);
        assertThat(mappings.status().addresses())
                .extracting(one -> one.address().bits())
                .containsExactly(EXTERNAL, EXTERNAL + 1);
    }

    @Test
    void saysWhatAMappingIs() {
        Mappings mappings = mappings(16);
        held(mappings, 3, TCP, HOST, 4000);
        int mapping = held(mappings, 3, TCP, HOST + 1, 4000);
        assertThat(mappings.internalAddress(mapping)).isEqualTo(HOST + 1);
        assertThat(mappings.internalPort(mapping)).isEqualTo(4000);
        assertThat(mappings.externalAddress(mapping)).isEqualTo(EXTERNAL);
        assertThat(mappings.externalPort(mapping)).isNotEqualTo(4000);
        assertThat(mappings.findInternal(draft(3, TCP, HOST + 1, 4000))).isEqualTo(mapping);
        assertThat(mappings.findInternal(draft(2, TCP, HOST + 1, 4000))).isEqualTo(Mappings.NONE);
    }

    @Test
    void aHostIsPairedWithOneAddressOfThePool() {
        Mappings mappings = mappings(600);
        mappings.pool(0, new int[] {EXTERNAL, EXTERNAL + 1, EXTERNAL + 2});
        Map<Integer, Integer> hostsOf = new HashMap<>();
        for (int host = HOST; host < HOST + 90; host++) {
            int paired = 0;
            for (int port = 1; port < 4; port++) {
                for (int protocol : new int[] {UDP, TCP}) {
                    MappingDraft wanted = draft(0, protocol, host, port);
                    wanted.externalAddress = 0;
                    int mapping = mappings.map(wanted);
                    assertThat(wanted.externalAddress).isEqualTo(mappings.externalAddress(mapping));
                    paired = paired == 0 ? wanted.externalAddress : paired;
                    assertThat(wanted.externalAddress).isEqualTo(paired);
                }
            }
            hostsOf.merge(paired, 1, Integer::sum);
        }
        assertThat(hostsOf)
                .hasSize(3)
                .allSatisfy((_, hosts) -> assertThat(hosts).isGreaterThan(15));
    }

    @Test
    void withoutAnAddressThereIsNoMapping() {
        Mappings mappings = mappings(16);
        MappingDraft wanted = draft(0, UDP, HOST, 4000);
        wanted.externalAddress = 0;
        assertThat(mappings.wouldRefuse(wanted)).isEqualTo(DropReason.NAT_NO_PORT);
        assertThat(mappings.map(wanted)).isEqualTo(Mappings.NONE);
        assertThat(mappings.refusal()).isEqualTo(DropReason.NAT_NO_PORT);
    }

    @Test
    void anAddressWithoutMappingsGivesItsPlaceToAnother() {
        Mappings mappings = mappings(200);
        MappingDraft wanted = draft(0, UDP, HOST, 4000);
        for (int i = 0; i < ExternalAddresses.MAX; i++) {
            wanted.externalAddress = EXTERNAL + i;
            mappings.hold(mappings.map(wanted));
        }
        wanted.externalAddress = EXTERNAL - 1;
        assertThat(mappings.wouldRefuse(wanted)).isEqualTo(DropReason.NAT_NO_PORT);
        assertThat(mappings.map(wanted)).isEqualTo(Mappings.NONE);
        mappings.release(mappings.findExternal(0, EXTERNAL + 7, UDP, 4000));
        assertThat(mappings.wouldRefuse(wanted)).isEqualTo(DropReason.NONE);
        int mapping = mappings.map(wanted);
        assertThat(mappings.externalAddress(mapping)).isEqualTo(EXTERNAL - 1);
    }

    @Test
    void protocolsWithoutPortsKeepWhatTheyHave() {
        Mappings mappings = mappings(16);
        int mapping = held(mappings, 0, GRE, HOST, 77);
        assertThat(mappings.externalPort(mapping)).isEqualTo(77);
        assertThat(mappings.map(draft(0, GRE, HOST + 1, 77))).isEqualTo(Mappings.NONE);
        assertThat(mappings.map(draft(0, GRE, HOST + 1, 78))).isNotEqualTo(Mappings.NONE);
        assertThat(mappings.map(draft(0, SCTP, HOST + 1, 77))).isNotEqualTo(Mappings.NONE);
        mappings.release(mapping);
        assertThat(mappings.map(draft(0, GRE, HOST + 1, 77))).isNotEqualTo(Mappings.NONE);
    }

    @Test
    void randomPortsDifferFromTheirSourcePorts() {
        Mappings mappings = mappings(600);
        mappings.behaviour(
                new NatBehaviour(
                        PortSelection.RANDOM,
                        Filtering.ENDPOINT_INDEPENDENT,
                        Filtering.ADDRESS_DEPENDENT,
                        NatBehaviour.ALL_PORTS,
                        0));
        int kept = 0;
        for (int port = 4000; port < 4500; port++) {
            int mapping = held(mappings, 0, UDP, HOST, port);
            assertThat(mappings.externalPort(mapping) & 1).isEqualTo(port & 1);
            assertThat(mappings.externalPort(mapping)).isGreaterThan(1023);
            assertThat(mappings.map(draft(0, UDP, HOST, port))).as("shared").isEqualTo(mapping);
            kept += mappings.externalPort(mapping) == port ? 1 : 0;
        }
        assertThat(kept).isLessThan(5);
        assertThat(mappings.externalPort(held(mappings, 0, UDP, HOST, 500))).isLessThan(1024);
    }

    @Test
    void aMappingTakesAtMostFortyBytes() {
        for (int capacity : new int[] {65_537, 262_145}) {
            long bytes =
                    Mappings.sections(new NatSettings(capacity)).stream()
                            .mapToLong(one -> (long) one.records() * one.recordBytes())
                            .sum();
            assertThat(bytes).isLessThanOrEqualTo(40L * capacity);
        }
    }
}
