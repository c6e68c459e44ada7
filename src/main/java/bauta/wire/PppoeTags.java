package bauta.wire;

import bauta.engine.DropReason;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tags of a discovery message in their order, unknown ones included (RFC 2516 section 5:
 * unknown tags are ignored, which is left to the reader). {@code End-Of-List} is not kept.
 *
 * @param list the tags
 */
public record PppoeTags(List<PppoeTag> list) {
    /** No tags. */
    public static final PppoeTags NONE = new PppoeTags(List.of());

    /** Takes a copy. */
    public PppoeTags {
        list = List.copyOf(list);
    }

    /**
     * Makes a list of these.
     *
     * @param tags in order
     */
    public static PppoeTags of(PppoeTag... tags) {
        return new PppoeTags(List.of(tags));
    }

    /**
     * Returns these tags and one more.
     *
     * @param type of the new tag
     * @param value of the new tag
     */
    public PppoeTags with(int type, Octets value) {
        List<PppoeTag> longer = new ArrayList<>(list);
        longer.add(new PppoeTag(type, value));
        return new PppoeTags(longer);
    }

    /**
     * Returns the value of the first tag of a type.
     *
     * @param type one of the constants of {@link PppoeTag}
     */
    public Optional<Octets> first(int type) {
        return list.stream().filter(tag -> tag.type() == type).map(PppoeTag::value).findFirst();
    }

    /**
     * Returns the values of all tags of a type; a PADO may carry many service names.
     *
     * @param type one of the constants of {@link PppoeTag}
     */
    public List<Octets> all(int type) {
        return list.stream().filter(tag -> tag.type() == type).map(PppoeTag::value).toList();
    }

    /** Returns the first of the three error tags, if there is one. */
    public Optional<PppoeTag> error() {
        return list.stream()
                .filter(tag ->
                        tag.type() >= PppoeTag.SERVICE_NAME_ERROR
                                && tag.type() <= PppoeTag.GENERIC_ERROR)
                .findFirst();
    }

    /** Returns the PPP-Max-Payload in bytes (RFC 4638), if it is there with its two bytes. */
    public Optional<Integer> maxPayloadBytes() {
        return first(PppoeTag.PPP_MAX_PAYLOAD).filter(v -> v.length() == 2).map(Octets::toShort);
    }

    /** Returns the bytes that {@link #emit} writes. */
    public int length() {
        return list.stream().mapToInt(tag -> PppoeTag.HEADER_LENGTH + tag.value().length()).sum();
    }

    /**
     * Reads tags up to the end or to End-Of-List.
     *
     * @param from buffer of the frame
     * @param at index of the first tag
     * @param end index behind the PPPoE payload
     * @return the tags, or {@code PPPOE_BAD_TAG} with the offset of the tag from {@code at}
     */
    static Decoded<PppoeTags> parse(ByteBuf from, int at, int end) {
        List<PppoeTag> tags = new ArrayList<>();
        int next = at;
        while (next < end) {
            if (end - next < PppoeTag.HEADER_LENGTH) {
                return new Decoded.Malformed<>(DropReason.PPPOE_BAD_TAG, next - at);
            }
            int type = from.getUnsignedShort(next);
            int length = from.getUnsignedShort(next + 2);
            if (length > end - next - PppoeTag.HEADER_LENGTH) {
                return new Decoded.Malformed<>(DropReason.PPPOE_BAD_TAG, next - at);
            }
            if (type == PppoeTag.END_OF_LIST) {
                break;
            }
            tags.add(new PppoeTag(type, Octets.of(from, next + PppoeTag.HEADER_LENGTH, length)));
            next += PppoeTag.HEADER_LENGTH + length;
        }
        return new Decoded.Ok<>(new PppoeTags(tags));
    }

    /**
     * Writes the tags.
     *
     * @param to buffer with room for {@link #length()} bytes
     * @param at index of the first byte
     * @return the index behind the last byte
     */
    int emit(ByteBuf to, int at) {
        int next = at;
        for (PppoeTag tag : list) {
            to.setShort(next, tag.type());
            to.setShort(next + 2, tag.value().length());
            next = tag.value().emit(to, next + PppoeTag.HEADER_LENGTH);
        }
        return next;
    }
}
