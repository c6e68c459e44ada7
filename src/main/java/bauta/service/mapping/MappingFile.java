package bauta.service.mapping;

import bauta.engine.SafeFile;
import bauta.nat.PeerFilter;
import bauta.service.mapping.MappingLease.State;
import bauta.service.mapping.MappingLease.Terms;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.tinylog.Logger;

/**
 * Leases on disk: a line each, with a checksum of its own, so that a damaged file loses only what
 * is damaged; then clients are told by a new epoch. Times are those of the monotonic clock, which
 * goes on while the same kernel runs; after another start a lease has what it had left when the
 * file was written. The wall clock plays no part.
 */
final class MappingFile {
    private static final String FORM = "bauta-mappings-1";
    private static final String NONE = "-";
    private static final int HEAD_FIELDS = 5;
    private static final int LEASE_FIELDS = 13;
    private static final int CONSENT_FIELDS = 4;
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final Path path;
    private final String bootId;

    /**
     * Names the file.
     *
     * @param path where; its directory exists
     * @param bootId of the running kernel
     */
    MappingFile(Path path, String bootId) {
        this.path = path;
        this.bootId = bootId;
    }

    /**
     * What is kept.
     *
     * @param epochNanos when the epoch of NAT-PMP and PCP began
     * @param external the external address that programs know
     * @param leases the leases
     * @param consents what the owner of the house has allowed
     */
    record Content(
            long epochNanos,
            Optional<Ipv4Address> external,
            List<MappingLease> leases,
            List<InternalEndpoint> consents) {
        /** Nothing, of an epoch that begins now. */
        static Content empty(long nowNanos) {
            return new Content(nowNanos, Optional.empty(), List.of(), List.of());
        }
    }

    /** Writes everything as text. */
    String format(Content content, long nowNanos) {
        List<String> lines = new ArrayList<>();
        String external = content.external().map(Ipv4Address::toString).orElse(NONE);
        int count = content.leases().size() + content.consents().size();
        lines.add(String.join(" ", FORM, bootId, "" + content.epochNanos(), external, "" + count));
        content.leases().forEach(lease -> lines.add(line(lease, nowNanos)));
        for (InternalEndpoint consent : content.consents()) {
            lines.add(
                    String.join(
                            " ",
                            "consent",
                            consent.address().toString(),
                            "" + consent.protocol(),
                            "" + consent.port()));
        }
        return lines.stream()
                .map(line -> line + " " + checksum(line) + "\n")
                .collect(Collectors.joining());
    }

