package bauta.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reads the object that the build made, and damaged forms of it. */
class BpfObjectTest {
    private static byte[] file() {
        try (InputStream in = BpfObjectTest.class.getResourceAsStream("/bauta/link/sort.bpf.o")) {
            return Objects.requireNonNull(in).readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void findsProgramLicenceMapsAndReferences() {
        BpfObject object = BpfObject.parse(file());
        assertThat(object.license()).isEqualTo("Apache-2.0");
        assertThat(object.maps())
                .containsOnlyKeys(
                        "port_settings",
                        "counters",
                        "input_map",
                        "wanted_groups",
                        "control_rings",
                        "bulk_rings");
        assertThat(object.maps().get("port_settings"))
                .isEqualTo(new BpfObject.MapDefinition(2, 4, 24, 1, 0));
        assertThat(object.references().values()).containsAll(object.maps().keySet());
        int loadImmediate = 0x18;
        object.references()
                .keySet()
                .forEach(at ->
                        assertThat(object.instructions().get(at) & 0xff).isEqualTo(loadImmediate));
    }

    @Test
    void refusesWhatIsNoBpfObject() {
        byte[] otherMachine = file();
        otherMachine[18] = 62;
        byte[] otherClass = file();
        otherClass[4] = 1;
        for (byte[] wrong : new byte[][] {{}, {1, 2, 3}, new byte[100], otherMachine, otherClass}) {
            assertThatThrownBy(() -> BpfObject.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void damageIsRefusedAndNothingElse() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] whole = file();
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
            int sectionHeaders = damaged.length - Math.min(damaged.length, 28 * 64);
            for (int i = 0; i < 3; i++) {
                int at = random.nextBoolean() ? 0 : sectionHeaders;
                int bound = random.nextBoolean() ? 64 : damaged.length;
                damaged[(at + random.nextInt(bound)) % damaged.length] = (byte) random.nextInt();
            }
            try {
                assertThat(BpfObject.parse(damaged).instructions()).isNotEmpty();
            } catch (IllegalArgumentException e) {
                assertThat(e).as("seed %d round %d", seed, round).hasMessageContaining("BPF");
            }
        }
    }
}
