package bauta.firewall;

import bauta.wire.Ipv4Address;

/** A packet to ask about, for tests: TCP from a host of the house to the WAN unless said else. */
final class Question {
    final PacketFacts facts = new PacketFacts();

    Question(String source, String destination) {
        int from = Ipv4Address.parse(source).bits();
        int to = Ipv4Address.parse(destination).bits();
        facts.addresses = (long) from << 32 | to & 0xffff_ffffL;
        facts.fromNetwork = 0;
        tcp(443);
    }

    Question zones(Zone from, Zone to) {
        facts.fromZone = from;
        facts.toZone = to;
        return this;
    }

    Question tcp(int port) {
        return transport(6, port, 0x02);
    }

    Question udp(int port) {
        return transport(17, port, -1);
    }

    private Question transport(int protocol, int port, int flags) {
        facts.protocol = protocol;
        facts.hasPorts = true;
        facts.sourcePort = 40_000;
        facts.destinationPort = port;
        facts.tcpFlags = flags;
        facts.icmpType = -1;
        facts.icmpCode = -1;
        return this;
    }

    Question icmp(int type) {
        transport(1, 0, -1);
        facts.hasPorts = false;
        facts.icmpType = type;
        facts.icmpCode = 0;
        return this;
    }

    Question laterPiece() {
        facts.fragment = true;
        facts.hasPorts = false;
        facts.icmpType = -1;
        facts.tcpFlags = -1;
        return this;
    }

    Question at(long nowNanos) {
        facts.nowNanos = nowNanos;
        return this;
    }
}
