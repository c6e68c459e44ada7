package bauta.control.config;

import bauta.wire.Ipv4Address;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One of two words, or a list of addresses. */
record DhcpDnsKind() implements Kind<DhcpDns> {
    static final ListKind<Ipv4Address> SERVERS = new ListKind<>(Kinds.HOST, 1, 3);
    static final Map<String, DhcpDns> WORDS =
            Map.of("bauta", new DhcpDns.Bauta(), "provider", new DhcpDns.Provider());

    @Override
    public Message allowed() {
        return Message.of("kind.dhcp-dns");
    }

    @Override
    public ObjectNode schema() {
        return Json.object(
                "anyOf",
                List.of(Json.object("enum", List.of("bauta", "provider")), SERVERS.schema()));
    }

    @Override
    public Optional<DhcpDns> bind(JsonNode node, Site site) {
        if (node.isArray() && node.size() >= SERVERS.least() && node.size() <= SERVERS.most()) {
            return SERVERS.bind(node, site).map(DhcpDns.Servers::new);
        }
        Optional<DhcpDns> word =
                Optional.of(node).filter(JsonNode::isString).map(n -> WORDS.get(n.stringValue()));
        if (word.isEmpty()) {
            site.reportNot(node, allowed());
        }
        return word;
    }

    @Override
    public String show(DhcpDns value) {
        return switch (value) {
            case DhcpDns.Bauta() -> "\"bauta\"";
            case DhcpDns.Provider() -> "\"provider\"";
            case DhcpDns.Servers(var addresses) -> SERVERS.show(addresses);
        };
    }
}
