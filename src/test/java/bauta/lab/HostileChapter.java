package bauta.lab;

import static bauta.lab.Stage.outcome;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Hostile packets of scapy, from both sides and into conversations that are going on: each is
 * counted by name, none gets to the LAN, and what they were aimed at goes on.
 */
final class HostileChapter {
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration ARRIVAL = Duration.ofSeconds(2);
    private static final int TCP_PORT = 41_101;
    private static final int UDP_PORT = 41_102;
    private static final int UDP_PEER_PORT = 7_000;
    private static final String FOREIGN = "203.0.113.7";
    private static final String WEB = ProviderServers.WEB + ":80";
    private static final String PEER = ProviderServers.WEB + ":" + UDP_PEER_PORT;
    private static final Pattern PIECE = Pattern.compile("piece-(\\d{4})-");

    private final Stage stage;
    private String router = "";
    private String tcp = "";
    private String udp = "";

    HostileChapter(Stage stage) {
        this.stage = stage;
    }

    void tell() {
        Patience.until(LEASE, () -> stage.ordinary().leaseSoon());
        stage.byHand().byHand("192.168.87.250/24", RouterProcess.ADDRESS);
        stage.servers().needBigFile();
        router = stage.router().status().address();
        tcp = router + ":" + TCP_PORT;
        udp = router + ":" + UDP_PORT;
        Ledger ledger = stage.ledger();
        CompletableFuture<Command.Outcome> download = CompletableFuture.supplyAsync(this::download);
        LabProcess listener = conversation();
        Patience.pause(Duration.ofSeconds(1));
        outside();
        for (Attack attack : fromInside()) {
            promise(attack, () -> attack.fromLan(stage, stage.byHand()));
        }
        guesses();
        fragments(listener);
        ledger.promise("the download under attack comes whole", () -> whole(download.join()));
        ledger.promise("and the LAN's pings are answered", this::pings);
    }

    private void promise(Attack attack, java.util.function.Supplier<Attack.Result> run) {
        stage.ledger()
                .promise(
                        attack.what() + " is counted as " + attack.reason(),
                        () -> {
                            Attack.Result seen = run.get();
                            return outcome(seen.counted() == seen.sent(), seen.toString());
                        });
    }

    private void outside() {
        Lab lab = stage.lab();
        Capture lan = Capture.start(lab, lab.lanSwitch(), Lab.UPLINK_PORT, "hostile-lan");
        for (Attack attack : fromOutside()) {
            promise(attack, () -> attack.fromWan(stage));
        }
        lan.stop();
        stage.ledger().promise("none of it appears on the LAN", () -> noneArrived(lan));
    }

    private List<Attack> fromOutside() {
        String stranger = ProviderServers.STRANGER + ":4000";
        return List.of(
                new Attack("impossible TCP flags", "flags", WEB, tcp, "TCP_BAD_FLAGS"),
                new Attack("Land", "land", WEB, tcp, "IPV4_LAND"),
                new Attack("a LAN address outside", "syn", "192.168.87.9", tcp, "IPV4_SPOOFED"),
                new Attack("from loopback", "datagrams", "127.0.0.1", udp, "IPV4_MARTIAN"),
                new Attack("from a group", "datagrams", "224.0.0.5", udp, "IPV4_MARTIAN"),
                new Attack("from all hosts", "datagrams", "255.255.255.255", udp, "IPV4_MARTIAN"),
                new Attack("from 0.0.0.0", "datagrams", "0.0.0.0", udp, "IPV4_MARTIAN"),
                new Attack("to a used port", "datagrams", stranger, udp, "INBOUND_FILTERED"),
                new Attack("a source route", "source-route", PEER, udp, "IPV4_BAD_OPTION"),
                new Attack(
                        "an error about nothing",
                        "errors-of-nothing",
                        stranger,
                        router,
                        "ICMP_ERROR_NO_FLOW"),
                new Attack(
                        "an error cut short",
                        "errors-cut",
                        stranger,
                        router,
                        "ICMP_ERROR_TRUNCATED"),
                new Attack("a redirect", "redirects", stranger, router, "ICMP_UNSUPPORTED_TYPE"),
                new Attack("a ping of death", "too-long", stranger, router, "IPV4_BAD_FRAGMENT"));
    }

    private List<Attack> fromInside() {
        String host = stage.byHand().address() + ":4000";
        return List.of(
                new Attack("bad flags of a LAN host", "flags", host, WEB, "TCP_BAD_FLAGS"),
                new Attack("a LAN host's foreign name", "syn", FOREIGN, WEB, "IPV4_SPOOFED"),
                new Attack("Land of a LAN host", "land", host, host, "IPV4_LAND"),
                new Attack(
                        "loopback of a LAN host", "datagrams", "127.0.0.1", WEB, "IPV4_SPOOFED"));
    }

    private Ledger.Outcome noneArrived(Capture lan) {
        int arrived =
                lan.count(
                        "(ip[4:2] = %d and not tcp port %d) or src host %s"
                                .formatted(Attack.MARK, TCP_PORT, ProviderServers.STRANGER));
        int others = lan.count("tcp port " + TCP_PORT);
        return outcome(
                arrived == 0 && others > 0, arrived + " arrived, " + others + " of the download");
    }

