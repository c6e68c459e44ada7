package bauta.forward;

import bauta.alg.Expected;
import bauta.engine.DropReason;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of a packet that has no flow: one reused scratch object. It is worked out
 * without any effect by {@link InsideDecider} and {@link OutsideDecider}, then done by {@link
 * FirstPacket} or told by {@link WhyWalk}.
 */
final class Decision {
    /** No rule decided. */
    static final int NONE = -1;

    private static final int MOST_STAGES = 16;

    /** What to do. */
    enum Act {
        /** End it without a word. */
        DROP,
        /** End it and tell its sender by ICMP. */
        ANSWER,
        /** End it and reset its connection. */
        RESET,
        /** Give it to the router itself, as it is. */
        DELIVER,
        /** Send it on as it is, without a flow. */
        ROUTE,
        /** An ICMP error of a flow: translate it. */
        ERROR,
        /** Open a flow and send it by that. */
        OPEN
    }

    /** What happens to the source address of a new flow. */
    enum Source {
        /** It stays. */
        KEEP,
        /** It becomes the external end of a mapping. */
        MAP,
        /** It becomes {@link Decision#sourceAddress} and {@link Decision#sourcePort}. */
        FIXED
    }

    final WhyStage[] stages = new WhyStage[MOST_STAGES];
    int stageCount;
    Act act = Act.DROP;
    DropReason reason = DropReason.NONE;

    /** Type and code of the ICMP error. */
    int error;

    /** Its last four bytes: the next-hop MTU. */
    int errorRest;

    int policy;
    int rule;
    int forward;
    int mark;

    /** How many policies marked it and let it go on. */
    int markings;

    /** The one-to-one address that it has or wants, or -1. */
    int pair;

    /** The side it goes to. */
    int side;

    /** The uplink whose address it uses; null between networks of the house. */
    @Nullable Uplink uplink;

    Source source = Source.KEEP;
    int sourceAddress;
    int sourcePort;
    int destinationAddress;
    int destinationPort;

    /** The mapping that led it to its target, or -1. */
    int peerMapping;

    /** The forward's target that it goes to, or -1. */
    int target;

    boolean fromOutside;
    boolean pickedUp;

    /** What a protocol helper awaits and this packet is, or null. */
    @Nullable Expected expected;

    /** The node of the flow that an ICMP error is about. */
    int node;

    void begin(Packet packet) {
        stageCount = 0;
        act = Act.OPEN;
        reason = DropReason.NONE;
        error = 0;
        errorRest = 0;
        policy = NONE;
        rule = NONE;
        forward = NONE;
        mark = 0;
        markings = 0;
        pair = NONE;
        side = 0;
        uplink = null;
        source = Source.KEEP;
        sourceAddress = packet.source();
        sourcePort = packet.sourcePort();
        destinationAddress = packet.destination();
        destinationPort = packet.destinationPort();
        peerMapping = NONE;
        target = NONE;
        fromOutside = false;
        pickedUp = false;
        expected = null;
        node = NONE;
    }

    /** Returns the uplink of a packet that crosses one. */
    Uplink uplinkOrThrow() {
        return Objects.requireNonNull(uplink, "an uplink is crossed");
    }

    /** Notes the stage that decides now. */
    void at(WhyStage stage) {
        stages[stageCount++] = stage;
    }

    void drop(DropReason why) {
        act = Act.DROP;
        reason = why;
    }

    /**
     * Ends the packet and tells its sender.
     *
     * @param why the reason
     * @param typeAndCode of the ICMP error
     */
    void answer(DropReason why, int typeAndCode) {
        act = Act.ANSWER;
        reason = why;
        error = typeAndCode;
    }

    void reset(DropReason why) {
        act = Act.RESET;
        reason = why;
    }

    /** The source becomes another one, without a mapping. */
    void from(int address, int port) {
        source = Source.FIXED;
        sourceAddress = address;
        sourcePort = port;
    }
}
