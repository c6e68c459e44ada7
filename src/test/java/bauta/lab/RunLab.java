package bauta.lab;

import java.time.Duration;

/**
 * {@code make run}: the lab, the router and a demo client, with a small live picture of how the
 * uplink comes up. Stays until Ctrl-C, then stops everything and removes what it made.
 */
final class RunLab {
    private static final Duration REFRESH = Duration.ofMillis(250);
    private static final int PAGE_EVERY = 20;

    private final Lab lab;
    private final RouterProcess router;
    private final LivePicture picture;

    private RunLab(Lab lab) {
        this.lab = lab;
        System.out.println("Starting the provider: concentrator, name servers, web server.");
        Provider.start(lab);
        ProviderServers.start(lab);
        System.out.println("Starting Bauta; it dials PPPoE by itself.\n");
        this.router = RouterProcess.start(lab);
        this.picture = new LivePicture(router);
    }

    /**
     * Runs until it is interrupted.
     *
     * @param args none
     */
    public static void main(String[] args) {
        try (Lab lab = Lab.build()) {
            new RunLab(lab).stay();
        } catch (LabException e) {
            System.err.println("lab: " + e.getMessage());
            System.exit(2);
        }
    }

    private void stay() {
        LanHost host = lab.hosts().getFirst();
        boolean leased = false;
        boolean explained = false;
        int turns = 0;
        do {
            if (!router.alive()) {
                System.err.println("Bauta ended; its last words:\n" + router.log());
                return;
            }
            if (!leased) {
                leased = host.leaseSoon();
            }
            if (leased && turns++ % PAGE_EVERY == 0) {
                picture.client(visit(host));
            }
            picture.draw();
            if (!explained && router.status().up()) {
                explained = true;
                explain(host);
            }
        } while (Patience.pause(REFRESH));
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
        picture.below(
                """
                Online. Be a LAN host, in another terminal:
                  sudo ip netns exec %1$s curl http://%2$s/
                  sudo ip netns exec %1$s ping %3$s
                  sudo ip netns exec %1$s dig %2$s
                  sudo ip netns exec %1$s iperf3 -c %3$s
                Logs and configuration: %4$s
                Ctrl-C stops everything.
                """
                        .formatted(
                                name, ProviderServers.WEB_NAME, ProviderServers.WEB, lab.file("")));
    }
}
