package bauta.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A BPF program of {@code src/test/bpf}: compiled by clang, its one code section read from the ELF
 * object, its references to maps resolved by name.
 */
final class BpfObject {
    private static final Path SOURCES = Path.of("src", "test", "bpf");
    private static final Path OBJECTS = Path.of("target", "bench");

    // Elf64_Ehdr, Elf64_Shdr, Elf64_Sym, Elf64_Rel
    private static final int SECTIONS_OFFSET = 40;
    private static final int SECTION_COUNT = 60;
    private static final int SECTION_BYTES = 64;
    private static final int SYMBOL_BYTES = 24;
    private static final int RELOCATION_BYTES = 16;
    private static final int TYPE_CODE = 1;
    private static final int TYPE_SYMBOLS = 2;
    private static final int TYPE_RELOCATIONS = 9;
    private static final int FLAG_EXECUTABLE = 4;

    private static final int LOAD_IMMEDIATE_64 = 0x18;
    private static final int PSEUDO_MAP_FD = 1;

    private final ByteBuffer elf;

    private BpfObject(ByteBuffer elf) {
        this.elf = elf;
    }

    /**
     * Compiles a program and loads it.
     *
     * @param name of the source, without {@code .bpf.c}
     * @param maps all maps that it names
     */
    static XdpProgram load(String name, List<ArrayMap> maps) {
        Path object = OBJECTS.resolve(name + ".o");
        try {
            Files.createDirectories(OBJECTS);
            compile(SOURCES.resolve(name + ".bpf.c"), object);
            var elf = ByteBuffer.wrap(Files.readAllBytes(object)).order(ByteOrder.LITTLE_ENDIAN);
            return new XdpProgram(new BpfObject(elf).code(maps));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void compile(Path source, Path object) {
        String machine = System.getProperty("os.arch").replace("amd64", "x86_64");
        Shell.must(
                "clang -O2 -g -Wall -Werror -target bpf -I/usr/include/%s-linux-gnu -c %s -o %s"
                        .formatted(machine, source, object));
    }

    private byte[] code(List<ArrayMap> maps) {
        int section = sectionOf(TYPE_CODE, true);
        byte[] code = bytes(section);
        int relocations = sectionOf(TYPE_RELOCATIONS, false);
        int begin = offset(relocations);
        for (int at = begin; at < begin + size(relocations); at += RELOCATION_BYTES) {
            int symbol = (int) (elf.getLong(at + 8) >>> 32);
            resolve(code, (int) elf.getLong(at), fd(nameOf(symbol), maps));
        }
        return code;
    }

    private static void resolve(byte[] code, int at, int fd) {
        if (code[at] != LOAD_IMMEDIATE_64) {
            throw new IllegalStateException("a relocation that is not a map");
        }
        code[at + 1] = (byte) (code[at + 1] & 0x0f | PSEUDO_MAP_FD << 4);
        ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN).putInt(at + 4, fd);
    }

    private static int fd(String name, List<ArrayMap> maps) {
        return maps.stream()
                .filter(map -> map.name().equals(name))
                .findAny()
                .orElseThrow(() -> new IllegalStateException("no map " + name))
                .fd();
    }

    private String nameOf(int symbol) {
        int symbols = sectionOf(TYPE_SYMBOLS, false);
        int strings = section(elf.getInt(symbols + 40)); // sh_link
        int name = offset(strings) + elf.getInt(offset(symbols) + symbol * SYMBOL_BYTES);
        int end = name;
        while (elf.get(end) != 0) {
            end++;
        }
        byte[] text = new byte[end - name];
        elf.get(name, text);
        return new String(text, StandardCharsets.US_ASCII);
    }

    /** Returns where the header of the first section of a type stands, only non-empty code. */
    private int sectionOf(int type, boolean executable) {
        for (int i = 0; i < elf.getShort(SECTION_COUNT); i++) {
            int at = section(i);
            boolean isCode = (elf.getLong(at + 8) & FLAG_EXECUTABLE) != 0;
            if (elf.getInt(at + 4) == type && (!executable || isCode && size(at) > 0)) {
                return at;
            }
        }
        throw new IllegalStateException("no section of type " + type);
    }

    private int section(int index) {
        return (int) elf.getLong(SECTIONS_OFFSET) + index * SECTION_BYTES;
    }

    private int offset(int section) {
        return (int) elf.getLong(section + 24);
    }

    private int size(int section) {
        return (int) elf.getLong(section + 32);
    }

    private byte[] bytes(int section) {
        byte[] bytes = new byte[size(section)];
        elf.get(offset(section), bytes);
        return bytes;
    }
}
