package bauta.flow;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.engine.TableFile;
import bauta.wire.TcpHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Segments at random, with numbers near each other, so that many of them pass. */
class TcpStepsTest {
    private static final int SEGMENTS = 400_000;
    private static final int[] FLAGS = {
        TcpHeader.SYN,
        TcpHeader.SYN | TcpHeader.ACK,
        TcpHeader.ACK,
        TcpHeader.ACK,
        TcpHeader.ACK | TcpHeader.FIN,
        TcpHeader.RST,
        TcpHeader.RST | TcpHeader.ACK
    };

    private final FlowSettings settings = FlowSettings.ofCapacity(4);
    private final TableFile file = TableFile.inMemory(FlowTable.sections(settings));
    private final FlowTable table = new FlowTable(file, settings, 7, 0, _ -> {});
    private final ByteBuffer records = file.section("flow.records");
    private final ByteBuf buf = Unpooled.buffer(64);

    private int open(boolean pickedUp) {
        FlowDraft draft = new FlowDraft();
        draft.originalAddresses = 1;
        draft.replyAddresses = 2;
        draft.host = 1;
        draft.state = pickedUp ? FlowState.ESTABLISHED : FlowState.SYN_SENT;
        draft.pickedUp = pickedUp;
        return table.insert(draft, 0);
    }

    /** Judging is pure, nothing but the steps of the table is taken, and each of them is. */
    @Test
    void takesEveryStepThereIsAndNoOther() {
        Random random = new Random(21);
        int flow = open(false);
        for (int i = 0; i < SEGMENTS; i++) {
            if (random.nextInt(200) == 0) {
                table.remove(flow);
                flow = open(random.nextInt(8) == 0);
            }
            int node = flow << 1 | random.nextInt(2);
            int flags = FLAGS[random.nextInt(FLAGS.length)];
            int[] numbers = {random.nextInt(8), random.nextInt(8), random.nextInt(12)};
            int scale = random.nextInt(6) - 4;
            int end = TcpScript.write(buf, flags, numbers, Math.max(scale, -1)) + random.nextInt(3);
            assertThat(TcpHeader.check(buf, 0, end)).isEqualTo(DropReason.NONE);
            byte[] before = record();
            DropReason reason = table.judge(node, buf, 0, end);
            assertThat(record()).isEqualTo(before);
            int state = table.state(flow);
            if (reason == DropReason.NONE) {
                table.note(node, buf, 0, end);
                table.touch(node, i, end, true);
            }
            assertThat(FlowState.isTcp(table.state(flow))).isTrue();
            assertThat(table.state(flow) == state || isStep(state, node & 1, table.state(flow)))
                    .isTrue();
        }
        assertThat(table.transitions()).containsExactlyElementsOf(FlowState.transitions());
    }

    private byte[] record() {
        byte[] bytes = new byte[FlowRecord.BYTES];
        records.get(0, bytes);
        return bytes;
    }

    private static boolean isStep(int state, int direction, int next) {
        List<FlowTransition> steps = FlowState.transitions();
        String side = direction == 0 ? "original" : "reply";
        return steps.stream()
                .anyMatch(step ->
                        step.state().equals(FlowState.name(state))
                                && step.side().equals(side)
                                && step.next().equals(FlowState.name(next)));
    }
}
