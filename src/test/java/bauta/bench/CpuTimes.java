package bauta.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How long each CPU has worked since boot, from {@code /proc/stat}.
 *
 * @param busyTicks ticks that were neither idle nor waiting for a disk, by CPU
 * @param allTicks all ticks, by CPU
 */
record CpuTimes(List<Long> busyTicks, List<Long> allTicks) {
    private static final Path STAT = Path.of("/proc/stat");
    private static final int IDLE = 4;
    private static final int WAITING = 5;
    private static final int FIELDS = 8;

    static CpuTimes now() {
        try {
            List<String[]> rows =
                    Files.readAllLines(STAT).stream()
                            .filter(line -> line.matches("cpu\\d.*"))
                            .map(line -> line.split(" +"))
                            .toList();
            return new CpuTimes(
                    rows.stream().map(row -> sum(row, false)).toList(),
                    rows.stream().map(row -> sum(row, true)).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long sum(String[] row, boolean withIdle) {
        return IntStream.rangeClosed(1, FIELDS)
                .filter(field -> withIdle || field != IDLE && field != WAITING)
                .mapToLong(field -> Long.parseLong(row[field]))
                .sum();
    }

    /** Returns the share of the time since then that each CPU was busy, 0 to 1. */
    List<Double> busySince(CpuTimes then) {
        return IntStream.range(0, busyTicks.size()).mapToObj(cpu -> busyShare(then, cpu)).toList();
    }

    private double busyShare(CpuTimes then, int cpu) {
        long all = allTicks.get(cpu) - then.allTicks.get(cpu);
        return all == 0 ? 0 : (double) (busyTicks.get(cpu) - then.busyTicks.get(cpu)) / all;
    }
}
