package bauta.control.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HttpAnswerTest {
    private record Case(String text, int status, String body) {}

    private static final List<Case> WHOLE =
            List.of(
                    new Case("HTTP/1.1 204 No Content\r\n\r\n", 204, ""),
                    new Case("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabcd", 200, "ab"),
                    new Case(
                            "HTTP/1.0 200 OK\nContent-Type: x\n\nuntil the end",
                            200,
                            "until the end"),
                    new Case(
                            """
                            HTTP/1.1 200
                            Transfer-Encoding: chunked

                            3
                            abc
                            A;x=y
                            0123456789
                            0

                            """
                                    .replace("\n", "\r\n"),
                            200,
                            "abc0123456789"));

    private static final List<String> BROKEN =
            List.of(
                    "",
                    "HTTP/1.1 200 OK\r\n",
                    "SSH-2.0-x\r\n\r\n",
                    "HTTP/1.1 2000 OK\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
                    "HTTP/1.1 200 OK\r\nX: " + "x".repeat(70_000) + "\r\n\r\n");

    private static String body(String text) throws IOException {
        HttpAnswer answer =
                HttpAnswer.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        return new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void bodiesEndWhereTheyDo() throws IOException {
        for (Case row : WHOLE) {
            HttpAnswer head =
                    HttpAnswer.read(
                            new ByteArrayInputStream(row.text().getBytes(StandardCharsets.UTF_8)));
            assertThat(head.status()).isEqualTo(row.status());
            assertThat(body(row.text())).as(row.text()).isEqualTo(row.body());
        }
    }

    @Test
    void whatIsCutOffOrNoHttpIsAnError() {
        for (String text : BROKEN) {
            assertThatThrownBy(() -> body(text)).as(text).isInstanceOf(IOException.class);
        }
    }

    @Test
    void oddBytesGiveNothingButAnError() {
        SplittableRandom random = new SplittableRandom(4711);
        for (int turn = 0; turn < 20_000; turn++) {
            String whole = WHOLE.get(random.nextInt(WHOLE.size())).text();
            StringBuilder odd = new StringBuilder(whole);
            for (int change = random.nextInt(4); change >= 0; change--) {
                odd.setCharAt(random.nextInt(odd.length()), (char) random.nextInt(128));
            }
            try {
                body(odd.toString());
            } catch (IOException e) {
                assertThat(e).hasMessageNotContaining("Exception");
            }
        }
    }
}
