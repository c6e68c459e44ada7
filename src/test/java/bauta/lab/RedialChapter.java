package bauta.lab;

import static bauta.lab.Stage.outcome;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The provider hangs up and hands out other addresses; the LAN carries on. */
final class RedialChapter {
    private static final String NEW_ADDRESS = "100.64.10.77";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Stage stage;

    RedialChapter(Stage stage) {
        this.stage = stage;
    }

    void tell() {
        Ledger ledger = stage.ledger();
        Provider provider = stage.provider();
        provider.tell("set mru 1492");
        provider.carries(1492);
        provider.tell("set address " + NEW_ADDRESS);
        provider.tell("set dns " + ProviderServers.OTHER_DNS + " " + ProviderServers.PRIMARY_DNS);
        var upload = CompletableFuture.supplyAsync(this::slowUpload);
        Patience.pause(Duration.ofSeconds(1));
        ledger.promise("after PADT of the provider it is up again", () -> again("padt"));
        ledger.promise("with the new address", this::newAddress);
        ledger.promise("and the new name servers", this::newNameServers);
        ledger.promise("a LAN host resolves by the new server, with its old lease", this::resolves);
        ledger.promise("and opens a page from the new address", this::opens);
        ledger.promise(
                "a connection of the old address is reset, it does not hang", () -> reset(upload));
        provider.tell("set chap off");
        provider.tell("set dns " + ProviderServers.PRIMARY_DNS);
        ledger.promise("after LCP Terminate it is up again, by PAP now", () -> again("terminate"));
        ledger.promise("the one name server that is left is shown", this::oneNameServer);
        provider.tell("set chap on");
    }

    private Command.Outcome slowUpload() {
        return stage.byHand()
                .curl(
                        "--limit-rate",
                        "500k",
                        "-T",
                        stage.lab().file("up").toString(),
                        "http://" + ProviderServers.WEB + "/upload/slow");
    }

    private static Ledger.Outcome reset(CompletableFuture<Command.Outcome> upload) {
        boolean ended = Patience.until(Duration.ofSeconds(10), upload::isDone);
        String seen = ended ? upload.join().lastLine() : "still hangs";
        return outcome(ended && !upload.join().ok(), seen);
    }

    private Ledger.Outcome again(String command) {
        long asked = System.nanoTime();
        stage.provider().tell(command);
        boolean open = stage.provider().awaits("open", asked, LIMIT);
        String took = Stage.seconds(asked);
        boolean up = stage.router().awaitsUplink(Duration.ofSeconds(5));
        return outcome(open && up, up ? "after " + took : stage.router().status().cause());
    }

    private Ledger.Outcome newAddress() {
        String seen = stage.router().status().address();
        return outcome(seen.equals(NEW_ADDRESS), seen);
    }

    private Ledger.Outcome newNameServers() {
        List<String> seen = stage.router().status().nameServers();
        return outcome(
                seen.equals(List.of(ProviderServers.OTHER_DNS, ProviderServers.PRIMARY_DNS)),
                seen.toString());
    }

    private Ledger.Outcome resolves() {
        String seen = stage.ordinary().dig(ProviderServers.WHO_NAME, "TXT").output().strip();
        return outcome(seen.equals("\"other\""), seen);
    }

    private Ledger.Outcome opens() {
        Command.Outcome page = stage.ordinary().curl("http://" + ProviderServers.WEB_NAME + "/");
        String last = stage.servers().webLog().getLast();
        String peer = last.substring(0, last.indexOf(' '));
        return outcome(page.ok() && peer.equals(NEW_ADDRESS), "server saw " + peer);
    }

    private Ledger.Outcome oneNameServer() {
        List<String> seen = stage.router().status().nameServers();
        return outcome(seen.equals(List.of(ProviderServers.PRIMARY_DNS)), seen.toString());
    }
}
