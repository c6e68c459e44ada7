package bauta.service.dns;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.wire.DnsHeader;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Optional;
import org.xbill.DNS.Type;

/** Puts any bytes through everything that looks at answers; nothing may throw or grow. */
public final class AnswerProbe {
    private static final DnsSettings SETTINGS = DnsRig.settings();

    private AnswerProbe() {}

    /**
     * Takes bytes as a client's message.
     *
     * @param bytes anything
     * @param label named when something fails
     */
    public static void asQuery(byte[] bytes, String label) {
        DnsRig rig = new DnsRig(SETTINGS);
        DnsRig.Host host = rig.asks(bytes);
        assertThat(host.replies().size() + rig.status().inFlight())
                .as(label)
                .isLessThanOrEqualTo(1);
        Question question = Question.of(bytes);
        if (question.plain()) {
            assertThat(question.end()).as(label).isBetween(17, bytes.length);
            assertThat(question.key()).as(label).isEqualTo(Question.of(bytes.clone()).key());
        }
    }

    /**
     * Takes bytes as what follows the question of an answer.
     *
     * @param flags bytes 2 to 11 of the header
     * @param tail anything
     * @param label named when something fails
     */
    public static void asAnswer(byte[] flags, byte[] tail, String label) {
        byte[] query = DnsMessages.edns("www.example.", Type.A, 1232, false);
        Question question = Question.of(query);
        byte[] answer = Arrays.copyOf(query, question.end() + tail.length);
        System.arraycopy(flags, 0, answer, 2, Math.min(flags.length, 10));
        answer[2] |= (byte) (DnsHeader.RESPONSE >>> 8);
        answer[2] &= (byte) 0x87;
        answer[4] = 0;
        answer[5] = 1;
        System.arraycopy(tail, 0, answer, question.end(), tail.length);
        Optional<CachedAnswer> kept =
                Optional.ofNullable(AnswerLifetime.keep(question, answer, SETTINGS.caching(), 0));
        Optional<CachedAnswer> shared =
                Optional.ofNullable(AnswerLifetime.share(question, answer, 0));
        kept.ifPresent(entry -> write(question, entry, answer, label));
        shared.ifPresent(entry -> write(question, entry, answer, label));
        assertThat(kept.isPresent() && shared.isEmpty()).as(label).isFalse();
        through(query, answer, label);
    }

    private static void write(Question question, CachedAnswer entry, byte[] answer, String label) {
        byte[] out = new byte[DnsHeader.MAX_MESSAGE + DnsReplies.OPT_BYTES];
        int added = DnsReplies.OPT_BYTES + ExtendedError.STALE.option().length;
        int length = entry.write(question, DnsHeader.MAX_MESSAGE, out, 1_000_000_000L);
        assertThat(length).as(label).isBetween(question.end(), answer.length + added);
        int small = entry.write(question, question.end(), out, 1_000_000_000L);
        assertThat(small).as(label).isEqualTo(question.end() + DnsReplies.OPT_BYTES);
    }

    /** The whole way: a client asks, this comes back, another client asks the same. */
    private static void through(byte[] query, byte[] answer, String label) {
        DnsRig rig = new DnsRig(SETTINGS);
        DnsRig.Host host = rig.asks(query);
        rig.answers(answer);
        rig.timers.advance(20 * DnsRig.SECOND);
        assertThat(host.replies()).as(label).hasSize(1);
        DnsRig.Host next = rig.asks(query);
        next.replies()
                .forEach(reply ->
                        assertThat(DnsHeader.id(Unpooled.wrappedBuffer(reply), 0))
                                .as(label)
                                .isEqualTo(DnsReplies.id(query)));
    }
}
