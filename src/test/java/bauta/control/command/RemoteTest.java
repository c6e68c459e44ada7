package bauta.control.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --router}: certificate, token and log-in from a PC. */
class RemoteTest {
    private static final Pattern FINGERPRINT = Pattern.compile("([0-9A-F]{2}:){31}[0-9A-F]{2}");
    private static final String NONE = "{\"tokens\":[]}";

    @TempDir Path folder;

    private static String address(FakeRouter router) {
        return "127.0.0.1:" + router.port();
    }

    private static String fingerprint(Person person) {
        Matcher found = FINGERPRINT.matcher(person.complaint());
        assertThat(found.find()).as(person.complaint()).isTrue();
        return found.group();
    }

    @Test
    void aPersonIsAskedOnceAndThenItIsRemembered() throws IOException, GeneralSecurityException {
        try (FakeRouter router = FakeRouter.tls("a", 0).answers("GET /api/v1/tokens", 200, NONE)) {
            Person person = Person.english(folder).answers("y");
            assertThat(person.types("token", "--router", address(router), "--token", "t1"))
                    .isZero();
            assertThat(person.asked()).isEqualTo("Is it the same? [y/N] ");
            assertThat(router.requests().getLast())
                    .contains("Authorization: Bearer t1\n")
                    .contains("Host: " + address(router) + "\n");
            assertThat(person.types("token", "--router", address(router))).isZero();
            assertThat(person.asked()).isEqualTo("Is it the same? [y/N] ");
            Path file = folder.resolve("home/.config/bauta/routers");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void nothingIsSentBeforeTheYes() throws IOException, GeneralSecurityException {
        try (FakeRouter router = FakeRouter.tls("a", 0)) {
            Person person = Person.english(folder).answers("n");
            assertThat(person.types("token", "--router", address(router), "--token", "t"))
                    .isEqualTo(1);
            assertThat(person.complaint()).endsWith("Nothing was sent to the router.\n");
            assertThat(router.requests()).isEmpty();
        }
    }

    @Test
    void aScriptGivesTheFingerprint() throws IOException, GeneralSecurityException {
        try (FakeRouter router = FakeRouter.tls("a", 0).answers("GET /api/v1/tokens", 200, NONE)) {
            Person script = Person.english(folder).away().environment("BAUTA_TOKEN", "t");
            assertThat(script.types("token", "--router", address(router))).isEqualTo(1);
            String right = fingerprint(script);
            assertThat(script.complaint()).contains("--fingerprint " + right);
            String plain = right.replace(":", "").toLowerCase(java.util.Locale.ROOT);
            assertThat(script.types("token", "--router", address(router), "--fingerprint", plain))
                    .isZero();
            String wrong = "00".repeat(32);
            assertThat(script.types("token", "--router", address(router), "--fingerprint", wrong))
                    .isEqualTo(1);
            assertThat(script.complaint()).contains("but " + right + ". Nothing was sent.");
            assertThat(router.requests()).hasSize(1);
        }
    }

    @Test
    void aChangedCertificateIsRefusedUntilForgotten() throws IOException, GeneralSecurityException {
        Person person = Person.english(folder).answers("yes").environment("BAUTA_TOKEN", "t");
        int port;
        try (FakeRouter router = FakeRouter.tls("a", 0).answers("GET /api/v1/tokens", 200, NONE)) {
            port = router.port();
            assertThat(person.types("token", "--router", "127.0.0.1:" + port)).isZero();
        }
        try (FakeRouter other =
                FakeRouter.tls("b", port).answers("GET /api/v1/tokens", 200, NONE)) {
            assertThat(person.types("token", "--router", address(other))).isEqualTo(1);
            assertThat(person.complaint())
                    .startsWith("STOP: the router 127.0.0.1:" + port)
                    .contains("bauta forget --router 127.0.0.1:" + port);
            assertThat(other.requests()).isEmpty();
            assertThat(person.types("forget", "--router", address(other))).isZero();
            assertThat(person.answers("y").types("token", "--router", address(other))).isZero();
        }
    }

    @Test
    void logInRemembersATokenOfItsOwn() throws IOException, GeneralSecurityException {
        try (FakeRouter router = FakeRouter.tls("a", 0)) {
            router.answers("POST /api/v1/session", 401, error("The password is not right."))
                    .answers("POST /api/v1/session", 200, "{\"token\":\"session-1\"}")
                    .answers("POST /api/v1/tokens", 409, error("There already is one."))
                    .answers("POST /api/v1/tokens", 201, "{\"token\":\"kept-1\"}")
                    .answers("GET /api/v1/tokens", 200, NONE)
                    .answers("DELETE /api/v1/session", 200, "{}");
            Person person = Person.english(folder).answers("wrong", "y", "right");
            assertThat(person.types("login", "--router", address(router))).isEqualTo(1);
            assertThat(person.complaint()).endsWith("The password is not right.\n");
            assertThat(person.types("login", "--router", address(router))).isZero();
            assertThat(person.sees()).startsWith("Logged in at 127.0.0.1:");
            assertThat(person.types("token", "--router", address(router))).isZero();
            assertThat(router.requests().getLast()).contains("Bearer kept-1");
            assertThat(router.requests().get(router.requests().size() - 2))
                    .startsWith("DELETE /api/v1/session")
                    .contains("Bearer session-1");
            Path tokens = folder.resolve("home/.config/bauta/tokens");
            Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-r--r--"));
            assertThat(person.types("token", "--router", address(router))).isEqualTo(1);
            assertThat(person.complaint()).startsWith("Other people can read " + tokens);
        }
    }

    @Test
    void aStrangerIsToldToLogIn() throws IOException, GeneralSecurityException {
        try (FakeRouter router =
                FakeRouter.tls("a", 0).answers("GET /api/v1/tokens", 401, error("Log in."))) {
            Person person = Person.english(folder).answers("y");
            assertThat(person.types("token", "--router", address(router))).isEqualTo(1);
            assertThat(person.complaint())
                    .endsWith("Log in once: bauta login --router " + address(router) + "\n");
        }
    }

    @Test
    void nobodyThereIsSaidPlainly() throws IOException {
        try (Socket bound = new Socket()) { // holds a port on which nobody listens
            bound.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            int port = bound.getLocalPort();
            Person person = Person.english(folder);
            assertThat(person.types("status", "--router", "127.0.0.1:" + port)).isEqualTo(1);
            assertThat(person.complaint()).startsWith("Nothing answers at 127.0.0.1:" + port);
        }
    }

    private static String error(String text) {
        return "{\"error\":{\"id\":\"x\",\"arguments\":[],\"text\":\"" + text + "\"}}";
    }
}
