package bauta.control.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * From form 1 to form 2. The name servers that DHCP hands out move from {@code
 * networks[].dns.servers} to {@code networks[].dhcp.dns}; what was reserved and empty goes, because
 * form 1 let an empty object stand for an empty list.
 */
final class FormTwo {
    private static final List<String> RESERVED = List.of("devices", "services");

    private FormTwo() {}

    /** Changes the tree; returns what moved, new pointer to old pointer. */
    static Map<String, String> from(ObjectNode tree) {
        for (String key : RESERVED) {
            JsonNode node = tree.get(key);
            if (node != null && node.isContainer() && node.isEmpty()) {
                tree.remove(key);
            }
        }
        Map<String, String> moved = new HashMap<>();
        if (tree.get("networks") instanceof ArrayNode networks) {
            for (int i = 0; i < networks.size(); i++) {
                if (networks.get(i) instanceof ObjectNode network) {
                    moveServers(network, "/networks/" + i, moved);
                }
            }
        }
        return moved;
    }

    private static void moveServers(ObjectNode network, String at, Map<String, String> moved) {
        JsonNode dhcp = network.get("dhcp");
        boolean free = dhcp == null || dhcp.isObject() && !dhcp.has("dns");
        if (free && network.get("dns") instanceof ObjectNode dns && dns.has("servers")) {
            JsonNode servers = dns.remove("servers");
            if (dns.isEmpty()) {
                network.remove("dns");
            }
            if (!(servers.isArray() && servers.isEmpty())) {
                dhcp(network).set("dns", servers);
                moved.put(at + "/dhcp/dns", at + "/dns/servers");
            }
        }
    }

    private static ObjectNode dhcp(ObjectNode network) {
        if (network.get("dhcp") instanceof ObjectNode dhcp) {
            return dhcp;
        }
        ObjectNode made = JsonNodeFactory.instance.objectNode();
        network.set("dhcp", made);
        return made;
    }
}
