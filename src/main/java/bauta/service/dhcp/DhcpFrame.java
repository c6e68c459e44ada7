package bauta.service.dhcp;

import bauta.wire.EthernetHeader;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Header;
import bauta.wire.MacAddress;
import bauta.wire.UdpHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Puts Ethernet, IPv4 and UDP around a message for a host that has no address yet. */
final class DhcpFrame {
    private DhcpFrame() {}

    /**
     * One end of the frame.
     *
     * @param mac on Ethernet
     * @param address on IPv4
     * @param port on UDP
     */
    record End(MacAddress mac, Ipv4Address address, int port) {}

    /**
     * Builds a frame with all checksums.
     *
     * @param from the server
     * @param to the client: the address that it will have
     * @param payload the DHCP message
     */
    static byte[] build(End from, End to, byte[] payload) {
        int udp = EthernetHeader.LENGTH + Ipv4Header.LENGTH;
        int datagram = UdpHeader.LENGTH + payload.length;
        byte[] bytes = new byte[udp + datagram];
        ByteBuf frame = Unpooled.wrappedBuffer(bytes);
        EthernetHeader.write(
                frame, 0, to.mac().bits(), from.mac().bits(), EthernetHeader.TYPE_IPV4);
        long addresses = (long) from.address().bits() << 32 | to.address().bits() & 0xffff_ffffL;
        Ipv4Header.write(
                frame,
                EthernetHeader.LENGTH,
                Ipv4Header.LENGTH + datagram,
                Ipv4Header.PROTOCOL_UDP,
                addresses);
        UdpHeader.write(frame, udp, from.port(), to.port(), datagram);
        frame.setBytes(udp + UdpHeader.LENGTH, payload);
        UdpHeader.putChecksum(
                frame,
                udp,
                UdpHeader.computeChecksum(frame, udp, from.address().bits(), to.address().bits()));
        return bytes;
    }
}
