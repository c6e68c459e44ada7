package bauta.fuzz;

import bauta.linux.BpfObject;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/** A damaged object file is refused with an explanation, and never anything else. */
@Tag("fuzz")
class BpfObjectFuzz {
    @FuzzTest
    void parse(byte[] input) {
        try {
            BpfObject.parse(input);
        } catch (IllegalArgumentException e) {
            if (e.getMessage().isEmpty()) {
                throw new AssertionError("no explanation", e);
            }
        }
    }
}
