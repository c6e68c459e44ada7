package bauta.service.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.wire.Ipv4Address;
import bauta.wire.MacAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on disk survives restarts, clocks that jump, and damage at every byte. */
class LeaseFileTest {
    private static final LeaseFile.Now NOW = new LeaseFile.Now(1_800_000_000L, -1_000_000_000L);

    @TempDir Path directory;

    private LeaseFile file() {
        return new LeaseFile(directory.resolve("leases"), Duration.ofHours(12));
    }

    private static Lease lease(int host, Lease.State state, long restSeconds) {
        MacAddress mac = new MacAddress(0x0200_0000_0000L + host);
        return new Lease(
                new Ipv4Address(0xc0a8_5700 + host),
                ClientKey.of(mac),
                mac,
                host % 2 == 0 ? "" : "host-" + host,
                state,
                host % 3 == 0,
                NOW.nanos() + restSeconds * 1_000_000_000L);
    }

    private static final List<Lease> LEASES =
            List.of(
                    lease(100, Lease.State.BOUND, 3600),
                    lease(101, Lease.State.BOUND, -60),
                    lease(102, Lease.State.RELEASED, 0),
                    lease(103, Lease.State.DECLINED, 600));

    @Test
    void leasesSurviveWritingAndReading() throws IOException {
        file().write(LeaseFile.format(LEASES, NOW));
        assertThat(file().read(NOW)).isEqualTo(LEASES);
        file().write(LeaseFile.format(LEASES.subList(0, 1), NOW));
        assertThat(file().read(NOW)).isEqualTo(LEASES.subList(0, 1));
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void offersAreNotKeptAndNoFileMeansNoLeases() {
        String text = LeaseFile.format(List.of(lease(1, Lease.State.OFFERED, 60)), NOW);
        assertThat(file().parse(text, NOW)).isEmpty();
        assertThat(file().read(NOW)).isEmpty();
    }

    @Test
    void timePassesWhileTheRouterIsOff() {
        LeaseFile.Now later = new LeaseFile.Now(NOW.epochSeconds() + 1000, 77);
        Lease read = file().parse(LeaseFile.format(LEASES, NOW), later).getFirst();
        assertThat(read.deadlineNanos()).isEqualTo(77 + 2_600_000_000_000L);
    }

    @Test
    void aClockThatStartsInThePastMakesLeasesLongButNotEndless() {
        LeaseFile.Now epoch = new LeaseFile.Now(0, 5);
        Lease read = file().parse(LeaseFile.format(LEASES, NOW), epoch).getFirst();
        assertThat(read.deadlineNanos()).isEqualTo(5 + Duration.ofHours(12).toNanos());
    }

    @Test
    void aFileCutAtAnyByteKeepsItsWholeLines() {
        String text = LeaseFile.format(LEASES, NOW);
        for (int cut = 0; cut <= text.length(); cut++) {
            List<Lease> read = file().parse(text.substring(0, cut), NOW);
            assertThat(read).as("cut at %s", cut).isEqualTo(LEASES.subList(0, read.size()));
            long lines = text.substring(0, cut).lines().count() - 2;
            assertThat((long) read.size()).as("cut at %s", cut).isGreaterThanOrEqualTo(lines);
        }
    }

    @Test
    void aBentByteLosesOneLineAtMost() {
        String text = LeaseFile.format(LEASES, NOW);
        for (int at = 0; at < text.length(); at++) {
            String bent = text.substring(0, at) + '#' + text.substring(at + 1);
            assertThat(file().parse(bent, NOW)).as("bent at %s", at).hasSizeGreaterThan(1);
            assertThat(LEASES).containsAll(file().parse(bent, NOW));
        }
    }
}
