package bauta.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tables off heap, in one memory-mapped file on a tmpfs, so that a later process of the same boot
 * can adopt them. The file begins with a header (magic, {@link #LAYOUT_VERSION}, state, boot id,
 * the list of sections); a file is valid when its header equals the one that this program would
 * write. Numbers are in the machine's byte order. Owned by one thread.
 */
public final class TableFile implements AutoCloseable {
    /** Grows whenever the meaning of any byte of any section changes. */
    public static final int LAYOUT_VERSION = 4;

    private static final long MAGIC = 0x4261_7574_6154_626cL;
    private static final int HEADER_BYTES = 4096;
    private static final int STATE = 12;
    private static final int STATE_OPEN = 1;
    private static final int STATE_CLOSED = 2;
    private static final int BOOT_ID = 16;
    private static final int BOOT_ID_BYTES = 40;
    private static final int SECTIONS = 64;
    private static final int SECTION_BYTES = 32;
    private static final int NAME_BYTES = 24;
    private static final int PAGE = 4096;

    /**
     * One table: records of one size.
     *
     * @param name at most 24 ASCII characters, unique in the file
     * @param records how many
     * @param recordBytes bytes of each
     */
    public record Section(String name, int records, int recordBytes) {
        private int bytes() {
            return Math.multiplyExact(records, recordBytes);
        }
    }

    private final ByteBuffer memory;
    private final Map<String, ByteBuffer> sections = new HashMap<>();

    private TableFile(ByteBuffer memory, List<Section> list) {
        this.memory = memory.order(ByteOrder.nativeOrder());
        int at = HEADER_BYTES;
        for (Section section : list) {
            ByteBuffer slice = memory.slice(at, section.bytes()).order(ByteOrder.nativeOrder());
            sections.put(section.name, slice);
            at += pages(section.bytes());
        }
    }

    /**
     * Makes a new file full of zeros, in place of any old one. Its room is taken at once: a full
     * tmpfs is an error here and not a fault later.
     *
     * @param file where; its folder must exist
     * @param bootId what names this boot, see {@code /proc/sys/kernel/random/boot_id}
     * @param list the sections
     * @throws IOException when the file cannot be made
     */
    public static TableFile create(Path file, String bootId, List<Section> list)
            throws IOException {
        Files.deleteIfExists(file);
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            int bytes = totalBytes(list);
            ByteBuffer zeros = ByteBuffer.allocate(1 << 16);
            for (int at = 0; at < bytes; at += zeros.capacity()) {
                zeros.clear().limit(Math.min(zeros.capacity(), bytes - at));
                writeWhole(channel, zeros, at);
            }
            ByteBuffer memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes);
            memory.put(0, header(bootId, list), 0, HEADER_BYTES);
            return new TableFile(memory, list);
        }
    }

    private static void writeWhole(FileChannel channel, ByteBuffer bytes, long at)
            throws IOException {
        long index = at;
        while (bytes.hasRemaining()) {
            index += channel.write(bytes, index);
        }
    }

    /**
     * Makes tables that live in memory only and end with the process.
     *
     * @param list the sections
     */
    public static TableFile inMemory(List<Section> list) {
        ByteBuffer memory = ByteBuffer.allocateDirect(totalBytes(list) + PAGE).alignedSlice(64);
        memory.put(0, header("memory", list), 0, HEADER_BYTES);
        return new TableFile(memory, list);
    }

    /**
     * Returns whether a file holds tables of this boot, of this layout and of these sizes, left by
     * a process that did not close them.
     *
     * @param file where
     * @param bootId what names this boot
     * @param list the sections wanted
     */
    public static boolean valid(Path file, String bootId, List<Section> list) {
        @Nullable ByteBuffer found = readHeader(file, totalBytes(list));
        return found != null && found.equals(header(bootId, list));
    }

    private static @Nullable ByteBuffer readHeader(Path file, long wantedBytes) {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer found = ByteBuffer.allocate(HEADER_BYTES);
            boolean whole = channel.size() == wantedBytes && channel.read(found) == HEADER_BYTES;
            return whole ? found.flip() : null;
        } catch (IOException unreadable) {
            // A file that cannot be read holds nothing to adopt; the caller starts afresh.
            return null;
        }
    }

    private static ByteBuffer header(String bootId, List<Section> list) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.nativeOrder());
        header.putLong(0, MAGIC).putInt(8, LAYOUT_VERSION).putInt(STATE, STATE_OPEN);
        putText(header, BOOT_ID, BOOT_ID_BYTES, bootId);
        int at = SECTIONS;
        for (Section section : list) {
            putText(header, at, NAME_BYTES, section.name);
            header.putInt(at + NAME_BYTES, section.records);
            header.putInt(at + NAME_BYTES + Integer.BYTES, section.recordBytes);
            at += SECTION_BYTES;
        }
        return header;
    }

    private static void putText(ByteBuffer header, int at, int room, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        header.put(at, bytes, 0, Math.min(bytes.length, room));
    }

    private static int totalBytes(List<Section> list) {
        int bytes = HEADER_BYTES;
        for (Section section : list) {
            bytes = Math.addExact(bytes, pages(section.bytes()));
        }
        return bytes;
    }

    private static int pages(int bytes) {
        return Math.addExact(bytes, PAGE - 1) & -PAGE;
    }

    /**
     * Returns the memory of a section: index 0 is its first byte, a multiple of 64 in memory; only
     * absolute access is meant.
     *
     * @param name as given at the start
     */
    public ByteBuffer section(String name) {
        ByteBuffer section = sections.get(name);
        if (section == null) {
            throw new IllegalArgumentException("no such section: " + name);
        }
        return section;
    }

    /** Marks the tables as done with: nobody can adopt them. The memory stays readable. */
    @Override
    public void close() {
        memory.putInt(STATE, STATE_CLOSED);
    }
}
