package bauta.control.admin;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.engine.ManualTimers;
import bauta.engine.Secret;
import bauta.wire.Ipv4Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passwords, tokens, sessions and how often passwords may be tried. */
class AccessTest {
    private static final Ipv4Address CLIENT = Ipv4Address.parse("192.168.87.20");

    @TempDir Path folder;
    private final ManualTimers clock = new ManualTimers();

    private void advance(Duration time) {
        clock.advance(time.toNanos());
    }

    @Test
    void aPasswordIsKeptAsAHashThatOnlyItFits() throws IOException {
        AdminSecrets secrets = AdminSecrets.open(folder.resolve("admin"));
        assertThat(secrets.hasPassword()).isFalse();
        assertThat(secrets.matches(Secret.of(""))).isFalse();
        secrets.password(Secret.of("pässword 日本"));
        AdminSecrets again = AdminSecrets.open(folder.resolve("admin"));
        assertThat(again.hasPassword()).isTrue();
        assertThat(again.matches(Secret.of("pässword 日本"))).isTrue();
        assertThat(again.matches(Secret.of("password 日本"))).isFalse();
        Path file = folder.resolve("admin/password.json");
        assertThat(Files.readString(file)).doesNotContain("ssword 日本");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void equalPasswordsHaveDifferentHashes() {
        assertThat(PasswordHash.of(Secret.of("x")).hash())
                .isNotEqualTo(PasswordHash.of(Secret.of("x")).hash());
    }

    @Test
    void aDamagedFileLetsNobodyInAndIsNoFreshBox() throws IOException {
        Path admin = folder.resolve("admin");
        AdminSecrets.open(admin).password(Secret.of("a long password"));
        Path file = admin.resolve("password.json");
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 5) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            AdminSecrets secrets = AdminSecrets.open(admin);
            assertThat(secrets.hasPassword()).as("cut at " + length).isTrue();
            assertThat(secrets.matches(Secret.of("a long password"))).isFalse();
            assertThat(secrets.matches(Secret.of(""))).isFalse();
        }
    }

    @Test
    void sessionsEndWhenIdleAndAfterTheLongestTime() {
        Sessions sessions = new Sessions(clock);
        String token = sessions.begin(false).token().reveal();
        assertThat(sessions.find(token, false)).isPresent();
        assertThat(sessions.find(token + "x", false)).isEmpty();
        advance(Sessions.IDLE.minusSeconds(1));
        assertThat(sessions.find(token, false)).isPresent();
        advance(Sessions.IDLE);
        assertThat(sessions.find(token, false)).isEmpty();
        String busy = sessions.begin(false).token().reveal();
        Duration step = Sessions.IDLE.minusMinutes(1);
        for (Duration t = step; t.compareTo(Sessions.LONGEST) < 0; t = t.plus(step)) {
            advance(step);
            assertThat(sessions.find(busy, false)).as(t.toString()).isPresent();
        }
        advance(step);
        assertThat(sessions.find(busy, false)).isEmpty();
    }

    @Test
    void aSessionOfTlsIsNotTakenInClear() {
        Sessions sessions = new Sessions(clock);
        assertThat(sessions.find(sessions.begin(false).token().reveal(), true)).isEmpty();
        String plain = sessions.begin(true).token().reveal();
        assertThat(sessions.find(plain, true)).isPresent();
        advance(Sessions.LONGEST_PLAIN);
        assertThat(sessions.find(plain, true)).isEmpty();
    }

    @Test
    void oneSessionTooManyEndsTheOneIdleLongest() {
        Sessions sessions = new Sessions(clock);
        List<String> tokens =
                java.util.stream.IntStream.range(0, Sessions.MOST)
                        .mapToObj(_ -> {
                            advance(Duration.ofSeconds(1));
                            return sessions.begin(false).token().reveal();
                        })
                        .toList();
        assertThat(sessions.find(tokens.getFirst(), false)).isPresent();
        sessions.begin(false);
        assertThat(sessions.size()).isEqualTo(Sessions.MOST);
        assertThat(sessions.find(tokens.getFirst(), false)).isPresent();
        assertThat(sessions.find(tokens.get(1), false)).isEmpty();
    }

    @Test
    void eachFailureMakesTheNextTryWaitTwiceAsLong() {
        LoginLimit limit = new LoginLimit(clock);
        for (int i = 0; i < LoginLimit.FREE; i++) {
            assertThat(limit.begin(CLIENT)).isEmpty();
        }
        long seconds = 1;
        for (int i = 0; i < 8; i++) {
            assertThat(limit.begin(CLIENT)).contains(Duration.ofSeconds(seconds));
            advance(Duration.ofSeconds(seconds));
            assertThat(limit.begin(CLIENT)).as("after " + seconds).isEmpty();
            seconds *= 2;
        }
        advance(LoginLimit.LONGEST_WAIT);
        assertThat(limit.begin(CLIENT)).isEmpty();
        assertThat(limit.begin(CLIENT)).contains(LoginLimit.LONGEST_WAIT);
    }

    @Test
    void aRightPasswordForgivesAndTimeForgets() {
        LoginLimit limit = new LoginLimit(clock);
        for (int i = 0; i < LoginLimit.FREE; i++) {
            assertThat(limit.begin(CLIENT)).isEmpty();
        }
        limit.succeeded(CLIENT);
        assertThat(limit.begin(CLIENT)).isEmpty();
        for (int i = 1; i < LoginLimit.FREE; i++) {
            assertThat(limit.begin(CLIENT)).isEmpty();
        }
        assertThat(limit.begin(CLIENT)).isPresent();
        advance(LoginLimit.FORGET);
        assertThat(limit.begin(CLIENT)).isEmpty();
        assertThat(limit.begin(CLIENT)).isEmpty();
    }

    @Test
    void manyClientsTogetherHaveABudget() {
        LoginLimit limit = new LoginLimit(clock);
        int tried = 0;
        for (int i = 0; i < 1000; i++) {
            if (limit.begin(new Ipv4Address(i)).isEmpty()) {
                tried++;
            }
        }
        assertThat(tried).isEqualTo(30);
        advance(Duration.ofSeconds(1));
        assertThat(limit.begin(CLIENT)).isEmpty();
        assertThat(limit.begin(CLIENT)).isPresent();
    }
}
