package bauta.service.dhcp;

import bauta.engine.SafeFile;
import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.tinylog.Logger;

/**
 * Leases on disk: a line each, with a checksum of its own, so that a damaged file loses only what
 * is damaged. Times are wall clock seconds; a clock that stood still or went back makes leases last
 * longer, never shorter.
 */
final class LeaseFile {
    private static final String HEADER = "bauta-leases 1";
    private static final String NO_NAME = "-";
    private static final String SETTLED = "settled";
    private static final String NEW = "new";
    private static final int FIELDS = 7;

    private final Path path;
    private final Duration longest;

    /**
     * Names the file.
     *
     * @param path where; its directory exists
     * @param longest no lease read lasts longer than this from now
     */
    LeaseFile(Path path, Duration longest) {
        this.path = path;
        this.longest = longest;
    }

    /**
     * The present on both clocks.
     *
     * @param epochSeconds wall clock
     * @param nanos monotonic clock
     */
    record Now(long epochSeconds, long nanos) {}

    /** Writes leases as text; offers are not kept. */
    static String format(Collection<Lease> leases, Now now) {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        for (Lease lease : leases) {
            if (lease.isLasting()) {
                String line = line(lease, now);
                text.append(line).append(' ').append(checksum(line)).append('\n');
            }
        }
        return text.toString();
    }

    private static String line(Lease lease, Now now) {
        long restSeconds = Math.ceilDiv(lease.deadlineNanos() - now.nanos(), 1_000_000_000L);
        return String.join(
                " ",
                lease.address().toString(),
                lease.mac().toString(),
                lease.client().text(),
                lease.state().name(),
                Long.toString(now.epochSeconds() + restSeconds),
                lease.hostName().isEmpty() ? NO_NAME : lease.hostName(),
                lease.settled() ? SETTLED : NEW);
    }

    private static String checksum(String line) {
        CRC32 crc = new CRC32();
        crc.update(line.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    /** Replaces the file; afterwards the text survives a power cut. */
    void write(String text) throws IOException {
        SafeFile.replace(path, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads the leases; a file that is not there, or cannot be read, has none. */
    List<Lease> read(Now now) {
        try {
            return parse(Files.readString(path, StandardCharsets.ISO_8859_1), now);
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            Logger.warn(e, "dhcp lease file cannot be read path={}", path);
            return List.of();
        }
    }

    /** Reads every whole line; damaged ones are left out, with one warning. */
    List<Lease> parse(String text, Now now) {
        List<Lease> leases = new ArrayList<>();
        int damaged = 0;
        for (String line : text.lines().filter(line -> !line.equals(HEADER)).toList()) {
            Optional<Lease> lease = lease(line, now);
            lease.ifPresent(leases::add);
            damaged += lease.isPresent() ? 0 : 1;
        }
        if (damaged > 0) {
            Logger.warn("dhcp lease file is damaged path={} lines={}", path, damaged);
        }
        return leases;
    }

    private Optional<Lease> lease(String line, Now now) {
        int end = line.lastIndexOf(' ');
        if (end < 0 || !checksum(line.substring(0, end)).equals(line.substring(end + 1))) {
            return Optional.empty();
        }
        String[] fields = line.substring(0, end).split(" ", -1);
        if (fields.length != FIELDS && fields.length != FIELDS - 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Lease(
                            Ipv4Address.parse(fields[0]),
                            new ClientKey(fields[2]),
                            MacAddress.parse(fields[1]),
                            fields[5].equals(NO_NAME) ? "" : fields[5],
                            Lease.State.valueOf(fields[3]),
                            fields.length < FIELDS || fields[6].equals(SETTLED), // once without
                            deadline(Long.parseLong(fields[4]), now)));
        } catch (IllegalArgumentException _) { // of a version to come
            return Optional.empty();
        }
    }

    private long deadline(long epochSeconds, Now now) {
        long rest =
                Math.clamp(
                        epochSeconds - now.epochSeconds(),
                        -longest.toSeconds(),
                        longest.toSeconds());
        return now.nanos() + rest * 1_000_000_000L;
    }
}