    /** Numbers that are guessed; about one in a thousand guesses is right, as it must be. */
    private void guesses() {
        mostly("1,000 guessed RST", new Attack("", "resets", WEB, tcp, "TCP_RESET_OUT_OF_WINDOW"));
        mostly("500 guessed segments", new Attack("", "segments", WEB, tcp, "TCP_OUT_OF_WINDOW"));
        stage.ledger()
                .promise(
                        "forged ICMP errors about the download are sent",
                        () -> {
                            var forged = new Attack("", "errors-forged", WEB, tcp, "NONE");
                            int sent = forged.fromWan(stage).sent();
                            return outcome(sent == 40, sent + " sent");
                        });
    }

    private void mostly(String what, Attack attack) {
        stage.ledger()
                .promise(
                        what + " for a running download are " + attack.reason(),
                        () -> {
                            Attack.Result seen = attack.fromWan(stage);
                            boolean most = seen.counted() >= seen.sent() * 95 / 100;
                            return outcome(most, seen.toString());
                        });
    }

    private void fragments(LabProcess listener) {
        Ledger ledger = stage.ledger();
        ledger.promise(
                "datagrams whose pieces come backwards and twice arrive",
                () -> arrive(listener, "backwards", Set.of(0, 1, 2, 3, 4)));
        ledger.promise(
                "datagrams whose pieces come mixed arrive",
                () -> arrive(listener, "shuffled", Set.of(10, 11, 12, 13, 14)));
        ledger.promise(
                "pieces that overlap are counted as IPV4_BAD_FRAGMENT, nothing forged arrives",
                () -> overlapping(listener));
        ledger.promise(
                "a first piece without TCP flags is counted as TCP_TRUNCATED",
                () -> {
                    Attack.Result seen =
                            new Attack("", "tiny", WEB, tcp, "TCP_TRUNCATED").fromWan(stage);
                    return outcome(seen.counted() >= seen.sent() / 2, seen.toString());
                });
    }

    private Ledger.Outcome arrive(LabProcess listener, String kind, Set<Integer> numbers) {
        new Attack("", kind, PEER, udp, "NONE").fromWan(stage);
        Patience.until(ARRIVAL, () -> whole(listener).containsAll(numbers));
        Set<Integer> seen = whole(listener);
        return outcome(seen.containsAll(numbers), "arrived so far " + seen);
    }

    private Ledger.Outcome overlapping(LabProcess listener) {
        Attack.Result seen =
                new Attack("", "overlapping", PEER, udp, "IPV4_BAD_FRAGMENT").fromWan(stage);
        boolean forged = listener.output().contains("EEEE");
        return outcome(
                seen.counted() >= 10 && !forged,
                seen.counted() + " pieces counted, " + (forged ? "forged text came" : "none came"));
    }

    /** Returns the numbers of the datagrams that came whole: 272 words of 11 letters each. */
    private static Set<Integer> whole(LabProcess listener) {
        return PIECE
                .matcher(listener.output())
                .results()
                .collect(Collectors.groupingBy(HostileChapter::number, Collectors.counting()))
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue() % (3000 / 11) == 0)
                .map(java.util.Map.Entry::getKey)
                .collect(Collectors.toCollection(java.util.TreeSet::new));
    }

    private static Integer number(MatchResult piece) {
        return Integer.valueOf(piece.group(1));
    }

    private Command.Outcome download() {
        return stage.ordinary()
                .curl(
                        "--fail",
                        "--local-port",
                        String.valueOf(TCP_PORT),
                        "--limit-rate",
                        "1M",
                        "-r",
                        "0-19999999",
                        "-o",
                        "/dev/null",
                        "http://" + ProviderServers.WEB + "/big");
    }

    /** A LAN host that has written to a server of the Internet and writes down what comes back. */
    private LabProcess conversation() {
        Lab lab = stage.lab();
        String server = "ncat -u -l " + ProviderServers.WEB + " " + UDP_PEER_PORT;
        String client = "ncat -u -p " + UDP_PORT + " " + ProviderServers.WEB + " " + UDP_PEER_PORT;
        Path log = lab.file("hostile-server.log");
        lab.keep(lab.isp().start(log, List.of(server.split(" "))));
        LabProcess listener =
                lab.keep(
                        stage.ordinary()
                                .home()
                                .start(
                                        lab.file("hostile-listener.log"),
                                        List.of(client.split(" "))));
        Patience.until(
                ARRIVAL, () -> !lab.isp().run("ss", "-Hlun", "sport = :7000").output().isEmpty());
        listener.tell("hello");
        return listener;
    }

    private static Ledger.Outcome whole(Command.Outcome transfer) {
        return outcome(transfer.ok(), transfer.ok() ? "20 MB" : transfer.lastLine());
    }

    private Ledger.Outcome pings() {
        boolean answered = stage.ordinary().pings(ProviderServers.WEB);
        return outcome(answered, answered ? "answered" : "no answer");
    }
}
