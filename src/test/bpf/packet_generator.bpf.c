/* Writes one bench frame and sends it into an interface. Run by BPF_PROG_TEST_RUN with live frames,
 * whose pages come back as the router left them: every byte of every header is written for every
 * frame. */
#include "packet_bench.h"

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, __u32);
    __type(value, struct bench_progress);
} progress SEC(".maps");

/* Notes the time; says whether a frame sent now would be ahead of the pace. */
static __always_inline int too_early(const struct bench_settings *s, struct bench_progress *p) {
    if (!s->pace && p->written % CLOCK_EVERY)
        return 0;
    __u64 now = bpf_ktime_get_ns();
    if (!p->begin)
        p->begin = now;
    p->last = now;
    return (now - p->begin) * 1024 < p->written * s->pace;
}

static __always_inline __u32 take_flow(const struct bench_settings *s, struct bench_progress *p) {
    __u64 flow = p->next_flow < s->flows ? p->next_flow : 0;

    p->next_flow = flow + 1;
    p->written++;
    return flow;
}

static __always_inline void write_ethernet(struct ethernet_header *ethernet,
                                           const struct bench_settings *s) {
    __builtin_memcpy(ethernet->destination, s->destination, 6);
    __builtin_memcpy(ethernet->source, s->source, 6);
    ethernet->type = bpf_htons(s->pppoe ? ETHERTYPE_PPPOE_SESSION : ETHERTYPE_IPV4);
}

static __always_inline void write_pppoe(struct pppoe_header *pppoe,
                                        const struct bench_settings *s) {
    pppoe->version_type = 0x11;
    pppoe->code = 0;
    pppoe->session = bpf_htons(s->session);
    pppoe->length = bpf_htons(s->packet_bytes + 2);
    pppoe->protocol = bpf_htons(PPP_IPV4);
}

static __always_inline void write_packet(struct ipv4_header *ip, const struct bench_settings *s,
                                         __u32 flow, __u32 external_port) {
    struct udp_header *udp = (void *)(ip + 1);
    __u32 source = s->upstream ? inside_address(s, flow) : server_address(s, flow);
    __u32 destination = s->upstream ? server_address(s, flow) : s->external_address;
    __u32 source_port = s->upstream ? FIRST_PORT + flow % PORTS : SERVER_PORT;
    __u32 destination_port = s->upstream ? SERVER_PORT : external_port;
    __u32 udp_bytes = s->packet_bytes - sizeof(*ip);
    __u64 addresses = (__u64)source + destination;

    ip->version_length = 0x45;
    ip->service = 0;
    ip->total_length = bpf_htons(s->packet_bytes);
    ip->identification = 0;
    ip->fragment = bpf_htons(DONT_FRAGMENT);
    ip->ttl = TTL_SENT;
    ip->protocol = IPPROTO_UDP_NUMBER;
    ip->checksum = bpf_htons(~fold(0x4500 + s->packet_bytes + DONT_FRAGMENT +
                                   (TTL_SENT << 8 | IPPROTO_UDP_NUMBER) + addresses));
    ip->source = bpf_htonl(source);
    ip->destination = bpf_htonl(destination);
    udp->source = bpf_htons(source_port);
    udp->destination = bpf_htons(destination_port);
    udp->length = bpf_htons(udp_bytes);
    udp->magic = bpf_htonl(MAGIC);
    udp->flow = bpf_htonl(flow);
    __u32 sum = fold(addresses + IPPROTO_UDP_NUMBER + 2 * udp_bytes + source_port +
                     destination_port + MAGIC + flow + s->payload_sum);
    udp->checksum = bpf_htons(sum == 0xffff ? 0xffff : ~sum);
}

/* Sources are spread over 16,777,216 addresses by a multiplication that meets each once. */
static __always_inline void write_syn(struct ipv4_header *ip, const struct bench_settings *s,
                                      __u32 flow) {
    struct tcp_header *tcp = (void *)(ip + 1);
    __u32 source = 0x17000000 | ((flow * 0x9e3779b1) & 0xffffff);
    __u32 source_port = 1024 + flow % PORTS;
    __u64 addresses = (__u64)source + s->external_address;

    ip->version_length = 0x45;
    ip->service = 0;
    ip->total_length = bpf_htons(sizeof(*ip) + sizeof(*tcp));
    ip->identification = 0;
    ip->fragment = bpf_htons(DONT_FRAGMENT);
    ip->ttl = TTL_SENT;
    ip->protocol = IPPROTO_TCP_NUMBER;
    ip->checksum = bpf_htons(~fold(0x4500 + sizeof(*ip) + sizeof(*tcp) + DONT_FRAGMENT +
                                   (TTL_SENT << 8 | IPPROTO_TCP_NUMBER) + addresses));
    ip->source = bpf_htonl(source);
    ip->destination = bpf_htonl(s->external_address);
    tcp->source = bpf_htons(source_port);
    tcp->destination = bpf_htons(s->flood_port);
    tcp->sequence = bpf_htonl(flow);
    tcp->acknowledgement = 0;
    tcp->offset_flags = bpf_htons(0x5002);
    tcp->window = bpf_htons(64240);
    tcp->urgent = 0;
    tcp->checksum = bpf_htons(~fold(addresses + IPPROTO_TCP_NUMBER + sizeof(*tcp) + source_port +
                                    s->flood_port + (__u64)flow + 0x5002 + 64240));
}

SEC("xdp/generate")
int generate(struct xdp_md *frame) {
    void *at = (void *)(long)frame->data;
    void *end = (void *)(long)frame->data_end;
    __u32 zero = 0;
    const struct bench_settings *s = bpf_map_lookup_elem(&settings, &zero);
    struct bench_progress *p = bpf_map_lookup_elem(&progress, &zero);

    if (!s || !p ||
        at + sizeof(struct ethernet_header) + sizeof(struct pppoe_header) +
                sizeof(struct ipv4_header) + sizeof(struct udp_header) >
            end)
        return XDP_ABORTED;
    if (too_early(s, p))
        return XDP_DROP;
    __u32 flow = take_flow(s, p);
    __u32 place = s->novelty ? 0 : flow;
    __u32 *port = bpf_map_lookup_elem(&ports, &place);

    if (!port)
        return XDP_ABORTED;
    write_ethernet(at, s);
    at += sizeof(struct ethernet_header);
    if (s->pppoe) {
        write_pppoe(at, s);
        at += sizeof(struct pppoe_header);
    }
    if (s->novelty == SYN_FLOOD) {
        if (at + sizeof(struct ipv4_header) + sizeof(struct tcp_header) > end)
            return XDP_ABORTED;
        write_syn(at, s, flow);
    } else {
        write_packet(at, s, flow, *port);
    }
    return bpf_redirect(s->interface, 0);
}

char program_license[] SEC("license") = "Dual MIT/GPL";
