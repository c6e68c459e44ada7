package bauta.alg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream whose lines change on the way, between a sender and a receiver of TCP. */
final class EditedStreamTest {
    private static final int AT = 4096;

    /** Lines that begin with PORT become longer or shorter; any line may be waited for. */
    static int lines(Payload payload) {
        int end = payload.indexOf('\n', 0);
        if (end < 0) {
            return StreamSession.WAIT;
        }
        if (payload.has(0, "PORT ")) {
            payload.replace(5, end, changed(payload.text(5, end)));
        }
        return end + 1;
    }

    private static String changed(String number) {
        return Integer.toString(Integer.parseInt(number) * 7919).repeat(number.length() % 3 + 1);
    }

    private static String story(Random random, boolean behind) {
        var text = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            String number = Integer.toString(random.nextInt(1, 20_000));
            if (random.nextInt(3) == 0) {
                text.append("PORT ").append(behind ? changed(number) : number);
            } else {
                text.append("x".repeat(random.nextInt(70)));
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** One connection with everything that can go wrong on both sides of the router. */
    private static final class Connection {
        private record Segment(int sequence, String bytes, boolean fin) {}

        final Random random;
        final EditedStream stream = new EditedStream(Control.OPENER);
        final Payload payload = new Payload();
        final byte[] out = new byte[Payload.MOST_BYTES];
        final List<Runnable> wire = new ArrayList<>();
        final String input;
        final int start;
        final boolean nagle;
        final int lossPercent;
        final StringBuilder received = new StringBuilder();
        final List<Segment> early = new ArrayList<>();
        final EditedStream.Reader reader;
        int unacknowledged;
        int sent;
        int expected;
        int lastTold;
        boolean ended;

        Connection(long seed, String text, EditedStream.Reader reader) {
            this.random = new Random(seed);
            this.input = text;
            this.start = seed % 2 == 0 ? -1000 : random.nextInt();
            this.nagle = random.nextBoolean();
            this.lossPercent = random.nextInt(3) * 5;
            this.reader = reader;
            stream.begin(start - 1);
            unacknowledged = start;
            sent = start;
            expected = start;
            lastTold = start;
        }

        void run() {
            for (int i = 0; i < 200_000 && !(ended && isAcknowledged()); i++) {
                boolean small = nagle && sent != unacknowledged;
                int left = input.length() - (sent - start);
                boolean room = sent - unacknowledged < 2000;
                if (room && left > 0 && !small && random.nextInt(3) > 0) {
                    int length = Math.min(left, random.nextInt(1, 120));
                    send(sent, length);
                    sent += length;
                } else if (left == 0 && sent - start == input.length()) {
                    sent++;
                    send(sent - 1, 0);
                } else if (!wire.isEmpty()) {
                    int late = random.nextInt(5) == 0 ? random.nextInt(wire.size()) : 0;
                    Runnable next = wire.remove(late);
                    if (random.nextInt(100) >= lossPercent) {
                        next.run();
                        if (random.nextInt(30) == 0) {
                            next.run();
                        }
                    }
                } else if (sent != unacknowledged) {
                    int end = Math.min(sent - start, input.length()) + start;
                    send(unacknowledged, Math.min(end - unacknowledged, random.nextInt(1, 200)));
                }
            }
        }

        private boolean isAcknowledged() {
            return unacknowledged - start == input.length() + 1;
        }

        private void send(int sequence, int length) {
            int from = sequence - start;
            int to = Math.min(input.length(), from + Math.max(0, length));
            String bytes = input.substring(Math.min(from, to), to);
            boolean fin = to == input.length() && sent - start > input.length();
            wire.add(() -> arrives(new Segment(sequence, bytes, fin)));
        }

        private void arrives(Segment segment) {
            byte[] come = segment.bytes.getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(come, 0, payload.bytes, AT, come.length);
            var fate =
                    stream.take(
                            new EditedStream.Segment(
                                    segment.sequence, AT, come.length, segment.fin),
                            payload,
                            reader,
                            out);
            if (fate == EditedStream.Fate.NOT_YET) {
                return;
            }
            if (fate == EditedStream.Fate.SEND_AND_ANSWER) {
                int told = stream.answer();
                assertThat(told - lastTold).isNotNegative();
                lastTold = told;
                wire.add(() -> acknowledge(told));
            }
            String bytes = new String(out, 0, stream.outLength(), StandardCharsets.US_ASCII);
            var onward = new Segment(stream.outSequence(), bytes, segment.fin);
            wire.add(() -> receive(onward));
        }

        private void receive(Segment segment) {
            early.add(segment);
            boolean moved = true;
            while (moved) {
                moved = false;
                for (Segment one : early) {
                    int skip = expected - one.sequence;
                    if (skip < 0 || ended) {
                        continue;
                    }
                    if (skip < one.bytes.length()) {
                        received.append(one.bytes, skip, one.bytes.length());
                        expected = one.sequence + one.bytes.length();
                        moved = true;
                    }
                    if (one.fin && expected == one.sequence + one.bytes.length()) {
                        ended = true;
                        expected++;
                    }
                }
            }
            int acknowledgment = expected;
            wire.add(() -> {
                int told = stream.toldBefore(acknowledgment);
                assertThat(told - lastTold).isNotNegative();
                lastTold = told;
                stream.acknowledged(acknowledgment);
                wire.add(() -> acknowledge(told));
            });
        }

        private void acknowledge(int number) {
            assertThat(number - sent).isNotPositive();
            if (number - unacknowledged > 0) {
                unacknowledged = number;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1000, 2000, 3000, 4000})
    void whateverTheWireDoesTheReceiverGetsTheEditedLinesOnce(long first) {
        for (long seed = first; seed < first + 200; seed++) {
            String text = story(new Random(seed), false);
            var connection = new Connection(seed, text, EditedStreamTest::lines);
            connection.run();
            assertThat(connection.received.toString())
                    .as("seed %d", seed)
                    .isEqualTo(story(new Random(seed), true));
            assertThat(connection.isAcknowledged()).as("seed %d", seed).isTrue();
            assertThat(connection.stream.bytes()).isZero();
        }
    }

    @Test
    void aLastLineWithoutItsEndComesWithTheFin() {
        for (long seed = 0; seed < 200; seed++) {
            var connection = new Connection(seed, "PORT 12\nPORT 34", EditedStreamTest::lines);
            connection.run();
            assertThat(connection.received.toString())
                    .isEqualTo("PORT " + changed("12") + "\nPORT 34");
            assertThat(connection.isAcknowledged()).isTrue();
        }
    }

    @Test
    void afterGivingUpBytesPassAsTheyAre() {
        for (long seed = 0; seed < 200; seed++) {
            String text = "PORT 12\n" + story(new Random(seed), false);
            EditedStream.Reader once =
                    payload -> payload.has(0, "PORT 12\n") ? lines(payload) : StreamSession.DETACH;
            var connection = new Connection(seed, text, seedless(once));
            connection.run();
            String rest = text.substring("PORT 12\n".length());
            assertThat(connection.received.toString())
                    .isEqualTo("PORT " + changed("12") + "\n" + rest);
        }
    }

    /** Waits until it can tell. */
    private static EditedStream.Reader seedless(EditedStream.Reader reader) {
        return payload ->
                payload.length() < 8 && payload.at(0) == 'P'
                        ? StreamSession.WAIT
                        : reader.read(payload);
    }
}
