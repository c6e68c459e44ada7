/* What the frame generator and the sink of the packet rate bench agree on.
 *
 * Flow f of the bench is one UDP conversation between an inside host and a server:
 *   inside  inside_address + (f & HOST_MASK), port FIRST_PORT + f % PORTS
 *   server  server_address + f / PORTS,       port SERVER_PORT
 * The payload starts with MAGIC and f, so the sink knows what a translated frame has to look like.
 */
#ifndef PACKET_BENCH_H
#define PACKET_BENCH_H

#include <linux/bpf.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define ETHERTYPE_IPV4 0x0800
#define ETHERTYPE_PPPOE_SESSION 0x8864
#define PPP_IPV4 0x0021
#define IPPROTO_TCP_NUMBER 6
#define IPPROTO_UDP_NUMBER 17
#define TTL_SENT 64
#define TTL_FORWARDED 63
#define DONT_FRAGMENT 0x4000

#define MAGIC 0x42617574
#define SERVER_PORT 7777
#define FIRST_PORT 10000
#define PORTS 32768
#define HOST_MASK 15
#define MAX_FLOWS 65536
#define MAX_CPUS 64
#define CLOCK_EVERY 64

/* Each frame is a flow of its own: an inside endpoint comes back with another server; it comes back
 * after HOST_MASK + 1 times as many flows; all are of one inside host; or TCP SYN of made-up
 * addresses to one port of the external address. */
#define NEW_PEERS 1
#define NEW_ENDPOINTS 2
#define ONE_HOST 3
#define SYN_FLOOD 4

struct ethernet_header {
    __u8 destination[6];
    __u8 source[6];
    __be16 type;
} __attribute__((packed));

struct pppoe_header { /* RFC 2516 section 4, with the PPP protocol behind it */
    __u8 version_type;
    __u8 code;
    __be16 session;
    __be16 length;
    __be16 protocol;
} __attribute__((packed));

struct ipv4_header {
    __u8 version_length;
    __u8 service;
    __be16 total_length;
    __be16 identification;
    __be16 fragment;
    __u8 ttl;
    __u8 protocol;
    __be16 checksum;
    __be32 source;
    __be32 destination;
} __attribute__((packed));

struct udp_header { /* and the start of the payload */
    __be16 source;
    __be16 destination;
    __be16 length;
    __be16 checksum;
    __be32 magic;
    __be32 flow;
} __attribute__((packed));

struct tcp_header {
    __be16 source;
    __be16 destination;
    __be32 sequence;
    __be32 acknowledgement;
    __be16 offset_flags;
    __be16 window;
    __be16 checksum;
    __be16 urgent;
} __attribute__((packed));

/* One lane and direction of the bench. Numbers in host order, MAC addresses as they lie in a frame.
 */
struct bench_settings {
    __u8 destination[6]; /* of the frame that is generated, or that has to arrive */
    __u8 source[6];
    __u32 interface; /* generator: where to send */
    __u32 pppoe;     /* 1: the frame has a PPPoE session header */
    __u32 session;
    __u32 upstream; /* 1: from the inside to the server */
    __u32 packet_bytes;
    __u32 flows;
    __u32 inside_address;
    __u32 server_address;
    __u32 external_address;
    __u32 payload_sum; /* generator: ones' complement sum of the payload behind flow */
    __u32 pace;        /* generator: nanoseconds that 1,024 frames take at least, 0 for no limit */
    __u32 flood_port;
    __u32 novelty; /* each frame is a flow of its own, external ports are not compared */
};

/* Where the generator stands. */
struct bench_progress {
    __u64 next_flow;
    __u64 written;
    __u64 begin; /* when the first frame was written, bpf_ktime_get_ns */
    __u64 last;  /* when one of the last CLOCK_EVERY frames was */
};

/* One per CPU, so that nobody needs atomics. */
struct bench_counts {
    __u64 right;
    __u64 sampled;
    __u64 wrong_ethernet;
    __u64 wrong_pppoe;
    __u64 wrong_ipv4;
    __u64 wrong_udp;
    __u64 wrong_ipv4_checksum;
    __u64 wrong_udp_checksum;
    __u64 passed;
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, __u32);
    __type(value, struct bench_settings);
} settings SEC(".maps");

/* The external port of each flow: the upstream sink learns it, the downstream generator aims at it.
 */
struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, MAX_FLOWS);
    __type(key, __u32);
    __type(value, __u32);
} ports SEC(".maps");

static __always_inline __u32 fold(__u64 sum) {
    sum = (sum & 0xffff) + (sum >> 16 & 0xffff) + (sum >> 32);
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    return sum;
}

static __always_inline __u32 inside_address(const struct bench_settings *s, __u32 flow) {
    if (s->novelty == ONE_HOST)
        return s->inside_address;
    return s->inside_address +
           ((s->novelty == NEW_ENDPOINTS ? flow ^ flow / PORTS : flow) & HOST_MASK);
}

static __always_inline __u32 server_address(const struct bench_settings *s, __u32 flow) {
    return s->server_address + flow / PORTS;
}

#endif
