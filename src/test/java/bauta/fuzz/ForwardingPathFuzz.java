package bauta.fuzz;

import bauta.forward.PathDriver;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/** Any frames, on any way in, in any order: nothing is thrown and no frame is lost. */
@Tag("fuzz")
class ForwardingPathFuzz {
    @FuzzTest
    void receive(byte[] bytes) {
        new PathDriver().run(bytes);
    }
}
