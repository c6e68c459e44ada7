package bauta.control.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusPictureTest {
    private static final String UP =
            """
            {"version":"1.0","uptime-millis":11520000,
             "uplinks":[{"name":"internet","state":"UP","state-millis":61000,
               "address":"198.51.100.7","peer":"198.51.100.1","mtu-bytes":1454,
               "dns-servers":["192.0.2.53","192.0.2.54"],
               "outages":[{"cause":"PADT_RECEIVED","cause-id":"uplink.cause.padt-received",
                 "ago-millis":90000,"length-millis":29000}]}],
             "dns":{"queries":12034,"upstreams":[{"healthy":true},{"healthy":false}]},
             "dhcp":[{"leases":[{},{}],"pool-size":101}],
             "forward":{"flow":{"flows":231,"capacity":65536},"ration":{"in-force":true}},
             "drops":{"UDP_TRUNCATED":3,"TCP_NO_FLOW":1000}}
            """;

    private static final String DOWN =
            """
            {"version":"1.0","uptime-millis":1000,
             "uplinks":[{"name":"internet","state":"WAITING","state-millis":12000,
               "last-cause-number":40,"last-cause-id":"uplink.cause.authentication-refused",
               "last-cause-text":"x","last-detail":"wrong\\u0007","next-try-millis":27000}],
             "dns":null,"dhcp":[],"forward":{"flow":{"flows":0,"capacity":65536}},"drops":{}}
            """;

    private static final String SERVICES =
            """
            {"services":[{"name":"dns","state":"RUNNING"},{"name":"mappings","state":"NOT_BUILT"},
             {"name":"dhcp","state":"FAILED"}]}
            """;

    @TempDir Path folder;

    private String sees(String status, Locale locale) throws IOException {
        try (FakeRouter router = FakeRouter.unix(FakeRouter.freshSocket(folder))) {
            router.answers("GET /api/v1/status", 200, status);
            router.answers("GET /api/v1/services", 200, SERVICES);
            Person person = new Person(folder, locale);
            assertThat(person.types("status")).isZero();
            return person.sees();
        }
    }

    @Test
    void aRunningLine() throws IOException {
        assertThat(sees(UP, Locale.ENGLISH))
                .isEqualTo(
                        """
                        Bauta 1.0, running for 3 h 12 min

                            [ 2 devices ] --- [ Bauta ] --- 198.51.100.7 --- [ Internet ]

                        Internet    internet: connected for 1 min 1 s, address 198.51.100.7
                                    name servers 192.0.2.53, 192.0.2.54; packets up to 1454 bytes; provider's end 198.51.100.1
                                    Last interruption 1 min 30 s ago, for 29 s: The provider ended the session (PADT).
                        Names       12,034 questions; 1 of 2 name servers answer
                        Addresses   2 of 101 given to devices
                        Flows       231 conversations, room for 65,536
                                    New connections are shared out: somebody begins too many (bauta hosts)
                        Services    dns running, dhcp failed
                        Dropped     1,003 packets; why: bauta drops
                        """);
    }

    @Test
    void whatIsOnTrialAndWhatIsSwitchedOffIsSeen() throws IOException {
        try (FakeRouter router = FakeRouter.unix(FakeRouter.freshSocket(folder))) {
            router.answers("GET /api/v1/status", 200, UP);
            router.answers("GET /api/v1/services", 200, SERVICES);
            router.answers("GET /api/v1/config/value?pointer=/forwarding", 200, "\"off\"");
            router.answers(
                    "GET /api/v1/config/change",
                    200,
                    "{\"stage\":\"TRIAL\",\"left-millis\":90000}");
            Person person = Person.english(folder);
            assertThat(person.types("status")).isZero();
            assertThat(person.sees())
                    .contains("Forwarding  switched off: the house reaches nothing outside\n")
                    .contains("Change      A change is in force and waits to be confirmed.\n")
                    .contains("Undone in 1 min 30 s unless confirmed: bauta config confirm");
        }
    }

    @Test
    void aLineThatIsDownSaysWhyAndWhatToDo() throws IOException {
        assertThat(sees(DOWN, Locale.ENGLISH))
                .contains("[ 0 devices ] --- [ Bauta ] ---  X  --- [ Internet ]")
                .contains("internet: not connected for 12 s (waiting for the next try)")
                .contains("[40] User name or password was refused.")
                .contains("The provider says: wrong?")
                .contains("Compare both with the provider's letter")
                .contains("Next try in 27 s.")
                .contains("Names       off");
    }

    @Test
    void inJapanese() throws IOException {
        assertThat(sees(DOWN, Locale.JAPANESE))
                .contains("接続先      internet: 未接続 (12 秒)、再接続待ち")
                .contains("[40] ユーザ名またはパスワードが拒否されました。");
    }

    @Test
    void theWholeDocumentByJson() throws IOException {
        try (FakeRouter router = FakeRouter.unix(FakeRouter.freshSocket(folder))) {
            router.answers("GET /api/v1/status", 200, UP);
            Person person = Person.english(folder);
            assertThat(person.types("status", "--json")).isZero();
            assertThat(RouterClient.JSON.readTree(person.sees()))
                    .isEqualTo(RouterClient.JSON.readTree(UP));
        }
    }
}
