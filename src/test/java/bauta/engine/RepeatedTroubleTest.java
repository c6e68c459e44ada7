package bauta.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RepeatedTroubleTest {
    @Test
    void aThousandTimesAreTenLinesAndOneStack() {
        ByteArrayOutputStream caught = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(caught, true, StandardCharsets.UTF_8));
        try {
            RepeatedTrouble trouble = new RepeatedTrouble("port on fire name=wan");
            for (int i = 0; i < 1000; i++) {
                trouble.warn(new IOException("smoke"));
            }
            assertThat(trouble.times()).isEqualTo(1000);
        } finally {
            System.setOut(before);
        }
        String text = caught.toString(StandardCharsets.UTF_8);
        assertThat(text.lines().filter(line -> line.contains("port on fire"))).hasSize(10);
        assertThat(text).contains("times=512").doesNotContain("times=3 ");
        assertThat(text.split("aThousandTimes", -1)).as("stacks").hasSize(2);
    }
}
