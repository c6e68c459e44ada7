package bauta.control.admin;

import static org.assertj.core.api.Assertions.assertThat;

import bauta.control.admin.Route.Access;
import bauta.engine.ManualTimers;
import bauta.engine.Secret;
import bauta.service.ListenAddress;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what, by which way, before and after the set-up. */
class GateTest {
    private static final Ipv4Address CLIENT = Ipv4Address.parse("192.168.87.20");
    private static final Ipv4Address LOCAL = Ipv4Address.parse("192.168.87.1");
    private static final Approach HTTP = new Approach(Approach.Door.HTTP, CLIENT, LOCAL, 80);
    private static final Approach HTTPS = new Approach(Approach.Door.HTTPS, CLIENT, LOCAL, 443);

    @TempDir Path folder;
    private final Sessions sessions = new Sessions(new ManualTimers());
    private Gate fresh;
    private Gate gate;
    private String session;

    @BeforeEach
    void setUp() throws IOException {
        AdminSecrets secrets = AdminSecrets.open(folder.resolve("used"));
        secrets.password(Secret.of("a long password"));
        gate = gate(secrets);
        fresh = gate(AdminSecrets.open(folder.resolve("fresh")));
        session = sessions.begin(false).token().reveal();
    }

    private Gate gate(AdminSecrets secrets) {
        Gate made = new Gate(secrets, sessions);
        ListenAddress https = new ListenAddress(LOCAL, 443, Optional.empty());
        made.reach(
                new AdminReach(
                        List.of(),
                        List.of(https),
                        List.of(Ipv4Prefix.parse("192.168.87.0/24")),
                        List.of()));
        return made;
    }

    /** A line each: {@code GET}, or {@code POST}, and headers. */
    private RequestHead head(String method, String... headers) {
        Map<String, String> given = new HashMap<>();
        for (String header : headers) {
            String[] parts = header.split(": ", 2);
            given.put(parts[0], parts[1].replace("SESSION", session));
        }
        return new RequestHead(method, "/api/v1/status", Map.of(), given);
    }

    private static String of(Gate.Decision decision) {
        return switch (decision) {
            case Gate.Decision.Pass(Caller caller) -> caller.kind().toString();
            case Gate.Decision.Refuse(Answer answer) -> "" + answer.status();
        };
    }

    private record Case(boolean set, Approach way, RequestHead head, Access access, String want) {}

    @Test
    void everyWayInIsDecided() {
        String host = "host: bauta";
        String cookie = "cookie: a=b; bauta-session=SESSION";
        String json = "content-type: application/json; charset=utf-8";
        String form = "content-type: text/plain";
        String ours = "origin: https://bauta";
        String other = "origin: https://evil.example";
        String bearer = "authorization: bearer SESSION";
        Access admin = Access.ADMIN;
        Access anyone = Access.ANYONE;
        List<Case> cases =
                List.of(
                        new Case(true, Approach.UNIX, head("POST"), admin, "LOCAL"),
                        new Case(true, HTTPS, head("GET"), anyone, "400"),
                        new Case(true, HTTPS, head("GET", "host: a b"), anyone, "400"),
                        new Case(true, HTTPS, head("GET", "host: evil.example"), anyone, "421"),
                        new Case(true, HTTPS, head("GET", host), anyone, "NOBODY"),
                        new Case(true, HTTPS, head("GET", host), admin, "401"),
                        new Case(true, HTTPS, head("GET", host, other), anyone, "403"),
                        new Case(true, HTTPS, head("GET", host, cookie), admin, "COOKIE"),
                        new Case(true, HTTPS, head("GET", host, cookie, other), admin, "403"),
                        new Case(true, HTTPS, head("POST", host, cookie), admin, "415"),
                        new Case(true, HTTPS, head("POST", host, cookie, form), admin, "415"),
                        new Case(true, HTTPS, head("POST", host, cookie, json), admin, "COOKIE"),
                        new Case(true, HTTPS, head("POST", host, cookie, ours), admin, "COOKIE"),
                        new Case(true, HTTPS, head("POST", host, bearer), admin, "SESSION"),
                        new Case(true, HTTPS, head("POST", host, bearer + "x"), admin, "401"),
                        new Case(true, HTTP, head("GET", host), anyone, "302"),
                        new Case(true, HTTP, head("POST", host), anyone, "401"),
                        new Case(true, HTTP, head("GET", host, cookie), admin, "302"),
                        new Case(false, HTTP, head("GET", host), anyone, "NOBODY"),
                        new Case(false, HTTP, head("POST", host), anyone, "NOBODY"),
                        new Case(false, HTTP, head("GET", host), admin, "403"),
                        new Case(false, HTTP, head("GET", "host: any.example"), anyone, "302"),
                        new Case(false, HTTP, head("POST", "host: any.example"), anyone, "421"),
                        new Case(false, HTTPS, head("GET", "host: any.example"), anyone, "421"));
        for (Case row : cases) {
            Gate asked = row.set() ? gate : fresh;
            assertThat(of(asked.decide(row.way(), row.head(), Optional.of(row.access()))))
                    .as("%s", row)
                    .isEqualTo(row.want());
        }
    }

    @Test
    void onlyTheHouseIsAnswered() {
        assertThat(gate.ofTheHouse(HTTPS)).isTrue();
        assertThat(gate.ofTheHouse(Approach.UNIX)).isTrue();
        Ipv4Address outside = Ipv4Address.parse("198.51.100.7");
        assertThat(gate.ofTheHouse(new Approach(Approach.Door.HTTPS, outside, LOCAL, 443)))
                .isFalse();
    }
}
