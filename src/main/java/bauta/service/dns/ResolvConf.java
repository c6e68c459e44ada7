package bauta.service.dns;

import bauta.wire.Ipv4Address;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** Writes the {@code resolv.conf} that the router's own programs read (resolv.conf(5)). */
public final class ResolvConf {
    /** What the C library reads at most (MAXNS). */
    private static final int SERVERS_MAX = 3;

    private ResolvConf() {}

    /**
     * Replaces the file as a whole: a reader sees the old one or the new one. The file lies on
     * {@code /run}, so nothing is forced to disk.
     *
     * @param file for example {@code /run/resolv.conf}
     * @param servers whom to ask, the first three count; none leaves programs without names
     * @param domain where single labels are looked for
     * @throws IOException when that failed; the old file is whole
     */
    public static void write(Path file, List<Ipv4Address> servers, Optional<String> domain)
            throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, text(servers, domain), StandardCharsets.US_ASCII);
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Returns what the file says. */
    static String text(List<Ipv4Address> servers, Optional<String> domain) {
        StringBuilder text = new StringBuilder("# written by bauta; changes are lost\n");
        domain.ifPresent(name -> text.append("search ").append(name).append('\n'));
        servers.stream()
                .limit(SERVERS_MAX)
                .forEach(server -> text.append("nameserver ").append(server).append('\n'));
        return text.append("options edns0 trust-ad\n").toString();
    }
}
