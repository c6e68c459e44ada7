package bauta.forward;

import bauta.alg.Alg;
import bauta.alg.SessionProbe;
import bauta.alg.StandardAlgs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every gateway reads the inputs of its fuzz target for the path, damaged in many ways. */
class AlgsHostileTest {
    private static final long SEED = 5;
    private static final int ROUNDS = 150;
    private static final Path INPUTS = Path.of("src/test/resources/bauta/fuzz");

    static Stream<Alg> algs() {
        return StandardAlgs.all().stream();
    }

    @ParameterizedTest
    @MethodSource("algs")
    void damagedConversationsThrowNothingAndOpenNothingElse(Alg alg) throws IOException {
        var random = new Random(SEED);
        for (byte[] input : inputs(alg.profile().name())) {
            AlgDriver.run(alg, input);
            for (int i = 0; i < ROUNDS; i++) {
                byte[] damaged = damage(input, random);
                SessionProbe.run(alg, damaged);
                AlgDriver.run(alg, damaged);
            }
        }
    }

    private static List<byte[]> inputs(String name) throws IOException {
        String type = Character.toUpperCase(name.charAt(0)) + name.substring(1);
        Path folder = INPUTS.resolve(type + "FuzzInputs").resolve("path");
        List<byte[]> inputs = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return inputs;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                inputs.add(Files.readAllBytes(file));
            }
        }
        return inputs;
    }

    private static byte[] damage(byte[] input, Random random) {
        byte[] damaged = input.clone();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            int at = random.nextInt(damaged.length);
            int from = random.nextInt(damaged.length);
            damaged[at] = random.nextBoolean() ? (byte) random.nextInt() : damaged[from];
        }
        return damaged;
    }
}
