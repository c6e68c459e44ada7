package bauta.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Programs whose packages would start a daemon when installed: {@code src/test/peers/unpacked.sh}
 * puts them into a folder of the build instead.
 */
final class Unpacked {
    private static final Path ROOT = Path.of("target", "peers", "unpacked");

    private Unpacked() {}

    /** Returns the folder, filled. */
    static Path folder() {
        if (!Files.isExecutable(ROOT.resolve("usr/sbin/unbound"))) {
            Shell.must("src/test/peers/unpacked.sh " + ROOT + " unbound bind9 bind9-libs");
        }
        return ROOT.toAbsolutePath();
    }

    /** Returns where their libraries are. */
    static String libraries(Path root) {
        return root.resolve(
                        "usr/lib/"
                                + System.getProperty("os.arch").replace("amd64", "x86_64")
                                + "-linux-gnu")
                .toString();
    }
}
