package bauta.service.dns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Name servers of others whose packages would start a daemon when installed: {@code
 * src/test/peers/unpacked.sh} puts them into a folder of the build.
 */
final class OtherServers {
    private static final Path ROOT = Path.of("target", "peers", "unpacked").toAbsolutePath();

    private OtherServers() {}

    /** Returns how to start one, fetched when that has not been done; empty when there is none. */
    static synchronized Optional<List<String>> command(String program) {
        Path file = ROOT.resolve("usr/sbin").resolve(program);
        if (!Files.isExecutable(file) && !fetched()) {
            return Optional.empty();
        }
        String machine = System.getProperty("os.arch").replace("amd64", "x86_64");
        Path libraries = ROOT.resolve("usr/lib/" + machine + "-linux-gnu");
        return Optional.of(List.of("env", "LD_LIBRARY_PATH=" + libraries, file.toString()));
    }

    private static boolean fetched() {
        try {
            return new ProcessBuilder(
                                    "src/test/peers/unpacked.sh",
                                    ROOT.toString(),
                                    "unbound",
                                    "bind9",
                                    "bind9-libs")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
