/* Counts the bench frames that came through the router as they should and drops them; everything
 * else goes on to the stack. Cheap fields of every frame are compared; checksums of one frame in
 * SAMPLE_EVERY. */
#include "packet_bench.h"

#define SAMPLE_EVERY 61 /* prime, so that it does not beat with batches */
#define SUM_CHUNK 64
#define MAX_CHUNKS 24

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, MAX_CPUS);
    __type(key, __u32);
    __type(value, struct bench_counts);
} counts SEC(".maps");

static __always_inline int same_mac(const __u8 *a, const __u8 *b) {
    return *(const __u16 *)a == *(const __u16 *)b &&
           *(const __u16 *)(a + 2) == *(const __u16 *)(b + 2) &&
           *(const __u16 *)(a + 4) == *(const __u16 *)(b + 4);
}

static __always_inline int right_pppoe(const struct pppoe_header *pppoe,
                                       const struct bench_settings *s) {
    return pppoe->version_type == 0x11 && pppoe->code == 0 &&
           pppoe->session == bpf_htons(s->session) &&
           pppoe->length == bpf_htons(s->packet_bytes + 2) &&
           pppoe->protocol == bpf_htons(PPP_IPV4);
}

static __always_inline int right_ipv4(const struct ipv4_header *ip, const struct bench_settings *s,
                                      __u32 flow) {
    __u32 source = s->upstream ? s->external_address : server_address(s, flow);
    __u32 destination = s->upstream ? server_address(s, flow) : inside_address(s, flow);

    return ip->version_length == 0x45 && ip->total_length == bpf_htons(s->packet_bytes) &&
           ip->fragment == bpf_htons(DONT_FRAGMENT) && ip->ttl == TTL_FORWARDED &&
           ip->source == bpf_htonl(source) && ip->destination == bpf_htonl(destination);
}

/* Upstream the first frame of a flow tells its external port; from then on the flow must keep it.
 */
static __always_inline int right_udp(const struct udp_header *udp, const struct bench_settings *s,
                                     __u32 flow) {
    if (udp->length != bpf_htons(s->packet_bytes - sizeof(struct ipv4_header)))
        return 0;
    if (!s->upstream)
        return udp->source == bpf_htons(SERVER_PORT) &&
               udp->destination == bpf_htons(FIRST_PORT + flow % PORTS);
    __u32 port = bpf_ntohs(udp->source);
    if (s->novelty)
        return port >= 1024 && udp->destination == bpf_htons(SERVER_PORT);
    __u32 *known = bpf_map_lookup_elem(&ports, &flow);

    if (!known || port < 1024 || udp->destination != bpf_htons(SERVER_PORT))
        return 0;
    if (*known == 0)
        *known = port;
    return *known == port;
}

static __always_inline int right_ipv4_checksum(struct ipv4_header *ip) {
    return fold((__u32)bpf_csum_diff(0, 0, (void *)ip, sizeof(*ip), 0)) == 0xffff;
}

static __always_inline int right_udp_checksum(struct ipv4_header *ip, void *end) {
    struct udp_header *udp = (void *)(ip + 1);
    __u32 sum = bpf_htons(IPPROTO_UDP_NUMBER) + udp->length;
    void *at = udp;

    sum = bpf_csum_diff(0, 0, (void *)&ip->source, 8, sum);
    for (int i = 0; i < MAX_CHUNKS && at + SUM_CHUNK <= end; i++, at += SUM_CHUNK)
        sum = bpf_csum_diff(0, 0, at, SUM_CHUNK, sum);
    for (int i = 0; i < SUM_CHUNK / 4 && at + 4 <= end; i++, at += 4)
        sum = bpf_csum_diff(0, 0, at, 4, sum);
    __u64 total = sum;
    if (at + 2 <= end)
        total += *(__be16 *)at;
    return udp->checksum != 0 && fold(total) == 0xffff;
}

/* Returns the counter of what a bench frame is. */
static __always_inline __u64 *judge(struct bench_counts *c, const struct bench_settings *s,
                                    struct ethernet_header *ethernet, struct ipv4_header *ip,
                                    void *end) {
    struct udp_header *udp = (void *)(ip + 1);
    __u32 flow = bpf_ntohl(udp->flow);

    if (!same_mac(ethernet->destination, s->destination) || !same_mac(ethernet->source, s->source))
        return &c->wrong_ethernet;
    if (s->pppoe && !right_pppoe((void *)(ethernet + 1), s))
        return &c->wrong_pppoe;
    if ((void *)ip + s->packet_bytes != end || !right_ipv4(ip, s, flow))
        return &c->wrong_ipv4;
    if (!right_udp(udp, s, flow))
        return &c->wrong_udp;
    if ((c->right + 1) % SAMPLE_EVERY == 0) {
        c->sampled++;
        if (!right_ipv4_checksum(ip))
            return &c->wrong_ipv4_checksum;
        if (!right_udp_checksum(ip, end))
            return &c->wrong_udp_checksum;
    }
    return &c->right;
}

SEC("xdp/sink")
int sink(struct xdp_md *frame) {
    void *at = (void *)(long)frame->data;
    void *end = (void *)(long)frame->data_end;
    struct ethernet_header *ethernet = at;
    __u32 key = 0;
    const struct bench_settings *s = bpf_map_lookup_elem(&settings, &key);

    key = bpf_get_smp_processor_id();
    struct bench_counts *c = bpf_map_lookup_elem(&counts, &key);

    if (!s || !c || at + sizeof(*ethernet) > end)
        return XDP_PASS;
    at += sizeof(*ethernet);
    if (s->pppoe)
        at += sizeof(struct pppoe_header);
    struct ipv4_header *ip = at;
    struct udp_header *udp = (void *)(ip + 1);

    if ((void *)(udp + 1) > end || ip->protocol != IPPROTO_UDP_NUMBER ||
        udp->magic != bpf_htonl(MAGIC) ||
        ethernet->type != bpf_htons(s->pppoe ? ETHERTYPE_PPPOE_SESSION : ETHERTYPE_IPV4)) {
        c->passed++;
        return XDP_PASS;
    }
    ++*judge(c, s, ethernet, ip, end);
    return XDP_DROP;
}

char program_license[] SEC("license") = "Dual MIT/GPL";
