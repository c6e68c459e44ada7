package bauta.engine;

/**
 * Why a frame ended inside the router. Every frame that is neither sent nor delivered is counted
 * under exactly one of these; {@code docs/drops.md} shows where on the path each one stands.
 * Grouped by the layer that finds out.
 */
public enum DropReason {
    /** Not dropped: the answer of a {@code check} that found nothing wrong. */
    NONE,

    // Ethernet and rings
    /** Shorter than an Ethernet header, or than the header its type promises. */
    ETHERNET_TRUNCATED,
    /** Unicast to a MAC address that is not ours. */
    ETHERNET_NOT_OURS,
    /** Broadcast or multicast that nobody here wants. */
    ETHERNET_UNWANTED_MULTICAST,
    /** An EtherType that this side does not take. */
    ETHERNET_UNKNOWN_TYPE,
    /** A group address as the source. */
    ETHERNET_BAD_SOURCE,
    /** A VLAN tag on a port without VLANs. */
    ETHERNET_UNEXPECTED_VLAN,
    /** No free frame in the pool. */
    FRAME_POOL_EMPTY,
    /** The transmit ring of the egress port is full. */
    TRANSMIT_RING_FULL,
    /** The egress port is down or gone. */
    PORT_DOWN,
    /** Longer than a frame of the pool can carry. */
    FRAME_TOO_LONG,
    /** The kernel did not take the packet that was written to the TUN. */
    TUN_REFUSED,
    /** A mistake of the router itself in handling it; the log tells which. */
    ROUTER_INCIDENT,

    // ARP
    ARP_TRUNCATED,
    ARP_BAD_FORMAT,

    // PPPoE (RFC 2516)
    PPPOE_TRUNCATED,
    /** Version or type is not 1. */
    PPPOE_BAD_VERSION,
    /** The length field reaches beyond the frame. */
    PPPOE_BAD_LENGTH,
    /** A code that does not belong to this stage or is not known. */
    PPPOE_BAD_CODE,
    /** A tag whose length reaches beyond the payload. */
    PPPOE_BAD_TAG,
    /**
     * A session frame for a (MAC, MAC, session id) that is not open; answered by PADT,
     * rate-limited.
     */
    PPPOE_UNKNOWN_SESSION,
    /** A discovery answer that does not carry our Host-Uniq, or comes when none is awaited. */
    PPPOE_UNEXPECTED_DISCOVERY,

    // PPP (RFC 1661) and its control protocols
    PPP_TRUNCATED,
    PPP_BAD_LENGTH,
    /** A protocol number that is not odd in its low byte, or not spoken here in this phase. */
    PPP_UNKNOWN_PROTOCOL,
    /** An option whose length is 0, 1 or beyond the message. */
    PPP_BAD_OPTION,
    /** An authentication message whose inner lengths do not fit. */
    PPP_BAD_AUTHENTICATION,
    /** A network-layer packet before its network protocol opened. */
    PPP_NOT_OPEN,

    // IPv4 (RFC 791)
    IPV4_TRUNCATED,
    IPV4_BAD_VERSION,
    IPV4_BAD_HEADER_LENGTH,
    /** Total length below the header or beyond the frame. */
    IPV4_BAD_TOTAL_LENGTH,
    IPV4_BAD_CHECKSUM,
    /** Source or destination that must not cross a router (RFC 1122, RFC 6890). */
    IPV4_MARTIAN,
    /** A source that does not live on the side the packet came from (RFC 2827). */
    IPV4_SPOOFED,
    /** Source and destination are the same address. */
    IPV4_LAND,
    /** From an uplink, with a source that nobody on the Internet can have (RFC 1918, RFC 6598). */
    IPV4_BOGON,
    /** TTL ran out; answered by ICMP time exceeded. */
    IPV4_TTL_EXCEEDED,
    /** No uplink is up, or no route; answered by ICMP network unreachable. */
    IPV4_NO_ROUTE,
    /** DF and longer than the egress MTU; answered by ICMP fragmentation needed (RFC 1191). */
    IPV4_TOO_BIG,
    /** Limited or directed broadcast, or multicast, which is not forwarded. */
    IPV4_BROADCAST,
    /** Source routing and other options that are not forwarded. */
    IPV4_BAD_OPTION,
    /** A fragment that overlaps another or reaches beyond 65,535 bytes (RFC 1858, RFC 5722). */
    IPV4_BAD_FRAGMENT,
    /** A fragment whose first part never came, or came too late. */
    IPV4_FRAGMENT_TIMEOUT,
    /** The fragment table is full. */
    IPV4_FRAGMENT_LIMIT,
    /** The neighbour did not answer; answered by ICMP host unreachable. */
    NEIGHBOUR_UNREACHABLE,
    /** More packets waiting for one neighbour than may be held. */
    NEIGHBOUR_QUEUE_FULL,
    /** IPv6, which this version does not forward. */
    IPV6_NOT_SUPPORTED,

