package bauta.fuzz;

import bauta.service.dns.AnswerProbe;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;

/** What clients and servers say, through the forwarder and its cache. */
@Tag("fuzz")
class DnsAnswerFuzz {
    private static final int FLAGS = 10;

    @FuzzTest
    void answer(byte[] bytes) {
        AnswerProbe.asQuery(bytes, "fuzz");
        byte[] flags = Arrays.copyOf(bytes, FLAGS);
        byte[] tail = bytes.length < FLAGS ? bytes : Arrays.copyOfRange(bytes, FLAGS, bytes.length);
        AnswerProbe.asAnswer(flags, tail, "fuzz");
    }
}
