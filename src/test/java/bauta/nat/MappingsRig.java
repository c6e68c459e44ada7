package bauta.nat;

import bauta.engine.TableFile;
import java.util.Set;

/** A table of mappings with what tests ask of it again and again. */
final class MappingsRig {
    static final int TCP = 6;
    static final int UDP = 17;
    static final int ICMP = 1;
    static final int GRE = 47;
    static final int HOST = 0xc0a85702;
    static final int EXTERNAL = 0xcb007105;

    final Mappings mappings;
    final MappingDraft draft = new MappingDraft();

    MappingsRig(int capacity) {
        NatSettings settings = new NatSettings(capacity);
        mappings = new Mappings(TableFile.inMemory(Mappings.sections(settings)), settings, 7);
    }

    /** Changes the budget of every external address and protocol. */
    MappingsRig budget(int ports, int hostPorts) {
        mappings.behaviour(
                new NatBehaviour(
                        PortSelection.PRESERVE,
                        Filtering.ADDRESS_DEPENDENT,
                        Filtering.ADDRESS_DEPENDENT,
                        ports,
                        hostPorts));
        return this;
    }

    MappingDraft draft(int protocol, int host, int port) {
        draft.uplink = 0;
        draft.externalAddress = EXTERNAL;
        draft.protocol = protocol;
        draft.address = host;
        draft.port = port;
        return draft;
    }

    int held(int protocol, int host, int port) {
        return hold(mappings.map(draft(protocol, host, port)));
    }

    /** Opens a flow to a destination whose external ports are known. */
    int shared(int host, int port, Set<Integer> taken) {
        int mapping = hold(mappings.map(draft(TCP, host, port), taken::contains));
        if (mapping != Mappings.NONE) {
            taken.add(mappings.externalPort(mapping));
        }
        return mapping;
    }

    private int hold(int mapping) {
        if (mapping != Mappings.NONE) {
            mappings.hold(mapping);
        }
        return mapping;
    }

    PortUse use(int protocol) {
        return mappings.status().addresses().getFirst().ports().stream()
                .filter(one -> one.protocol() == protocol)
                .findFirst()
                .orElseThrow();
    }
}
