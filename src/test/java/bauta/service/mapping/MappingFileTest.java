package bauta.service.mapping;

import static bauta.service.mapping.StoreRig.HOST;
import static bauta.service.mapping.StoreRig.OTHER;
import static bauta.service.mapping.StoreRig.tcp;
import static bauta.service.mapping.StoreRig.upnp;
import static bauta.service.mapping.StoreRig.wish;
import static org.assertj.core.api.Assertions.assertThat;

import bauta.nat.PeerFilter;
import bauta.wire.Ipv4Prefix;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingFileTest {
    private static final long LATER = Duration.ofSeconds(100).toNanos();

    @TempDir private Path folder;

    private final StoreRig rig = new StoreRig();

    private MappingFile file(String boot) {
        return new MappingFile(folder.resolve("mappings"), boot);
    }

    private MappingFile.Content content() {
        rig.granted(wish(tcp(HOST, 80), 8080, 600));
        rig.granted(upnp(tcp(OTHER, 81), 8081, 900));
        rig.granted(
                new MappingWish(
                        MappingSource.PCP,
                        tcp(HOST, 82),
                        8082,
                        true,
                        Duration.ofSeconds(700),
                        new MappingLease.Terms(
                                "0011",
                                "käse & co",
                                List.of(new PeerFilter(Ipv4Prefix.parse("192.0.2.0/24"), 9)),
                                true)));
        MappingFile.Content now = rig.store.content();
        return new MappingFile.Content(
                now.epochNanos(), now.external(), now.leases(), List.of(tcp(HOST, 80)));
    }

    @Test
    void readsWhatItWrote() throws java.io.IOException {
        MappingFile.Content content = content();
        long now = rig.timers.nanos();
        file("boot").write(file("boot").format(content, now));
        assertThat(file("boot").read(now + LATER)).isEqualTo(content);
    }

    @Test
    void afterAnotherStartOfTheKernelLeasesHaveWhatTheyHadLeft() {
        MappingFile.Content content = content();
        String text = file("boot").format(content, rig.timers.nanos());
        MappingFile.Content read = file("other").parse(text, 5);
        assertThat(read.epochNanos()).isEqualTo(5);
        assertThat(read.external()).isEqualTo(Optional.of(MemoryGate.EXTERNAL));
        assertThat(read.leases().getFirst().secondsLeft(5)).isEqualTo(600);
    }

    @Test
    void aFileCutAnywhereHoldsWholeLeasesOnlyAndBeginsANewEpoch() {
        MappingFile.Content content = content();
        long now = rig.timers.nanos();
        String text = file("boot").format(content, now - 1);
        for (int cut = 0; cut < text.length() - 1; cut++) {
            MappingFile.Content read = file("boot").parse(text.substring(0, cut), now);
            assertThat(content.leases()).containsAll(read.leases());
            assertThat(content.consents()).containsAll(read.consents());
            assertThat(read.epochNanos()).as("cut at %d", cut).isEqualTo(now);
        }
    }

    @Test
    void aDamagedByteLosesOneLineAtMost() {
        MappingFile.Content content = content();
        long now = rig.timers.nanos();
        String text = file("boot").format(content, now);
        int head = text.indexOf('\n');
        for (int at = head + 1; at < text.length(); at++) {
            String damaged = text.substring(0, at) + '#' + text.substring(at + 1);
            MappingFile.Content read = file("boot").parse(damaged, now);
            int lost = content.leases().size() - read.leases().size();
            assertThat(content.leases()).containsAll(read.leases());
            assertThat(lost).isBetween(0, text.charAt(at) == '\n' ? 2 : 1);
        }
    }

    @Test
    void nothingIsThereWithoutAFile() {
        assertThat(file("boot").read(7)).isEqualTo(MappingFile.Content.empty(7));
    }

    @Test
    void aStoreGoesOnWhereTheOtherEnded() {
        MappingFile.Content content = content();
        StoreRig next = new StoreRig();
        next.gate.taken.add(8082);
        next.store.restore(content);
        assertThat(next.store.all())
                .extracting(MappingLease::externalPort)
                .containsExactly(8080, 8081);
        assertThat(next.gate.open).hasSize(2);
        MappingLease fresh = next.granted(wish(tcp(HOST, 90), 9090, 600));
        assertThat(fresh.id()).isGreaterThan(3);
        next.pass(Duration.ofMinutes(10));
        assertThat(next.store.all()).extracting(MappingLease::externalPort).containsExactly(8081);
    }
}
