package bauta.lab;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The story of {@code make test-peers}: the real router process dials a concentrator that nobody
 * here wrote (see {@link Guest}), one line per promise. A bug that both ends of our own lab share
 * would show here.
 */
final class PeersStory {
    private static final Duration UP_LIMIT = Duration.ofSeconds(30);
    private static final Duration LOG_LIMIT = Duration.ofSeconds(10);
    private static final String HOST_ADDRESS = "192.168.87.50/24";

    private final Lab lab;
    private final Guest guest;
    private final Ledger ledger = new Ledger();
    private String chapter = "";

    private PeersStory(Lab lab, Guest guest) {
        this.lab = lab;
        this.guest = guest;
    }

    /**
     * Tells the story; the exit status is 0 if every promise was kept, 1 if one was broken, 2 if
     * the guest or the lab could not be built.
     *
     * @param args titles of the chapters to tell; none for all
     */
    public static void main(String[] args) {
        int exit;
        try {
            System.out.println("Preparing the guest ...");
            Guest.build();
            exit = tell(List.of(args));
        } catch (LabException e) {
            System.err.println("lab: " + e.getMessage());
            exit = 2;
        }
        System.exit(exit);
    }

    private static int tell(List<String> wanted) {
        long sinceNanos = System.nanoTime();
        try (Lab lab = Lab.build()) {
            var story = new PeersStory(lab, Guest.boot(lab));
            story.host().byHand(HOST_ADDRESS, RouterProcess.ADDRESS);
            story.ledger.note("the guest is up after " + Stage.seconds(sinceNanos));
            PeersChapter.ALL.stream()
                    .filter(one -> wanted.isEmpty() || wanted.contains(one.title()))
                    .forEach(story::tell);
            story.ledger.note("the whole story took " + Stage.seconds(sinceNanos));
            return story.ledger.close();
        }
    }

    private void tell(PeersChapter one) {
        chapter = one.title();
        ledger.chapter(chapter);
        host().home().must("ip", "route", "flush", "cache"); // the path MTU of earlier chapters
        try {
            one.teller().accept(this);
        } catch (LabException e) {
            promise("the chapter is told to its end", false, e.toString());
        }
    }

    Lab lab() {
        return lab;
    }

    Guest guest() {
        return guest;
    }

    /** Returns the LAN host that everything is tried from. */
    LanHost host() {
        return lab.hosts().getFirst();
    }

    /**
     * Starts a router of this chapter's own.
     *
     * @param uplinkKeys more of its uplink's configuration, such as {@code "mtu": 1454}; or empty
     */
    RouterProcess router(String uplinkKeys) {
        return router(Guest.PASSWORD, uplinkKeys);
    }

    /** As {@link #router(String)}, with another password. */
    RouterProcess router(String password, String uplinkKeys) {
        String configuration =
                """
                { "schema-version": 1,
                  "ports": {"wan": "%s", "lan1": "%s"},
                  "uplinks": [ {"user": "%s", "password": "%s"%s} ] }
                """
                        .formatted(
                                Lab.ROUTER_WAN,
                                Lab.ROUTER_LAN,
                                Guest.USER,
                                password,
                                uplinkKeys.isEmpty() ? "" : ", " + uplinkKeys);
        return RouterProcess.start(lab, chapter, configuration);
    }

    /** Starts to record the provider's line. */
    Capture record() {
        return Capture.start(lab, lab.isp(), Lab.LINE, chapter);
    }

    /** Promises that the uplink comes up within half a minute; says whether it did. */
    boolean promiseUp(RouterProcess router, String text) {
        boolean up = router.awaitsUplink(UP_LIMIT);
        promise(text, up, "after " + Stage.seconds(router.startedNanos()), both(router));
        return up;
    }

    /** Promises that pppd or the concentrator logs something within ten seconds. */
    void promiseLogged(String text, String regex) {
        boolean logged = guest.logs(LOG_LIMIT, Pattern.compile(regex));
        promise(text, logged, "as pppd logs", () -> "no " + regex + " in\n" + guest.log());
    }

    void promise(String text, boolean kept, String seen) {
        promise(text, kept, seen, () -> seen);
    }

    /** Writes down a promise, with what was seen, or with much more when it was broken. */
    void promise(String text, boolean kept, String seen, Evidence evidence) {
        ledger.promise(text, () -> new Ledger.Outcome(kept, kept ? seen : evidence.tell()));
    }

    /** Returns what both ends have to say. */
    Evidence both(RouterProcess router) {
        return () -> uplink(router) + "\nrouter:\n" + router.log() + "\nguest:\n" + guest.log();
    }

    /** Returns what the router shows of its uplink, on one line. */
    static String uplink(RouterProcess router) {
        return router.status().document().path("uplinks").toString();
    }

    /** What to print when a promise was broken. */
    @FunctionalInterface
    interface Evidence {
        String tell();
    }
}
