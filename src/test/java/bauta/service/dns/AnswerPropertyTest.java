package bauta.service.dns;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** Bent queries and answers, by a seed that is printed when something fails. */
class AnswerPropertyTest {
    private static final int ROUNDS = 3_000;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    private byte[] bent(byte[] message) {
        byte[] bent = Arrays.copyOf(message, message.length - random.nextInt(3));
        for (int i = random.nextInt(4); i > 0; i--) {
            bent[random.nextInt(bent.length)] = (byte) random.nextInt();
        }
        return bent;
    }

    @Test
    void queries() {
        byte[] query = DnsMessages.edns("www.example.", Type.A, 1232, true);
        for (int i = 0; i < ROUNDS; i++) {
            AnswerProbe.asQuery(bent(query), "seed " + seed);
        }
    }

    @Test
    void answers() {
        byte[] query = DnsMessages.edns("www.example.", Type.A, 1232, false);
        byte[] answer =
                DnsMessages.answer(
                        query,
                        Rcode.NOERROR,
                        "AN www.example. 60 CNAME b.example.",
                        "AN b.example. 60 A 198.51.100.1",
                        "NS example. 60 SOA ns.example. root.example. 1 2 3 4 5",
                        "AR ns.example. 60 HTTPS 1 . ipv4hint=192.0.2.1 ipv6hint=2001:db8::1");
        int end = Question.of(query).end();
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bent = bent(answer);
            AnswerProbe.asAnswer(
                    Arrays.copyOfRange(bent, 2, 12),
                    Arrays.copyOfRange(bent, end, bent.length),
                    "seed " + seed);
        }
    }
}
