package bauta.fuzz;

import bauta.control.admin.HeadProbe;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

/** What a browser, or who pretends to be one, says in the headers that are looked at. */
@Tag("fuzz")
class RequestHeadFuzz {
    @FuzzTest
    void head(byte[] bytes) {
        HeadProbe.read(new String(bytes, StandardCharsets.ISO_8859_1), "fuzz");
    }
}
