package bauta.forward;

import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Header;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Both ends of a packet that came out, as a test reads them. An ICMP echo has its identifier as
 * port of the asking end.
 */
record Ends(int source, int sourcePort, int destination, int destinationPort) {
    static Ends of(byte[] packet) {
        return at(packet, 0);
    }

    /** Returns the ends of the packet that an ICMP error quotes. */
    static Ends quoted(byte[] error) {
        return at(error, 28);
    }

    private static Ends at(byte[] packet, int at) {
        ByteBuf buf = Unpooled.wrappedBuffer(packet);
        int transport = Ipv4Header.payload(buf, at);
        boolean echo = Ipv4Header.protocol(buf, at) == Ipv4Header.PROTOCOL_ICMP;
        int identifier = echo ? buf.getUnsignedShort(transport + 4) : 0;
        boolean request = echo && buf.getByte(transport) == 8;
        return new Ends(
                Ipv4Header.source(buf, at),
                echo ? request ? identifier : 0 : buf.getUnsignedShort(transport),
                Ipv4Header.destination(buf, at),
                echo ? request ? 0 : identifier : buf.getUnsignedShort(transport + 2));
    }

    static Ends of(int source, int sourcePort, int destination, int destinationPort) {
        return new Ends(source, sourcePort, destination, destinationPort);
    }

    @Override
    public String toString() {
        return new Ipv4Address(source)
                + ":"
                + sourcePort
                + " to "
                + new Ipv4Address(destination)
                + ":"
                + destinationPort;
    }
}
