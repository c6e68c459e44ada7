package bauta.flow;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.DropReason;
import bauta.engine.TableFile;
import bauta.wire.TcpHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;

/**
 * One TCP flow and segments for it, as lines: direction ({@code >} from the opener, {@code <} to
 * it), flags (S, A, F, R), sequence number, then in any order {@code +} bytes of data, {@code a}
 * acknowledgment, {@code w} window, {@code s} window scale; after {@code =} the state that follows,
 * or {@code !} and why the segment is refused. What follows {@code #} is said to the reader.
 */
final class TcpScript {
    private static final int MAX_HEADER = 24;

    private final ByteBuf buf = Unpooled.buffer(MAX_HEADER + (1 << 16));
    final FlowTable table;
    final int flow;
    private long now;

    TcpScript(boolean pickedUp) {
        FlowSettings settings = FlowSettings.ofCapacity(4);
        table =
                new FlowTable(
                        TableFile.inMemory(FlowTable.sections(settings)), settings, 7, 0, _ -> {});
        FlowDraft draft = new FlowDraft();
        draft.originalAddresses = 1;
        draft.replyAddresses = 2;
        draft.host = 1;
        draft.state = pickedUp ? FlowState.ESTABLISHED : FlowState.SYN_SENT;
        draft.pickedUp = pickedUp;
        flow = table.insert(draft, now);
    }

    /** Plays a script. */
    TcpScript play(String script) {
        script.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(this::line);
        return this;
    }

    private void line(String line) {
        int comment = line.indexOf('#');
        String text = comment < 0 ? line : line.substring(0, comment).strip();
        List<String> words = List.of(text.split(" +", -1));
        String want = words.getLast();
        int node = flow << 1 | (words.getFirst().equals("<") ? 1 : 0);
        int end = write(words);
        String before = table.stateName(flow);
        String found = step(node, end);
        assertThat(found).as("%s (in %s)", line, before).isEqualTo(want);
    }

    private String step(int node, int end) {
        DropReason reason = table.judge(node, buf, 0, end);
        if (reason != DropReason.NONE) {
            return switch (reason) {
                case TCP_OUT_OF_WINDOW -> "!window";
                case TCP_RESET_OUT_OF_WINDOW -> "!reset";
                case TCP_SYN_IN_FLOW -> "!syn";
                default -> reason.name();
            };
        }
        table.note(node, buf, 0, end);
        now += 1_000_000;
        table.touch(node, now, end, true);
        return table.stateName(flow);
    }

    private int write(List<String> words) {
        int flags = 0;
        for (char flag : words.get(1).toCharArray()) {
            flags |=
                    switch (flag) {
                        case 'S' -> TcpHeader.SYN;
                        case 'A' -> TcpHeader.ACK;
                        case 'F' -> TcpHeader.FIN;
                        case 'R' -> TcpHeader.RST;
                        default -> throw new IllegalArgumentException(words.toString());
                    };
        }
        int scale = number(words, 's', -1);
        int[] numbers = {
            (int) Long.parseLong(words.get(2)), number(words, 'a', 0), number(words, 'w', 1000)
        };
        return write(buf, flags, numbers, scale) + number(words, '+', 0);
    }

    private static int number(List<String> words, char name, int otherwise) {
        return words.stream()
                .skip(3)
                .filter(word -> word.charAt(0) == name)
                .mapToInt(word -> (int) Long.parseLong(word.substring(1)))
                .findAny()
                .orElse(otherwise);
    }

    /**
     * Writes a header at the start of a buffer.
     *
     * @param numbers sequence, acknowledgment, window
     * @param scale the window scale option, or -1 for none
     * @return its length
     */
    static int write(ByteBuf buf, int flags, int[] numbers, int scale) {
        int length = scale < 0 ? TcpHeader.LENGTH : MAX_HEADER;
        TcpHeader.write(buf, 0, 1 << 16 | 2, numbers[0], numbers[1], flags);
        buf.setByte(12, length << 2);
        buf.setShort(14, numbers[2]);
        if (scale >= 0) {
            buf.setInt(TcpHeader.LENGTH, 0x01030300 | scale);
        }
        return length;
    }
}
