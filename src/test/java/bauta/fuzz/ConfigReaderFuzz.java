package bauta.fuzz;

import bauta.control.config.ConfigReader;
import bauta.control.config.Problem;
import bauta.control.config.Reading;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Locale;
import org.junit.jupiter.api.Tag;

/** Any bytes are a configuration or a list of problems that can be printed. */
@Tag("fuzz")
class ConfigReaderFuzz {
    @FuzzTest
    void parse(byte[] bytes) {
        if (ConfigReader.parse(bytes) instanceof Reading.Refused(var problems)) {
            if (problems.isEmpty()) {
                throw new AssertionError("refused without a reason");
            }
            for (Problem problem : problems) {
                problem.text(Locale.JAPANESE);
            }
        }
    }
}
