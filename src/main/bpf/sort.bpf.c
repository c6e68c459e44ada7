// SPDX-License-Identifier: Apache-2.0
/*
 * Sorts the frames of one port: to the control ring, to the bulk ring, to the kernel, or away.
 * It knows no flow. Whatever it is not sure of goes to the bulk ring, where the router decides;
 * what goes to the kernel is only what the input map allows. Every frame is counted once.
 */
#include "kernel.h"
#include "layout.h"

#define TYPE_IPV4 NETWORK_SHORT(0x0800)
#define TYPE_ARP NETWORK_SHORT(0x0806)
#define TYPE_IPV6 NETWORK_SHORT(0x86dd)
#define TYPE_VLAN NETWORK_SHORT(0x8100)
#define TYPE_SERVICE_VLAN NETWORK_SHORT(0x88a8)
#define TYPE_PPPOE_DISCOVERY NETWORK_SHORT(0x8863)
#define TYPE_PPPOE_SESSION NETWORK_SHORT(0x8864)

#define PROTOCOL_ICMP 1
#define PROTOCOL_TCP 6
#define PROTOCOL_UDP 17
#define DHCP_SERVER_PORT NETWORK_SHORT(67)
#define DHCP_CLIENT_PORT NETWORK_SHORT(68)
#define BROADCAST 0xffffffff
#define SERVICE_GROUP NETWORK_INT(0xeffffffa) /* 239.255.255.250: UPnP searches */
#define FRAGMENT_BITS NETWORK_SHORT(0x3fff)
#define ARP_BYTES 28
#define PPP_CONTROL 0x80

struct ethernet {
	__u8 destination[6];
	__u8 source[6];
	__u16 type;
} __attribute__((packed));

struct pppoe {
	__u8 version_type;
	__u8 code;
	__u16 session;
	__u16 length;
	__u8 protocol[2];
} __attribute__((packed));

struct ipv4 {
	__u8 version_length;
	__u8 service;
	__u16 total_length;
	__u16 identification;
	__u16 fragment;
	__u8 ttl;
	__u8 protocol;
	__u16 checksum;
	__u32 source;
	__u32 destination;
} __attribute__((packed));

struct map port_settings SECTION("maps") = {
    .type = BPF_MAP_TYPE_ARRAY,
    .key_bytes = 4,
    .value_bytes = sizeof(struct port_settings),
    .entries = 1,
};

struct map counters SECTION("maps") = {
    .type = BPF_MAP_TYPE_PERCPU_ARRAY,
    .key_bytes = 4,
    .value_bytes = 8,
    .entries = COUNTS,
};

struct map input_map SECTION("maps") = {
    .type = BPF_MAP_TYPE_HASH,
    .key_bytes = sizeof(struct service),
    .value_bytes = sizeof(struct service_counts),
    .entries = MAX_SERVICES,
};

struct map wanted_groups SECTION("maps") = {
    .type = BPF_MAP_TYPE_HASH,
    .key_bytes = sizeof(struct group),
    .value_bytes = 4,
    .entries = MAX_GROUPS,
};

struct map control_rings SECTION("maps") = {
    .type = BPF_MAP_TYPE_XSKMAP,
    .key_bytes = 4,
    .value_bytes = 4,
    .entries = MAX_QUEUES,
};

struct map bulk_rings SECTION("maps") = {
    .type = BPF_MAP_TYPE_XSKMAP,
    .key_bytes = 4,
    .value_bytes = 4,
    .entries = MAX_QUEUES,
};

INLINE void count(__u32 what)
{
	__u64 *cell = lookup(&counters, &what);

	if (cell)
		*cell += 1;
}

INLINE int drop(__u32 reason)
{
	count(reason);
	return XDP_DROP;
}

INLINE int to_kernel(void)
{
	count(COUNT_KERNEL);
	return XDP_PASS;
}

INLINE int to_ring(struct xdp_md *context, void *rings, __u32 what)
{
	int action = redirect_map(rings, context->rx_queue_index, XDP_DROP);

	count(action == XDP_REDIRECT ? what : COUNT_NO_RING);
	return action;
}

