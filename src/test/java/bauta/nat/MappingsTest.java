package bauta.nat;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.TableFile;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MappingsTest {
    private static final int TCP = 6;
    private static final int UDP = 17;
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
}
