package bauta.flow;

/**
 * The layout of one flow off heap: three cache lines. What every packet of a flow touches stands in
 * the first two; the third is for setup, expiry and eviction. Two directions of one kind of field
 * lie a fixed step apart. Changing anything here means a new {@link
 * bauta.engine.TableFile#LAYOUT_VERSION}.
 */
final class FlowRecord {
    static final int BYTES = 192;

    static final int ORIGINAL_ADDRESSES = 0;
    static final int ORIGINAL_PORTS = 8;
    static final int REPLY_ADDRESSES = 16;
    static final int REPLY_PORTS = 24;
    static final int KEY_STEP = 16;

    /** Two ints: the next node of the hash chain, for each direction. Free records: next free. */
    static final int NEXT = 32;

    static final int NEXT_STEP = 4;
    static final int LAST_SEEN = 40;
    static final int TIMEOUT = 48;
    static final int STATE = 56;
    static final int UPLINK = 58;
    static final int MAPPING = 60;

    static final int PACKETS = 64;
    static final int BYTE_COUNT = 72;
    static final int COUNTER_STEP = 16;

    /** Per direction, for the shortcut and for resets: seq+len, ack, window, scale and flags. */
    static final int SEQUENCE_END = 96;

    static final int ACKNOWLEDGMENT = 100;
    static final int WINDOW = 104;
    static final int SCALE = 108;
    static final int TCP_FLAGS = 109;
    static final int TCP_STEP = 16;

    static final int TIMER_LINKS = 128;
    static final int HOST = 136;
    static final int HOST_OLDER = 140;
    static final int HOST_NEWER = 144;

    /** The last-seen time by which the flow was put into its place in the host's list. */
    static final int HOST_KEY = 152;

    static final int CREATED = 160;

    private FlowRecord() {}
}
