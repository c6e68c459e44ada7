package bauta.flow;

import java.nio.ByteBuffer;

/**
 * What a new flow is made of: one reused scratch object, so that first packets allocate nothing.
 * {@link #clear} gives every field but the 5-tuples and the state its plain value.
 */
public final class FlowDraft {
    /** First long of the original 5-tuple, see {@link FiveTuple}. */
    public long originalAddresses;

    /** Second long of the original 5-tuple. */
    public long originalPorts;

    /** First long of the reply 5-tuple: what an answer looks like when it comes in. */
    public long replyAddresses;

    /** Second long of the reply 5-tuple. */
    public long replyPorts;

    /** The first state, see {@link FlowState}. */
    public int state;

    /** The uplink that the flow uses, 0 to 127, or -1. */
    public int uplink;

    /** The mapping that the flow shares, or -1. */
    public int mapping;

    /** The mapping of its target that a hairpinned flow holds too, or -1. */
    public int peerMapping;

    /** The mark that policies gave it. */
    public int mark;

    /** Where the policy that let it through is counted, 0 to 32,767, or -1. */
    public int policySlot;

    /** The octet of DSCP and ECN of its first packet. */
    public int tos;

    /** Where the rule that let it through is counted, 0 to 32,767, or -1. */
    public int ruleSlot;

    /** The number of the forward's target that it goes to, 0 to 32,767, or -1. */
    public int target;

    /** IPv4 address of the inside host that it is charged to; 0 is the router itself. */
    public int host;

    /** Whether the inside begins it and so speaks to the peer by the mapping. */
    public boolean spoken;

    /** Whether it began outside. */
    public boolean fromOutside;

    /** Whether it is TCP that was running before its first segment came by. */
    public boolean pickedUp;

    /** Makes a draft with plain values. */
    public FlowDraft() {
        clear();
    }

    /** Sets every field but the 5-tuples and the state to none, the router, or no. */
    public void clear() {
        uplink = FlowTable.NONE;
        mapping = FlowTable.NONE;
        peerMapping = FlowTable.NONE;
        mark = 0;
        tos = 0;
        policySlot = FlowTable.NONE;
        ruleSlot = FlowTable.NONE;
        target = FlowTable.NONE;
        host = 0;
        spoken = false;
        fromOutside = false;
        pickedUp = false;
    }

    /** Writes the two 5-tuples of the new flow, from its original node on. */
    void writeKeys(ByteBuffer keys, int node) {
        int key = node * FlowRecord.KEY_BYTES;
        keys.putLong(key, originalAddresses);
        keys.putLong(key + FlowRecord.KEY_PORTS, originalPorts);
        keys.putLong(key + FlowRecord.KEY_BYTES, replyAddresses);
        keys.putLong(key + FlowRecord.KEY_BYTES + FlowRecord.KEY_PORTS, replyPorts);
    }

    /** Writes the whole record of the new flow. */
    void writeRecord(ByteBuffer records, int record, long nowNanos) {
        for (int i = 0; i < FlowRecord.BYTES; i += Long.BYTES) {
            records.putLong(record + i, 0);
        }
        records.putInt(record + FlowRecord.LAST_SEEN, FlowTime.of(nowNanos));
        records.putLong(record + FlowRecord.CREATED, nowNanos);
        records.put(record + FlowRecord.STATE, (byte) state);
        records.put(record + FlowRecord.FLAGS, (byte) flags());
        records.put(record + FlowRecord.UPLINK, (byte) uplink);
        records.putInt(record + FlowRecord.MAPPING, mapping);
        records.putInt(record + FlowRecord.PEER_MAPPING, peerMapping);
        records.putInt(record + FlowRecord.MARK, mark);
        records.put(record + FlowRecord.TOS, (byte) tos);
        records.putShort(record + FlowRecord.POLICY_SLOT, (short) policySlot);
        records.putShort(record + FlowRecord.RULE_SLOT, (short) ruleSlot);
        records.putShort(record + FlowRecord.TARGET, (short) target);
    }

    private int flags() {
        return (spoken ? FlowRecord.SPOKEN : 0)
                | (fromOutside ? FlowRecord.FROM_OUTSIDE : 0)
                | (pickedUp ? FlowRecord.PICKED_UP : 0);
    }
}