INLINE int to_control(struct xdp_md *context)
{
	return to_ring(context, &control_rings, COUNT_CONTROL);
}

INLINE int to_bulk(struct xdp_md *context)
{
	return to_ring(context, &bulk_rings, COUNT_BULK);
}

INLINE int same_mac(const __u8 *left, const __u8 *right)
{
	return left[0] == right[0] && left[1] == right[1] && left[2] == right[2] &&
	       left[3] == right[3] && left[4] == right[4] && left[5] == right[5];
}

INLINE int is_broadcast(const __u8 *mac)
{
	return (mac[0] & mac[1] & mac[2] & mac[3] & mac[4] & mac[5]) == 0xff;
}

/* The hardware address of SERVICE_GROUP, RFC 1112 section 6.4. */
INLINE int is_service_group(const __u8 *mac)
{
	return mac[0] == 0x01 && mac[1] == 0x00 && mac[2] == 0x5e && mac[3] == 0x7f &&
	       mac[4] == 0xff && mac[5] == 0xfa;
}

INLINE int is_wanted_group(const __u8 *mac)
{
	struct group key = {.mac = {mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]}};

	return lookup(&wanted_groups, &key) != 0;
}

/* Several processors may count at once. */
INLINE int is_service(const struct ipv4 *ipv4, __u16 port)
{
	struct service key = {.port = port, .protocol = ipv4->protocol};
	struct service_counts *counts = lookup(&input_map, &key);

	if (!counts)
		return 0;
	__sync_fetch_and_add(&counts->packets, 1);
	__sync_fetch_and_add(&counts->bytes, NETWORK_SHORT(ipv4->total_length));
	return 1;
}

INLINE int is_own_address(const struct port_settings *port, __u32 address)
{
	int own = 0;

#pragma unroll
	for (int i = 0; i < MAX_ADDRESSES; i++)
		own |= port->addresses[i] == address;
	return own && address != 0;
}

INLINE int sort_wan(struct xdp_md *context, const struct ethernet *ethernet, const void *end)
{
	const struct pppoe *pppoe = (const void *)(ethernet + 1);

	if (ethernet->type == TYPE_PPPOE_DISCOVERY)
		return to_control(context);
	if (ethernet->type != TYPE_PPPOE_SESSION)
		return drop(DROP_ETHERNET_UNKNOWN_TYPE);
	if ((const void *)(pppoe + 1) > end)
		return drop(DROP_PPPOE_TRUNCATED);
	if (pppoe->protocol[0] & PPP_CONTROL)
		return to_control(context);
	return to_bulk(context);
}

/*
 * The port of a whole packet without options to the router. A fragment never goes to the kernel:
 * only its first part would tell the port, and the others would come in unseen.
 */
INLINE int sort_to_router(struct xdp_md *context, const struct ipv4 *ipv4, const void *end)
{
	const __u8 *payload = (const void *)(ipv4 + 1);
	__u16 port;

	if (ipv4->version_length != 0x45 || ipv4->fragment & FRAGMENT_BITS)
		return to_bulk(context);
	if (payload + 4 > (const __u8 *)end)
		return to_bulk(context);
	switch (ipv4->protocol) {
	case PROTOCOL_TCP:
	case PROTOCOL_UDP:
		port = *(const __u16 *)(payload + 2);
		break;
	case PROTOCOL_ICMP:
		port = NETWORK_SHORT(payload[0]);
		break;
	default:
		return to_bulk(context);
	}
	return is_service(ipv4, port) ? to_kernel() : to_bulk(context);
}

