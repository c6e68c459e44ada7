package bauta.lab;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A packet socket for one EtherType on one interface: whole Ethernet frames. */
final class LineSocket {
    private static final int RECEIVE_BYTES = 16 << 20;

    private final int fd;

    private LineSocket(int fd) {
        this.fd = fd;
    }

    /**
     * Opens and binds the socket; only frames that arrive are seen, not those sent.
     *
     * @throws LabException if the kernel refuses
     */
    static LineSocket open(String link, int etherType) {
        int fd = Syscalls.socket(Syscalls.AF_PACKET, Syscalls.SOCK_RAW, 0);
        Syscalls.receiveBuffer(fd, RECEIVE_BYTES);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(20); // struct sockaddr_ll
            ByteBuffer fields = address.asByteBuffer();
            fields.order(ByteOrder.nativeOrder()).putShort(0, (short) Syscalls.AF_PACKET);
            fields.order(ByteOrder.BIG_ENDIAN).putShort(2, (short) etherType);
            fields.order(ByteOrder.nativeOrder()).putInt(4, Syscalls.interfaceIndex(link));
            Syscalls.bind(fd, address);
        }
        return new LineSocket(fd);
    }

    int fd() {
        return fd;
    }

    /** Reads one frame without waiting and returns its length, or -1 when there is none. */
    int receive(MemorySegment into) {
        return Syscalls.receive(fd, into.address(), into.byteSize());
    }

    /** Sends the first bytes of a buffer as one frame; says whether the kernel took it. */
    boolean send(MemorySegment frame, int length) {
        return Syscalls.write(fd, frame.address(), length) == length;
    }

    /** Sends one frame, as it is: veth pairs need no padding. */
    void send(byte[] frame) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocate(frame.length);
            MemorySegment.copy(
                    frame, 0, copy, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, frame.length);
            send(copy, (int) copy.byteSize());
        }
    }
}