    private static String line(MappingLease lease, long nowNanos) {
        return String.join(
                " ",
                "lease",
                "" + lease.id(),
                lease.source().name(),
                lease.internal().address().toString(),
                "" + lease.internal().protocol(),
                "" + lease.internal().port(),
                (lease.exactly() ? "=" : "~") + lease.externalPort(),
                lease.state().name() + (lease.terms().peer() ? "/PEER" : ""),
                "" + lease.deadlineNanos(),
                "" + lease.secondsLeft(nowNanos),
                orNone(lease.terms().ticket()),
                orNone(HexFormat.of().formatHex(utf8(lease.terms().description()))),
                orNone(filters(lease.terms().filters())));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String filters(List<PeerFilter> filters) {
        return filters.stream()
                .map(filter -> filter.peers() + ":" + filter.port())
                .collect(Collectors.joining(","));
    }

    private static String orNone(String text) {
        return text.isEmpty() ? NONE : text;
    }

    private static String orEmpty(String text) {
        return text.equals(NONE) ? "" : text;
    }

    private static String checksum(String line) {
        CRC32 crc = new CRC32();
        crc.update(line.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    /** Replaces the file; afterwards the text survives a power cut. */
    void write(String text) throws IOException {
        SafeFile.replacePrivate(path, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads it; a file that is not there, or cannot be read, is empty. */
    Content read(long nowNanos) {
        try {
            return parse(Files.readString(path, StandardCharsets.ISO_8859_1), nowNanos);
        } catch (NoSuchFileException _) {
            return Content.empty(nowNanos);
        } catch (IOException e) {
            Logger.warn(e, "mapping file cannot be read path={}", path);
            return Content.empty(nowNanos);
        }
    }

    /** Reads every whole line. When one is missing, the epoch begins anew. */
    Content parse(String text, long nowNanos) {
        List<String[]> lines = text.lines().map(MappingFile::fields).toList();
        if (lines.isEmpty() || !isHead(lines.getFirst())) {
            return Content.empty(nowNanos);
        }
        String[] head = lines.getFirst();
        boolean sameBoot = head[1].equals(bootId);
        List<MappingLease> leases = new ArrayList<>();
        List<InternalEndpoint> consents = new ArrayList<>();
        for (String[] fields : lines.subList(1, lines.size())) {
            lease(fields, sameBoot, nowNanos).ifPresent(leases::add);
            consent(fields).ifPresent(consents::add);
        }
        int read = leases.size() + consents.size();
        boolean whole = read == number(head[4]).orElse(-1L);
        if (!whole) {
            Logger.warn("mapping file is damaged path={} lines={}", path, read);
        }
        long epoch = number(head[2]).filter(start -> start <= nowNanos).orElse(nowNanos);
        return new Content(
                sameBoot && whole ? epoch : nowNanos,
                address(head[3]).filter(_ -> whole),
                leases,
                consents);
    }

    private static boolean isHead(String[] fields) {
        return fields.length == HEAD_FIELDS && fields[0].equals(FORM);
    }

    /** A line whose checksum is wrong has no fields. */
    private static String[] fields(String line) {
        int end = line.lastIndexOf(' ');
        boolean whole =
                end >= 0 && checksum(line.substring(0, end)).equals(line.substring(end + 1));
        return whole ? line.substring(0, end).split(" ", -1) : new String[0];
    }

    private static Optional<MappingLease> lease(String[] f, boolean sameBoot, long nowNanos) {
        if (f.length != LEASE_FIELDS || !f[0].equals("lease")) {
            return Optional.empty();
        }
        try {
            String[] state = f[7].split("/", -1);
            long left = Math.multiplyExact(Long.parseLong(f[9]), SECOND_NANOS);
            return Optional.of(
                    new MappingLease(
                            Integer.parseInt(f[1]),
                            MappingSource.valueOf(f[2]),
                            endpoint(f[3], f[4], f[5]),
                            port(f[6].substring(1)),
                            f[6].startsWith("="),
                            new Terms(
                                    orEmpty(f[10]),
                                    new String(
                                            HexFormat.of().parseHex(orEmpty(f[11])),
                                            StandardCharsets.UTF_8),
                                    filters(orEmpty(f[12])),
                                    state.length > 1),
                            sameBoot ? Long.parseLong(f[8]) : nowNanos + left,
                            State.valueOf(state[0])));
        } catch (IllegalArgumentException | ArithmeticException _) { // of a version to come
            return Optional.empty();
        }
    }

    private static List<PeerFilter> filters(String text) {
        return Arrays.stream(text.split(",", -1))
                .filter(one -> !one.isEmpty())
                .map(one -> one.split(":", -1))
                .map(one -> new PeerFilter(Ipv4Prefix.parse(one[0]), port(one[one.length - 1])))
                .toList();
    }

    private static Optional<InternalEndpoint> consent(String[] f) {
        if (f.length != CONSENT_FIELDS || !f[0].equals("consent")) {
            return Optional.empty();
        }
        try {
            return Optional.of(endpoint(f[1], f[2], f[3]));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static InternalEndpoint endpoint(String address, String protocol, String port) {
        return new InternalEndpoint(
                Ipv4Address.parse(address), Integer.parseInt(protocol), port(port));
    }

    private static int port(String text) {
        int port = Integer.parseInt(text);
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("port " + port);
        }
        return port;
    }

    private static Optional<Long> number(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<Ipv4Address> address(String text) {
        try {
            return text.equals(NONE) ? Optional.empty() : Optional.of(Ipv4Address.parse(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
