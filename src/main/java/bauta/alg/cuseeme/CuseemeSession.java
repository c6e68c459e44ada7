package bauta.alg.cuseeme;

import bauta.alg.Control;
import bauta.alg.DatagramSession;
import bauta.alg.Payload;
import bauta.alg.Refusal;

/**
 * One client and a reflector or another client. In a datagram of either, the sender's own address
 * as its source becomes the one that it is seen by, and the one that the receiver is seen by
 * becomes the receiver's own: as destination, and once in the list of clients of an OpenContinue.
 * Zero and other addresses stay; so does everything behind the header of video and sound. What does
 * not begin with a header is not read any further.
 *
 * <pre>
 *  0      destination family, port  4  destination address
 *  8      source family, port      12  source address
 *  16     sequence  20 message  22 data type  24 packet length
 *  26     OpenContinue: count of clients
 *  56     OpenContinue: 12 bytes for each client, its address first
 * </pre>
 *
 * All numbers have the high byte first. What the packet length counts is not known for sure, so the
 * length of the datagram is believed alone.
 */
final class CuseemeSession implements DatagramSession {
    private static final int DESTINATION = 4;
    private static final int SOURCE_FAMILY = 8;
    private static final int SOURCE = 12;
    private static final int DATA_TYPE = 22;
    private static final int HEADER_BYTES = 26;
    private static final int COUNT = 26;
    private static final int LIST = 56;
    private static final int ENTRY_BYTES = 12;
    private static final int OPEN_CONTINUE = 101;
    private static final int HIGHEST_FAMILY = 2;

    private final Control control;
    private boolean begun;

    CuseemeSession(Control control) {
        this.control = control;
    }

    @Override
    public boolean read(Payload payload) {
        if (!begun && !isPlausible(payload)) {
            control.refuse(Refusal.OTHER_PROTOCOL);
            return false;
        }
        begun = true;
        if (payload.length() < HEADER_BYTES) {
            return true;
        }
        int sender = payload.direction();
        int receiver = 1 - sender;
        int receiverSeen = control.seenAddress(receiver);
        int receiverOwn = control.address(receiver);
        change(payload, DESTINATION, receiverSeen, receiverOwn);
        change(payload, SOURCE, control.address(sender), control.seenAddress(sender));
        if (payload.unsignedShort(DATA_TYPE) == OPEN_CONTINUE) {
            changeList(payload, receiverSeen, receiverOwn);
        }
        return true;
    }

    private static boolean isPlausible(Payload payload) {
        return payload.length() >= HEADER_BYTES
                && payload.unsignedShort(0) <= HIGHEST_FAMILY
                && payload.unsignedShort(SOURCE_FAMILY) <= HIGHEST_FAMILY;
    }

    private static void changeList(Payload payload, int before, int after) {
        int count = payload.unsignedShort(COUNT);
        for (int i = 0; i < count; i++) {
            int at = LIST + i * ENTRY_BYTES;
            if (at + ENTRY_BYTES > payload.length() || change(payload, at, before, after)) {
                return;
            }
        }
    }

    /** Returns whether the address stood there. */
    private static boolean change(Payload payload, int at, int before, int after) {
        boolean found = payload.unsignedInt(at) == Integer.toUnsignedLong(before);
        if (found && before != after) {
            byte[] address = {
                (byte) (after >> 24), (byte) (after >> 16), (byte) (after >> 8), (byte) after
            };
            payload.replace(at, at + Integer.BYTES, address);
        }
        return found;
    }
}
