package bauta.lab;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A typed block of bytes: a tag of PPPoE discovery (RFC 2516 section 4, two-byte type and length)
 * or an option of LCP and IPCP (RFC 1661 section 6, one-byte type and length). The concentrator
 * reads and writes them itself, not with the router's codecs, so that a mistake there shows.
 */
record Block(int type, ByteBuffer value) {
    Block(int type, byte[] value) {
        this(type, ByteBuffer.wrap(value));
    }

    static Block of(int type) {
        return new Block(type, new byte[0]);
    }

    static Block ofShort(int type, int value) {
        return new Block(type, new byte[] {(byte) (value >> 8), (byte) value});
    }

    static Block ofInt(int type, int value) {
        return new Block(type, ByteBuffer.allocate(4).putInt(value).array());
    }

    int asShort() {
        return value.getShort(0) & 0xffff;
    }

    int asInt() {
        return value.getInt(0);
    }

    static Optional<Block> find(List<Block> blocks, int type) {
        return blocks.stream().filter(block -> block.type == type).findFirst();
    }

    /** Reads tags; what follows the first broken one is left out. */
    static List<Block> tags(ByteBuffer from) {
        List<Block> tags = new ArrayList<>();
        while (from.remaining() >= 4) {
            int type = from.getShort() & 0xffff;
            int length = from.getShort() & 0xffff;
            if (type == 0 || length > from.remaining()) {
                return tags;
            }
            tags.add(new Block(type, take(from, length)));
        }
        return tags;
    }

    /** Reads options; what follows the first broken one is left out. */
    static List<Block> options(byte[] from) {
        ByteBuffer rest = ByteBuffer.wrap(from);
        List<Block> options = new ArrayList<>();
        while (rest.remaining() >= 2) {
            int type = rest.get() & 0xff;
            int length = (rest.get() & 0xff) - 2;
            if (length < 0 || length > rest.remaining()) {
                return options;
            }
            options.add(new Block(type, take(rest, length)));
        }
        return options;
    }

    static byte[] writeTags(List<Block> tags) {
        var out = new ByteArrayOutputStream();
        for (Block tag : tags) {
            out.writeBytes(shorts(tag.type, tag.value.capacity()));
            out.writeBytes(tag.bytes());
        }
        return out.toByteArray();
    }

    static byte[] writeOptions(List<Block> options) {
        var out = new ByteArrayOutputStream();
        for (Block option : options) {
            out.write(option.type);
            out.write(option.value.capacity() + 2);
            out.writeBytes(option.bytes());
        }
        return out.toByteArray();
    }

    private static byte[] shorts(int first, int second) {
        return new byte[] {(byte) (first >> 8), (byte) first, (byte) (second >> 8), (byte) second};
    }

    private static byte[] take(ByteBuffer from, int length) {
        byte[] bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }

    private byte[] bytes() {
        return take(value.duplicate(), value.capacity());
    }
}