    // Transport
    UDP_TRUNCATED,
    UDP_BAD_LENGTH,
    TCP_TRUNCATED,
    TCP_BAD_OFFSET,
    /** A combination of flags that no TCP sends. */
    TCP_BAD_FLAGS,
    /** Neither a flow nor a SYN; an inside host gets a reset. */
    TCP_NO_FLOW,
    /** A SYN from outside inside a flow that is already running. */
    TCP_SYN_IN_FLOW,
    /** A segment that no end of this connection can have sent now (RFC 5961 in spirit). */
    TCP_OUT_OF_WINDOW,
    /** A reset that no end of this connection can have sent now. */
    TCP_RESET_OUT_OF_WINDOW,
    /** A wrong sum on a connection that a protocol helper reads; elsewhere it is not looked at. */
    TCP_BAD_CHECKSUM,
    /** A fragment of a connection that a protocol helper reads. */
    ALG_FRAGMENT,
    /** A segment after a gap, on a connection that a protocol helper reads: it comes again. */
    ALG_OUT_OF_ORDER,
    ICMP_TRUNCATED,
    ICMP_BAD_CHECKSUM,
    /** An ICMP type that is not translated. */
    ICMP_UNSUPPORTED_TYPE,
    /** An ICMP error whose quoted packet belongs to no flow. */
    ICMP_ERROR_NO_FLOW,
    /** A quoted packet too short to tell whose it was. */
    ICMP_ERROR_TRUNCATED,

    // Firewall, NAT, flows
    /** From outside to an external port that nothing is mapped to. */
    INBOUND_NO_MAPPING,
    /** From outside to a mapped port, from a peer the inside host has not spoken to. */
    INBOUND_FILTERED,
    /** From outside to the router itself. */
    INBOUND_TO_ROUTER,
    /** From inside to a service of the router that is not offered. */
    ROUTER_SERVICE_CLOSED,
    /** A rule says so. */
    FIREWALL_RULE,
    /** A rule that lets it pass has used up its limit, and what comes after does not let it. */
    FIREWALL_RATE_LIMIT,
    /** A policy of masquerading says so. */
    POLICY_RULE,
    /** From outside to a forward that does not take this sender. */
    FORWARD_SOURCE_REFUSED,
    /** From outside to a forward none of whose targets takes new connections. */
    FORWARD_NO_TARGET,
    /** Forwarding is switched off; answered by ICMP administratively prohibited. */
    FORWARDING_OFF,
    /** Only the router itself may use the uplink; answered by ICMP administratively prohibited. */
    UPLINK_STANDALONE,
    /** Every external port for this protocol is taken. */
    NAT_NO_PORT,
    /** The external ports are short, and this host has its share of them. */
    NAT_HOST_BUDGET,
    /** Another inside host already speaks this protocol, which has no ports, with this peer. */
    NAT_KEY_TAKEN,
    /** The flow table is full and no flow could make room. */
    FLOW_TABLE_FULL,
    /** The router is behind, others wait, and this host or forward has begun its share of flows. */
    FLOW_RATE_LIMIT,
    /** ICMP errors are sent at a bounded rate (RFC 1812 section 4.3.2.8). */
    ICMP_RATE_LIMITED,

    // Services
    DHCP_TRUNCATED,
    DHCP_BAD_COOKIE,
    DHCP_BAD_OPTION,
    DHCP_BAD_FIELD,
    /** Came through a relay agent (giaddr) that is not on the LAN itself. */
    DHCP_RELAYED,
    /** For another server, or a kind of message that no client sends. */
    DHCP_NOT_FOR_US,
    /** No address of the pool is free. */
    DHCP_POOL_EMPTY,
    /** What is left of the pool is given to strangers slowly, so that a flood cannot empty it. */
    DHCP_POOL_GUARDED,
    /** Too many messages wait for their lease to be saved. */
    DHCP_OVERLOAD,
    DNS_TRUNCATED,
    DNS_BAD_NAME,
    DNS_BAD_COUNT,
    /** A query longer than any that a resolver sends. */
    DNS_TOO_LONG,
    /** An answer that matches no query in flight. */
    DNS_UNEXPECTED_ANSWER,
    /** Too many queries in flight. */
    DNS_OVERLOAD,
    /** A query from an address that is not served. */
    DNS_NOT_SERVED,
    /** A client repeats a query that is still in flight. */
    DNS_REPEATED,
    /** A TCP client that is silent, that does not read, or that has to make room for another. */
    DNS_CONNECTION_CLOSED,
    /** Of no length that a NAT-PMP or PCP request has. */
    PCP_TRUNCATED,
    /** A NAT-PMP or PCP response where requests are taken. */
    PCP_RESPONSE,
    /** A wish for a port mapping from an address that is not served. */
    MAPPING_NOT_SERVED,
    /** One host asks for port mappings too often. */
    MAPPING_OVERLOAD,
    /** No search for devices and no call of an action of UPnP. */
    UPNP_MALFORMED
}