INLINE int sort_lan_broadcast(const struct ipv4 *ipv4, const void *end)
{
	const __u16 *ports = (const void *)(ipv4 + 1);

	if (ipv4->destination != BROADCAST || ipv4->protocol != PROTOCOL_UDP ||
	    ipv4->version_length != 0x45 || ipv4->fragment & FRAGMENT_BITS)
		return drop(DROP_IPV4_BROADCAST);
	if ((const void *)(ports + 4) > end)
		return drop(DROP_UDP_TRUNCATED);
	if ((ports[1] == DHCP_SERVER_PORT || ports[1] == DHCP_CLIENT_PORT) &&
	    is_service(ipv4, ports[1]))
		return to_kernel();
	return drop(DROP_IPV4_BROADCAST);
}

/*
 * A group that the kernel has joined for a service of the router: the kernel drops the others that
 * share the group's hardware address.
 */
INLINE int sort_lan_group(const struct ipv4 *ipv4, const void *end)
{
	const __u16 *ports = (const void *)(ipv4 + 1);

	if (ipv4->destination != SERVICE_GROUP || ipv4->protocol != PROTOCOL_UDP ||
	    ipv4->version_length != 0x45 || ipv4->fragment & FRAGMENT_BITS)
		return drop(DROP_ETHERNET_UNWANTED_MULTICAST);
	if ((const void *)(ports + 4) > end)
		return drop(DROP_UDP_TRUNCATED);
	return is_service(ipv4, ports[1]) ? to_kernel() : drop(DROP_ETHERNET_UNWANTED_MULTICAST);
}

INLINE int sort_lan(struct xdp_md *context, const struct port_settings *port,
		    const struct ethernet *ethernet, const void *end)
{
	const struct ipv4 *ipv4 = (const void *)(ethernet + 1);

	if (ethernet->type == TYPE_ARP) {
		if ((const void *)ipv4 + ARP_BYTES > end)
			return drop(DROP_ARP_TRUNCATED);
		return to_kernel();
	}
	if (ethernet->type != TYPE_IPV4)
		return drop(DROP_ETHERNET_UNKNOWN_TYPE);
	if ((const void *)(ipv4 + 1) > end)
		return drop(DROP_IPV4_TRUNCATED);
	if (ipv4->version_length >> 4 != 4)
		return drop(DROP_IPV4_BAD_VERSION);
	if (is_broadcast(ethernet->destination))
		return sort_lan_broadcast(ipv4, end);
	if (is_service_group(ethernet->destination))
		return sort_lan_group(ipv4, end);
	if (is_own_address(port, ipv4->destination))
		return sort_to_router(context, ipv4, end);
	return to_bulk(context);
}

SECTION("xdp") int sort(struct xdp_md *context)
{
	const void *end = (void *)(long)context->data_end;
	const struct ethernet *ethernet = (void *)(long)context->data;
	const struct port_settings *port;
	__u32 only = 0;

	port = lookup(&port_settings, &only);
	if (!port)
		return XDP_DROP;
	if ((const void *)(ethernet + 1) > end)
		return drop(DROP_ETHERNET_TRUNCATED);
	if (ethernet->source[0] & 1)
		return drop(DROP_ETHERNET_BAD_SOURCE);
	if (ethernet->destination[0] & 1) {
		if (!is_broadcast(ethernet->destination) &&
		    !is_wanted_group(ethernet->destination) &&
		    !(port->zone == ZONE_LAN && is_service_group(ethernet->destination)))
			return drop(ethernet->type == TYPE_IPV6 ? DROP_IPV6_NOT_SUPPORTED
								: DROP_ETHERNET_UNWANTED_MULTICAST);
	} else if (!same_mac(ethernet->destination, port->mac)) {
		return drop(DROP_ETHERNET_NOT_OURS);
	}
	if (ethernet->type == TYPE_VLAN || ethernet->type == TYPE_SERVICE_VLAN)
		return drop(DROP_ETHERNET_UNEXPECTED_VLAN);
	if (ethernet->type == TYPE_IPV6)
		return drop(DROP_IPV6_NOT_SUPPORTED);
	if (port->zone == ZONE_WAN)
		return sort_wan(context, ethernet, end);
	return sort_lan(context, port, ethernet, end);
}

char program_license[] SECTION("license") = "Apache-2.0";
