package bauta.alg.vdolive;

import bauta.alg.Payload;
import org.jspecify.annotations.Nullable;

/**
 * The two messages in which a player names its UDP port, numbers with the high byte first. Bytes
 * that are not shown are arbitrary.
 *
 * <pre>
 *  initial    4  tag 6   24  "VDO Live"   32  port, 4 bytes
 *  secondary  4  tag 1    8  "VDO Live"   16  port, 4 bytes
 * </pre>
 */
enum VdoliveMessage {
    /** Tag 6. */
    INITIAL(6, 24),
    /** Tag 1. */
    SECONDARY(1, 8);

    /** Bytes from which a message is known to be one of these or none. */
    static final int TAG_END = 8;

    private static final int TAG = 4;
    private static final String NAME = "VDO Live";

    private final int tag;
    private final int nameAt;

    VdoliveMessage(int tag, int nameAt) {
        this.tag = tag;
        this.nameAt = nameAt;
    }

    /** Returns the message that bytes are, or are the beginning of; null for none. */
    static @Nullable VdoliveMessage of(Payload payload) {
        for (VdoliveMessage message : values()) {
            if (payload.unsignedInt(TAG) == message.tag && message.isNamed(payload)) {
                return message;
            }
        }
        return null;
    }

    private boolean isNamed(Payload payload) {
        int here = Math.clamp(payload.length() - nameAt, 0, NAME.length());
        return payload.text(nameAt, nameAt + here).equals(NAME.substring(0, here));
    }

    /** Returns how many bytes it has up to the end of the port. */
    int length() {
        return nameAt + NAME.length() + Integer.BYTES;
    }

    /** Returns the port of a whole one, which may be more than a port can be. */
    long port(Payload payload) {
        return payload.unsignedInt(length() - Integer.BYTES);
    }
}
