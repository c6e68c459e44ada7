package bauta.control.config;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the defaults that follow from other keys into a tree that has all the others. */
final class Derived {
    private Derived() {}

    /**
     * Writes what is missing.
     *
     * @param whole every other default is written in it; is changed
     * @param config what it says
     */
    static void write(ObjectNode whole, Config config) {
        List<Network> networks = config.networks();
        for (int i = 0; i < networks.size(); i++) {
            DhcpPool pool = networks.get(i).dhcp().pool();
            put(
                    whole.at("/networks/" + i + "/dhcp"),
                    LanDhcp.POOL,
                    Json.object("start", "" + pool.start(), "end", "" + pool.end()));
        }
        List<Uplink> uplinks = config.uplinks();
        for (int i = 0; i < uplinks.size(); i++) {
            switch (uplinks.get(i)) {
                case PppoeUplink uplink -> {
                    JsonNode mru = Json.read("" + uplink.mruBytes());
                    put(whole.at("/uplinks/" + i), PppoeUplink.MRU, mru);
                }
            }
        }
        writePorts(whole.at("/dns/upstreams"), config.dns().upstreams());
        List<DnsDomain> domains = config.dns().domains();
        for (int i = 0; i < domains.size(); i++) {
            writePorts(whole.at("/dns/domains/" + i + "/servers"), domains.get(i).servers());
        }
    }

    private static void writePorts(JsonNode list, List<DnsServer> servers) {
        for (int i = 0; i < servers.size(); i++) {
            put(list.path(i), DnsServer.PORT, Json.read("" + servers.get(i).port()));
        }
    }

    private static void put(JsonNode owner, Key<?> key, JsonNode value) {
        if (owner instanceof ObjectNode object && !object.has(key.name())) {
            object.set(key.name(), value);
        }
    }
}
