package bauta.control.config;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A disk in memory that knows what it would hold after a power cut: any of the states since names
 * were forced last, in the order of the changes, as on a journaling file system. It can stop after
 * a number of steps, where each byte written is a step, or run full.
 */
final class MemoryDisk implements Disk {
    private static final byte[] FOLDER = {};

    private final List<Map<Path, byte[]>> states = new ArrayList<>();
    private long steps = Long.MAX_VALUE;
    private long room = Long.MAX_VALUE;
    private long taken;

    /** The power is gone. */
    static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    MemoryDisk() {
        this(new TreeMap<>());
    }

    MemoryDisk(Map<Path, byte[]> content) {
        states.add(new TreeMap<>(content));
    }

    /** Stops for good after so many steps from now on. */
    void cutAfter(long steps) {
        this.steps = steps;
    }

    /** Refuses to write more than so many bytes from now on. */
    void room(long bytes) {
        room = bytes;
    }

    /** Returns the steps taken so far. */
    long taken() {
        return taken;
    }

    /** Returns what may be there after a power cut now. */
    List<Map<Path, byte[]>> possible() {
        return List.copyOf(states);
    }

    /** Returns what is there now. */
    Map<Path, byte[]> now() {
        return states.getLast();
    }

    private void step() {
        taken++;
        if (steps-- <= 0) {
            throw new PowerCut();
        }
    }

    private Map<Path, byte[]> change() {
        TreeMap<Path, byte[]> next = new TreeMap<>(now());
        states.add(next);
        return next;
    }

    @Override
    public List<String> names(Path folder) {
        return now().keySet().stream()
                .filter(path -> folder.equals(path.getParent()))
                .map(path -> path.getFileName().toString())
                .sorted()
                .toList();
    }

    @Override
    public byte[] read(Path file) throws IOException {
        byte[] content = now().get(file);
        if (content == null) {
            throw new FileNotFoundException(file.toString());
        }
        return content;
    }

    @Override
    public void makeFolder(Path folder) {
        step();
        if (!now().containsKey(folder)) {
            change().put(folder, FOLDER);
        }
    }

    @Override
    public void write(Path file, byte[] content) throws IOException {
        step();
        change().put(file, new byte[0]);
        int written = (int) Math.min(content.length, Math.min(steps, room));
        steps -= written;
        taken += written;
        room -= written;
        change().put(file, Arrays.copyOf(content, written));
        if (written < content.length && steps <= 0) {
            throw new PowerCut();
        }
        if (written < content.length) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        step();
        if (!now().containsKey(from)) {
            throw new FileNotFoundException(from.toString());
        }
        if (!names(to).isEmpty()) {
            throw new IOException("Directory not empty: " + to);
        }
        TreeMap<Path, byte[]> before = new TreeMap<>(now());
        Map<Path, byte[]> next = change();
        before.forEach((path, content) -> {
            if (path.startsWith(from)) {
                next.remove(path);
                next.put(path.equals(from) ? to : to.resolve(path.getFileName()), content);
            }
        });
    }

    @Override
    public void force(Path folder) {
        step();
        Map<Path, byte[]> last = now();
        states.clear();
        states.add(last);
    }

    @Override
    public void delete(Path path) {
        step();
        change().remove(path);
    }
}
