/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the program and the router share: the layouts of the maps. The Java side of it is
 * bauta.link.PortProgram; SortLayoutTest compares the two. Numbers are in host order unless they
 * are called network order.
 */
#ifndef BAUTA_LAYOUT_H
#define BAUTA_LAYOUT_H

#include <linux/types.h>

#define MAX_QUEUES 64
#define MAX_ADDRESSES 4
#define MAX_SERVICES 256
#define MAX_GROUPS 64

enum zone {
	ZONE_LAN = 0,
	ZONE_WAN = 1,
};

/* The one entry of map port_settings. */
struct port_settings {
	__u8 mac[6];
	__u8 zone; /* enum zone */
	__u8 unused;
	__u32 addresses[MAX_ADDRESSES]; /* network order, 0 for none */
};

/* Key of map input_map: a service of the router that the kernel may see. */
struct service {
	__u16 port; /* network order; for ICMP the type in the first byte */
	__u8 protocol;
	__u8 unused;
};

/* Value of map input_map: what the kernel took of it since it was opened. */
struct service_counts {
	__u64 packets;
	__u64 bytes; /* of whole IP packets */
};

/* Key of map wanted_groups: a multicast address that goes to the bulk ring. */
struct group {
	__u8 mac[6];
	__u16 unused;
};

/*
 * Index into map counters. Every frame is counted once, by where it went. The names up to
 * COUNT_DROPS are ways on, the others are drop reasons.
 */
enum count {
	COUNT_CONTROL,
	COUNT_BULK,
	COUNT_KERNEL,
	COUNT_NO_RING,
	COUNT_DROPS,
	DROP_ETHERNET_TRUNCATED = COUNT_DROPS,
	DROP_ETHERNET_NOT_OURS,
	DROP_ETHERNET_UNWANTED_MULTICAST,
	DROP_ETHERNET_UNKNOWN_TYPE,
	DROP_ETHERNET_BAD_SOURCE,
	DROP_ETHERNET_UNEXPECTED_VLAN,
	DROP_PPPOE_TRUNCATED,
	DROP_ARP_TRUNCATED,
	DROP_IPV4_TRUNCATED,
	DROP_IPV4_BAD_VERSION,
	DROP_IPV4_BROADCAST,
	DROP_UDP_TRUNCATED,
	DROP_IPV6_NOT_SUPPORTED,
	COUNTS,
};

#endif
