package bauta.flow;

import static bauta.flow.FlowState.CLOSED;
import static bauta.flow.FlowState.CLOSING;
import static bauta.flow.FlowState.ESTABLISHED;
import static bauta.flow.FlowState.FIN_ORIGINAL;
import static bauta.flow.FlowState.FIN_REPLY;
import static bauta.flow.FlowState.SYN_RECEIVED;
import static bauta.flow.FlowState.SYN_SENT;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.wire.TcpHeader;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlowStateTest {
    private static final int SYN = TcpHeader.SYN;
    private static final int SYN_ACK = TcpHeader.SYN | TcpHeader.ACK;
    private static final int ACK = TcpHeader.ACK;
    private static final int FIN = TcpHeader.FIN | TcpHeader.ACK;
    private static final int RST = TcpHeader.RST;

    /** Every state with every event: after SYN, SYN|ACK, ACK, FIN, RST of one direction. */
    private record Row(int state, boolean reply, int syn, int synAck, int ack, int fin, int rst) {}

    private static final List<Row> ROWS =
            List.of(
                    row(SYN_SENT, false, SYN_SENT, SYN_RECEIVED, SYN_SENT, SYN_SENT),
                    row(SYN_SENT, true, SYN_RECEIVED, SYN_RECEIVED, SYN_SENT, SYN_SENT),
                    row(SYN_RECEIVED, false, SYN_RECEIVED, SYN_RECEIVED, ESTABLISHED, FIN_ORIGINAL),
                    row(SYN_RECEIVED, true, SYN_RECEIVED, SYN_RECEIVED, SYN_RECEIVED, FIN_REPLY),
                    row(ESTABLISHED, false, ESTABLISHED, ESTABLISHED, ESTABLISHED, FIN_ORIGINAL),
                    row(ESTABLISHED, true, ESTABLISHED, ESTABLISHED, ESTABLISHED, FIN_REPLY),
                    row(
                            FIN_ORIGINAL,
                            false,
                            FIN_ORIGINAL,
                            FIN_ORIGINAL,
                            FIN_ORIGINAL,
                            FIN_ORIGINAL),
                    row(FIN_ORIGINAL, true, FIN_ORIGINAL, FIN_ORIGINAL, FIN_ORIGINAL, CLOSING),
                    row(FIN_REPLY, false, FIN_REPLY, FIN_REPLY, FIN_REPLY, CLOSING),
                    row(FIN_REPLY, true, FIN_REPLY, FIN_REPLY, FIN_REPLY, FIN_REPLY),
                    row(CLOSING, false, SYN_SENT, CLOSING, CLOSING, CLOSING),
                    row(CLOSING, true, CLOSING, CLOSING, CLOSING, CLOSING),
                    row(CLOSED, false, SYN_SENT, CLOSED, CLOSED, CLOSED),
                    row(CLOSED, true, CLOSED, CLOSED, CLOSED, CLOSED));

    private static Row row(int state, boolean reply, int syn, int synAck, int ack, int fin) {
        return new Row(state, reply, syn, synAck, ack, fin, CLOSED);
    }

    @Test
    void everyStateWithEveryEvent() {
        for (Row row : ROWS) {
            assertThat(
                            List.of(
                                    FlowState.next(row.state, row.reply, SYN),
                                    FlowState.next(row.state, row.reply, SYN_ACK),
                                    FlowState.next(row.state, row.reply, ACK | TcpHeader.PSH),
                                    FlowState.next(row.state, row.reply, FIN),
                                    FlowState.next(row.state, row.reply, RST)))
                    .as("state %d reply %s", row.state, row.reply)
                    .isEqualTo(List.of(row.syn, row.synAck, row.ack, row.fin, row.rst));
        }
    }

    @Test
    void knowsTcpFromTheRest() {
        assertThat(FlowState.isTcp(FlowState.FREE)).isFalse();
        assertThat(FlowState.isTcp(SYN_SENT)).isTrue();
        assertThat(FlowState.isTcp(CLOSED)).isTrue();
        assertThat(FlowState.isTcp(FlowState.UDP)).isFalse();
        assertThat(FlowState.isOver(CLOSING)).isTrue();
        assertThat(FlowState.isOver(FIN_REPLY)).isFalse();
    }
}
