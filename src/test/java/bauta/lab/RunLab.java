package bauta.lab;

import java.time.Duration;
import java.util.List;

/**
 * {@code make run}: the lab, the router and a demo client, with a small live picture of how the
 * uplink comes up. Stays until Ctrl-C, then stops everything and removes what it made.
 */
final class RunLab {
    private static final Duration REFRESH = Duration.ofMillis(250);
    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(1);
    private static final int PAGE_EVERY = 20;
    private static final int LAST_LINES = 15;
    private static final int LINE_MAX = 200;
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int HTTP_RELAYED = 8080;
    private static final int HTTPS_RELAYED = 8443;

    private final Lab lab;
    private final CtrlC ctrlC;
    private final RouterProcess router;
    private final LivePicture picture;

    private RunLab(Lab lab, CtrlC ctrlC) {
        this.lab = lab;
        this.ctrlC = ctrlC;
        System.out.println("Starting the provider: concentrator, name servers, web server.");
        Provider.start(lab);
        ProviderServers.start(lab);
        System.out.println("Starting Bauta; it dials PPPoE by itself.\n");
        this.router = RouterProcess.startForBrowsers(lab);
        this.picture = new LivePicture(router);
    }

    /**
     * Runs until it is interrupted; the exit status is 1 if the router ended, 2 if the lab could
     * not be built.
     *
     * @param args none
     */
    public static void main(String[] args) {
        CtrlC ctrlC = CtrlC.watch();
        int exit = 1;
        try (Lab lab = Lab.build()) {
            ctrlC.closes(lab);
            new RunLab(lab, ctrlC).stay();
        } catch (LabException e) {
            ctrlC.unlessPressed(() -> System.err.println("lab: " + e.getMessage()));
            exit = 2;
        }
        ctrlC.forget();
        System.exit(exit);
    }

    private void stay() {
        LanHost host = lab.hosts().getFirst();
        boolean leased = false;
        int turns = 0;
        while (router.alive() && !ctrlC.pressed()) {
            if (leased && turns++ % PAGE_EVERY == 0) {
                picture.client(visit(host));
            }
            if (!leased && host.leaseSoon()) {
                leased = true;
                picture.client(host.address());
                ctrlC.unlessPressed(() -> explain(host));
            }
            ctrlC.unlessPressed(picture::draw);
            Patience.pause(REFRESH);
        }
        // The same Ctrl-C ends the router, perhaps before this process hears of it.
        if (!Patience.until(SIGNAL_LIMIT, ctrlC::pressed)) {
            ctrlC.unlessPressed(this::lastWords);
        }
    }

    private void lastWords() {
        List<String> lines = router.log().lines().toList();
        System.err.println("Bauta ended; its last words:");
        lines.stream()
                .skip(Math.max(0, lines.size() - LAST_LINES))
                .map(line -> line.substring(0, Math.min(line.length(), LINE_MAX)))
                .forEach(System.err::println);
        System.err.println("The whole log: " + router.logFile());
    }

    private static String visit(LanHost host) {
        long began = System.nanoTime();
        Command.Outcome page = host.curl("--max-time", "2", "http://" + ProviderServers.WEB_NAME);
        long millis = (System.nanoTime() - began) / 1_000_000;
        return page.ok()
                ? "%s, opened http://%s in %d ms"
                        .formatted(host.address(), ProviderServers.WEB_NAME, millis)
                : host.address() + ", no page yet";
    }

    private void explain(LanHost host) {
        String name = host.home().name();
        Relay http = Relay.start(lab, host, HTTP, HTTP_RELAYED);
        Relay https = Relay.start(lab, host, HTTPS, HTTPS_RELAYED);
        picture.below(
                """
                The LAN has an address. Be a LAN host, in another terminal:
                  sudo ip netns exec %1$s curl http://%2$s/
                  sudo ip netns exec %1$s ping %3$s
                  sudo ip netns exec %1$s dig %2$s
                  sudo ip netns exec %1$s iperf3 -c %3$s
                  sudo ip netns exec %1$s sh
                The router's page, in a browser of this machine (choose an admin password there):
                  http://127.0.0.1:%6$d/   until a password is chosen
                  https://127.0.0.1:%7$d/  from then on, with a certificate of its own
                Ask the router how it is, in this folder:
                  sudo %5$s
                Logs and configuration: %4$s
                Ctrl-C stops everything.
                """
                        .formatted(
                                name,
                                ProviderServers.WEB_NAME,
                                ProviderServers.WEB,
                                lab.file(""),
                                router.statusCommand(),
                                http.port(),
                                https.port()));
    }
}
