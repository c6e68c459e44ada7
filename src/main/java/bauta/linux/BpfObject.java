package bauta.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A compiled BPF program as clang writes it: ELF, one program in section {@code xdp}, its maps as
 * five numbers each in section {@code maps} ({@code struct map} of {@code kernel.h}), the licence
 * in section {@code license}. Anything else the program might refer to is refused.
 *
 * @param instructions the code, map references still open
 * @param license what the kernel is told
 * @param maps by name, in the order of their place in the section
 * @param references from the number of an instruction to the name of the map it loads
 */
public record BpfObject(
        List<Long> instructions,
        String license,
        Map<String, MapDefinition> maps,
        Map<Integer, String> references) {
    private static final int ELF_MAGIC = 0x464c457f;
    private static final int CLASS_64_LITTLE = 0x0102;
    private static final int MACHINE_BPF = 247;
    private static final int HEADER_BYTES = 64;
    private static final int SECTION_BYTES = 64;
    private static final int SYMBOL_BYTES = 24;
    private static final int RELOCATION_BYTES = 16;
    private static final int TYPE_SYMBOLS = 2;
    private static final int TYPE_RELOCATIONS = 9;
    private static final int R_BPF_64_64 = 1;
    private static final int LOAD_64 = 0x18;
    private static final int MAX_SECTIONS = 1024;

    /** Keeps copies. */
    public BpfObject {
        instructions = List.copyOf(instructions);
        maps = Collections.unmodifiableMap(new LinkedHashMap<>(maps));
        references = Map.copyOf(references);
    }

    /**
     * A map that the program wants.
     *
     * @param type BPF_MAP_TYPE
     * @param keyBytes length of a key
     * @param valueBytes length of a value
     * @param entries how many fit
     * @param flags BPF_F flags
     */
    public record MapDefinition(int type, int keyBytes, int valueBytes, int entries, int flags) {
        static final int BYTES = 20;
    }

    private record Section(String name, int type, int at, int bytes, int link, int target) {}

    /**
     * Reads an object file.
     *
     * @param file all of it
     * @throws IllegalArgumentException when it is damaged, or needs what this loader lacks
     */
    public static BpfObject parse(byte[] file) {
        try {
            return new Reader(file).object();
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("BPF object is cut short", e);
        }
    }

    private static final class Reader {
        private final ByteBuffer file;
        private final List<Section> sections = new ArrayList<>();

        Reader(byte[] file) {
            this.file = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        }

        BpfObject object() {
            require(file.limit() >= HEADER_BYTES && file.getInt(0) == ELF_MAGIC, "not ELF");
            require(file.getShort(4) == CLASS_64_LITTLE, "not 64-bit little-endian");
            require(file.getShort(18) == MACHINE_BPF, "not for BPF");
            readSections();
            Section program = section("xdp");
            Section license = section("license");
            require(program.bytes() % 8 == 0 && program.bytes() > 0, "odd program length");
            return new BpfObject(
                    instructions(program), text(license.at()), maps(), references(program));
        }

        private void readSections() {
            int at = offset(file.getLong(40));
            int count = Short.toUnsignedInt(file.getShort(60));
            require(count <= MAX_SECTIONS, "too many sections");
            int names = offset(file.getLong(sectionAt(at, file.getShort(62)) + 24));
            for (int i = 0; i < count; i++) {
                int header = sectionAt(at, i);
                sections.add(
                        new Section(
                                text(names + file.getInt(header)),
                                file.getInt(header + 4),
                                offset(file.getLong(header + 24)),
                                offset(file.getLong(header + 32)),
                                file.getInt(header + 40),
                                file.getInt(header + 44)));
            }
        }

        private static int sectionAt(int table, int number) {
            return Math.addExact(table, Short.toUnsignedInt((short) number) * SECTION_BYTES);
        }

        private Section section(String name) {
            for (Section section : sections) {
                if (section.name().equals(name)) {
                    return section;
                }
            }
            throw new IllegalArgumentException("BPF object has no section " + name);
        }

        private Map<String, MapDefinition> maps() {
            Section maps = section("maps");
            Map<String, MapDefinition> found = new LinkedHashMap<>();
            for (int at = 0; at + MapDefinition.BYTES <= maps.bytes(); at += MapDefinition.BYTES) {
                found.put(symbolAt(sections.indexOf(maps), at), map(maps.at() + at));
            }
            return found;
        }

        private MapDefinition map(int at) {
            return new MapDefinition(
                    file.getInt(at),
                    file.getInt(at + 4),
                    file.getInt(at + 8),
                    file.getInt(at + 12),
                    file.getInt(at + 16));
        }

        private String symbolAt(int section, int value) {
            for (Section table : sections) {
                if (table.type() != TYPE_SYMBOLS) {
                    continue;
                }
                for (int at = 0; at + SYMBOL_BYTES <= table.bytes(); at += SYMBOL_BYTES) {
                    int symbol = table.at() + at;
                    boolean there =
                            file.getShort(symbol + 6) == section
                                    && file.getLong(symbol + 8) == value
                                    && file.getInt(symbol) != 0;
                    if (there) {
                        return symbolName(table, at / SYMBOL_BYTES);
                    }
                }
            }
            throw new IllegalArgumentException("BPF map without a name at " + value);
        }

        private String symbolName(Section table, int number) {
            int at = Math.addExact(table.at(), Math.multiplyExact(number, SYMBOL_BYTES));
            return text(Math.addExact(linked(table.link()).at(), file.getInt(at)));
        }

        private Section linked(int number) {
            require(number >= 0 && number < sections.size(), "no section " + number);
            return sections.get(number);
        }

        private Map<Integer, String> references(Section program) {
            Map<Integer, String> references = new LinkedHashMap<>();
            for (Section table : sections) {
                boolean ours =
                        table.type() == TYPE_RELOCATIONS && linked(table.target()).equals(program);
                for (int at = 0; ours && at < table.bytes(); at += RELOCATION_BYTES) {
                    readReference(program, table, table.at() + at, references);
                }
            }
            return references;
        }

        private void readReference(
                Section program, Section table, int at, Map<Integer, String> references) {
            int offset = offset(file.getLong(at));
            long kind = file.getLong(at + 8);
            require((int) kind == R_BPF_64_64, "relocation of type " + (int) kind);
            require(offset % 8 == 0 && offset + 16 <= program.bytes(), "relocation outside");
            require(file.get(program.at() + offset) == LOAD_64, "relocation is not of a map");
            references.put(offset / 8, symbolName(linked(table.link()), (int) (kind >>> 32)));
        }

        private int offset(long value) {
            require(value >= 0 && value <= file.limit(), "points outside of the file");
            return (int) value;
        }

        private List<Long> instructions(Section program) {
            List<Long> instructions = new ArrayList<>();
            for (int at = 0; at < program.bytes(); at += Long.BYTES) {
                instructions.add(file.getLong(program.at() + at));
            }
            return instructions;
        }

        private String text(int at) {
            int end = at;
            while (file.get(end) != 0) {
                end++;
            }
            byte[] copy = new byte[end - at];
            file.get(at, copy);
            return new String(copy, StandardCharsets.UTF_8);
        }

        private static void require(boolean condition, String problem) {
            if (!condition) {
                throw new IllegalArgumentException("BPF object: " + problem);
            }
        }
    }
}
