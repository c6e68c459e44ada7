package bauta.flow;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.engine.TableFile;
import bauta.wire.TcpHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/** A table and flows for it, each found by the numbers of its host and of itself. */
final class Flows {
    static final long SECOND = 1_000_000_000L;
    static final int ROUTER = 0;
    private static final int TCP = 6;
    private static final int UDP = 17;

    final List<Integer> ended = new ArrayList<>();
    final List<String> changes = new ArrayList<>();
    final FlowDraft draft = new FlowDraft();
    final FlowTable table;
    private final ByteBuf buf = Unpooled.buffer(64);
    long now = 5 * SECOND;

    Flows(int capacity) {
        this(FlowSettings.ofCapacity(capacity));
    }

    Flows(FlowSettings settings) {
        FlowListener listener =
                new FlowListener() {
                    @Override
                    public void ending(int flow) {
                        ended.add(flow);
                    }

                    @Override
                    public void changed(int flow, int before, int after) {
                        changes.add(FlowState.name(before) + " " + FlowState.name(after));
                    }
                };
        table =
                new FlowTable(
                        TableFile.inMemory(FlowTable.sections(settings)),
                        settings,
                        99,
                        now,
                        listener);
    }

    /** Writes the two 5-tuples of a host's numbered flow and plain values. */
    FlowDraft describe(int host, int number, int kind, int state) {
        draft.clear();
        draft.originalAddresses = FiveTuple.addresses(host, 1000);
        draft.originalPorts =
                FiveTuple.ports(FiveTuple.lanSide(0), kind, number & 0xffff, number >>> 16);
        draft.replyAddresses = FiveTuple.addresses(1000, host);
        draft.replyPorts =
                FiveTuple.ports(FiveTuple.uplinkSide(0), kind, number >>> 16, number & 0xffff);
        draft.host = host;
        draft.state = state;
        return draft;
    }

    int insert() {
        return table.insert(draft, now);
    }

    int udp(int host, int number) {
        describe(host, number, UDP, FlowState.UDP);
        return insert();
    }

    int answeredUdp(int host, int number) {
        int flow = udp(host, number);
        table.touch(flow << 1 | 1, now, 100, true);
        return flow;
    }

    int halfOpen(int host, int number) {
        describe(host, number, TCP, FlowState.SYN_SENT);
        int flow = insert();
        segment(flow << 1, TcpHeader.SYN, 1000, 0);
        return flow;
    }

    int established(int host, int number) {
        int flow = halfOpen(host, number);
        segment(flow << 1 | 1, TcpHeader.SYN | TcpHeader.ACK, 1000, 1001);
        segment(flow << 1, TcpHeader.ACK, 1001, 1001);
        return flow;
    }

    void segment(int node, int flags, int sequence, int ack) {
        TcpScript.write(buf, flags, new int[] {sequence, ack, 1000}, -1);
        assertThat(table.judge(node, buf, 0, TcpHeader.LENGTH)).isEqualTo(DropReason.NONE);
        table.note(node, buf, 0, TcpHeader.LENGTH);
        table.touch(node, now, 40, true);
    }

    boolean has(int host, int number, int kind) {
        describe(host, number, kind, 0);
        return table.find(draft.originalAddresses, draft.originalPorts) != FlowTable.NONE;
    }

    boolean hasTcp(int host, int number) {
        return has(host, number, TCP);
    }

    boolean hasUdp(int host, int number) {
        return has(host, number, UDP);
    }
}
