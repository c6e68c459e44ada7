package bauta.nat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * The forwards that may take a port, in order, for one protocol: the ports are cut where any rule
 * begins or ends, and each piece has its list. A list ends with the first rule that takes every
 * packet of its ports. When many rules lie over each other the lists could grow with the square of
 * their number; then one list of all serves every port.
 */
final class PortIndex {
    private static final int MAX_ENTRIES = 1 << 16;
    private static final int PORTS = 1 << 16;

    private final int[] starts;
    private final int[][] lists;

    /**
     * Makes the index of a protocol.
     *
     * @param forwards all rules in order
     * @param protocol protocol number
     */
    PortIndex(CompiledForward[] forwards, int protocol) {
        int[] numbers = ofProtocol(forwards, protocol);
        int[] cuts = cuts(forwards, numbers);
        int[][] pieces = pieces(forwards, numbers, cuts);
        boolean tooMany = pieces.length == 0;
        this.starts = tooMany ? new int[] {0} : cuts;
        this.lists = tooMany ? new int[][] {numbers} : pieces;
    }

    private static int[] ofProtocol(CompiledForward[] forwards, int protocol) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < forwards.length; i++) {
            boolean exposed = forwards[i].kind == ForwardKind.EXPOSED_HOST;
            if (!exposed && forwards[i].hasProtocol(protocol)) {
                numbers.add(i);
            }
        }
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] cuts(CompiledForward[] forwards, int[] numbers) {
        TreeSet<Integer> cuts = new TreeSet<>(List.of(0));
        for (int number : numbers) {
            PortRange ports = forwards[number].rule.match().ports();
            cuts.add(ports.first());
            cuts.add(ports.last() + 1);
        }
        return cuts.headSet(PORTS).stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[][] pieces(CompiledForward[] forwards, int[] numbers, int[] cuts) {
        int[][] pieces = new int[cuts.length][];
        int entries = 0;
        for (int piece = 0; piece < cuts.length; piece++) {
            pieces[piece] = at(forwards, numbers, cuts[piece]);
            entries += pieces[piece].length;
            if (entries > MAX_ENTRIES) {
                return new int[0][];
            }
        }
        return pieces;
    }

    private static int[] at(CompiledForward[] forwards, int[] numbers, int port) {
        int[] list = new int[numbers.length];
        int length = 0;
        for (int number : numbers) {
            if (forwards[number].rule.match().ports().contains(port)) {
                list[length++] = number;
                if (forwards[number].takesAll()) {
                    break;
                }
            }
        }
        return Arrays.copyOf(list, length);
    }

    /** Returns the rules that may take a port, in order; not to be changed. */
    int[] at(int port) {
        int found = Arrays.binarySearch(starts, port);
        return lists[found >= 0 ? found : -found - 2];
    }
}
