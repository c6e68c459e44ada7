package bauta.lab;

import static bauta.lab.Stage.outcome;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Broken frames from the provider's side: each counted by name, nothing else disturbed. */
final class GarbageChapter {
    private static final int EACH = 20;
    private static final int IPV4_BYTES = 20;
    private static final String OURS = "020000000002";
    private static final String THEIRS = "0200000000fe";

    private final Stage stage;

    GarbageChapter(Stage stage) {
        this.stage = stage;
    }

    /**
     * A kind of broken frame: what it is, what makes the concentrator send it, how it is counted.
     */
    private record Kind(String what, String command, String reason) {}

    void tell() {
        Ledger ledger = stage.ledger();
        List<Kind> kinds = Stream.concat(packets(), messages()).toList();
        long began = System.nanoTime();
        for (Kind kind : kinds) {
            ledger.promise(kind.what() + " is counted as " + kind.reason(), () -> counted(kind));
        }
        ledger.promise("the session lives through all of it", () -> sameSession(began));
        ledger.promise("and the LAN's pings too", this::pings);
    }

    private Stream<Kind> packets() {
        String sound =
                Probe.udp(ProviderServers.STRANGER, 53, stage.router().status().address(), 9);
        return Stream.of(
                ip("an IPv4 header cut short", sound.substring(0, 20), "IPV4_TRUNCATED"),
                ip("IP version 6 in an IPv4 frame", at(sound, 0, 0x65), "IPV4_BAD_VERSION"),
                ip("an IPv4 header of 16 bytes", at(sound, 0, 0x44), "IPV4_BAD_HEADER_LENGTH"),
                ip("an IPv4 length beyond the frame", at(sound, 2, 0x05), "IPV4_BAD_TOTAL_LENGTH"),
                ip("a wrong IPv4 header sum", at(sound, 10, 0x55), "IPV4_BAD_CHECKSUM"),
                ip("a UDP length beyond the packet", at(sound, 24, 0x05), "UDP_BAD_LENGTH"));
    }

    private static Stream<Kind> messages() {
        return Stream.of(
                ppp("an LCP option of length 0", "c021", "0101000801000000", "PPP_BAD_OPTION"),
                ppp("an LCP option of length 1", "c021", "0101000801010000", "PPP_BAD_OPTION"),
                ppp("an LCP length beyond the frame", "c021", "010100ff", "PPP_BAD_LENGTH"),
                ppp("a PPP protocol nobody knows", "4321", "01010004", "PPP_UNKNOWN_PROTOCOL"),
                frame("a PPPoE version 2", "8864" + "2100" + "0001" + "0000", "PPPOE_BAD_VERSION"),
                frame(
                        "a PPPoE length beyond the frame",
                        "8863" + "1107" + "0000" + "05ff",
                        "PPPOE_BAD_LENGTH"));
    }

    private static Kind ip(String what, String packet, String reason) {
        return new Kind(what, "inject " + packet, reason);
    }

    private static Kind ppp(String what, String protocol, String message, String reason) {
        return new Kind(what, "ppp " + protocol + " " + message, reason);
    }

    private static Kind frame(String what, String afterAddresses, String reason) {
        String padding = "00".repeat(40);
        return new Kind(what, "frame " + OURS + THEIRS + afterAddresses + padding, reason);
    }

    /** Changes one byte; if it is not the header sum itself, that is made right again. */
    private static String at(String packet, int index, int value) {
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(packet));
        bytes.put(index, (byte) value);
        if (index < IPV4_BYTES && index != 10) {
            bytes.putShort(10, (short) 0);
            bytes.putShort(10, (short) ~Probe.sum(bytes, 0, IPV4_BYTES));
        }
        byte[] changed = new byte[bytes.capacity()];
        bytes.get(0, changed);
        return HexFormat.of().formatHex(changed);
    }

    private Ledger.Outcome counted(Kind kind) {
        long before = stage.router().status().drops(kind.reason());
        stage.provider().tellAll(java.util.Collections.nCopies(EACH, kind.command()));
        Patience.until(
                Duration.ofSeconds(1),
                () -> stage.router().status().drops(kind.reason()) - before >= EACH);
        long counted = stage.router().status().drops(kind.reason()) - before;
        return outcome(counted == EACH, counted + " of " + EACH);
    }

    private Ledger.Outcome sameSession(long sinceNanos) {
        int fresh = stage.provider().events("session", sinceNanos).size();
        boolean up = stage.router().status().up();
        return outcome(up && fresh == 0, (up ? "up, " : "down, ") + fresh + " redials");
    }

    private Ledger.Outcome pings() {
        boolean answered = stage.ordinary().pings(ProviderServers.WEB);
        return outcome(answered, answered ? "answered" : "no answer");
    }
}
