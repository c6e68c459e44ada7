package bauta.lab;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** The chapters of {@link PeersStory} in which something goes wrong. */
final class PeersTroubles {
    private static final Pattern SESSION = Pattern.compile("Session \\d+ created");
    private static final String QUICK_ECHO = "\"echo\": {\"interval\": \"1s\", \"failures\": 3}";
    private static final Duration AGAIN_LIMIT = Duration.ofSeconds(30);
    private static final Duration NOTICE_LIMIT = Duration.ofSeconds(10);
    private static final Duration WATCH = Duration.ofSeconds(10);
    private static final Duration OUTAGE = Duration.ofSeconds(5);
    private static final int MOST_DIALS = 4;

    private PeersTroubles() {}

    static void wrongPasswordChap(PeersStory story) {
        wrongPassword(story, "require-chap", "CHAP Failure");
    }

    static void wrongPasswordPap(PeersStory story) {
        wrongPassword(story, "require-pap", "PAP AuthNak");
    }

    private static void wrongPassword(PeersStory story, String demand, String refusal) {
        story.guest().serve(demand, "mru 1492", "mtu 1492");
        try (RouterProcess router = story.router("wrong", "")) {
            story.promiseLogged("the concentrator refuses the password", "sent \\[" + refusal);
            boolean named = router.awaits(NOTICE_LIMIT, status -> names(status, "auth"));
            story.promise("the cause is named", named, router.status().cause(), story.both(router));
            Patience.pause(WATCH);
            int dials = story.guest().count(SESSION);
            story.promise(
                    "it is not stormed",
                    dials >= 1 && dials <= MOST_DIALS,
                    dials + " dials in 10 s");
            String state = router.status().state();
            story.promise("the uplink is not up", !state.isEmpty() && !router.status().up(), state);
        }
    }

    /** pppd that insists on MS-CHAP closes the link itself after our Nak. */
    static void foreignAuthentication(PeersStory story) {
        story.guest().serve("require-mschap-v2", "mru 1492", "mtu 1492");
        try (RouterProcess router = story.router("")) {
            story.promiseLogged(
                    "MS-CHAP is answered by Nak", "rcvd \\[LCP ConfNak id=\\S+ <auth chap MD5>");
            boolean named = router.awaits(NOTICE_LIMIT, status -> names(status, "unsupported"));
            story.promise("the cause is named", named, router.status().cause(), story.both(router));
        }
    }

    private static boolean names(RouterStatus status, String cause) {
        return status.cause().toLowerCase(Locale.ROOT).contains(cause);
    }

    static void peerTerminates(PeersStory story) {
        // A signal would end the user-mode relay before pppd's last words are through.
        story.guest().serve("require-chap", "mru 1492", "mtu 1492", "maxconnect 6");
        try (RouterProcess router = story.router("")) {
            if (story.promiseUp(router, "a session opens")) {
                story.promiseLogged("pppd's Terminate-Request is answered", "rcvd \\[LCP TermAck");
                boolean named = router.awaits(NOTICE_LIMIT, status -> names(status, "terminated"));
                story.promise(
                        "the cause is named", named, router.status().cause(), story.both(router));
                comesAgain(story, router);
            }
        }
    }

    static void peerSendsPadt(PeersStory story) {
        serve(story);
        try (RouterProcess router = story.router("")) {
            if (story.promiseUp(router, "a session opens")) {
                story.guest().must("killall -KILL pppd");
                story.promiseLogged(
                        "the concentrator sends PADT and not a word of LCP", "Sent PADT");
                boolean named = router.awaits(NOTICE_LIMIT, status -> names(status, "padt"));
                story.promise(
                        "the cause is named", named, router.status().cause(), story.both(router));
                comesAgain(story, router);
            }
        }
    }

    static void echoLoss(PeersStory story) {
        serve(story);
        try (Capture line = story.record();
                RouterProcess router = story.router(QUICK_ECHO)) {
            if (story.promiseUp(router, "a session opens")) {
                story.guest().must("killall -STOP pppd");
                boolean named = router.awaits(NOTICE_LIMIT, status -> names(status, "echo"));
                story.promise(
                        "three lost echoes end it",
                        named,
                        router.status().cause(),
                        story.both(router));
                comesAgain(story, router);
                int padts = padts(line.stop());
                story.promise(
                        "the dead session is cleared by PADT", padts > 0, padts + " captured");
            }
        }
    }

    static void peerGoneAndBack(PeersStory story) {
        serve(story);
        try (RouterProcess router = story.router(QUICK_ECHO)) {
            if (story.promiseUp(router, "a session opens")) {
                story.guest().quit();
                boolean noticed = router.awaits(NOTICE_LIMIT, status -> !status.up());
                story.promise(
                        "the silence is noticed",
                        noticed,
                        router.status().cause(),
                        story.both(router));
                Patience.pause(OUTAGE);
                serve(story);
                comesBack(story, router, 1);
            }
        }
    }

    /** The concentrator grants one session only, so that the stale one is in the way. */
    static void powerCut(PeersStory story) {
        story.guest().serveWith("-x 1", "require-chap", "mru 1492", "mtu 1492");
        try (RouterProcess router = story.router("")) {
            if (story.promiseUp(router, "a session opens")) {
                router.kill();
                router.forgetRun();
                Capture line = story.record();
                router.startAgain();
                story.promiseUp(router, "the uplink is up again after a power cut");
                story.promiseLogged(
                        "the concentrator closed the stale session first",
                        "(?s)Session \\d+ closed.*Session \\d+ created");
                int padts = padts(line.stop());
                story.promise("because of a PADT", padts > 0, padts + " captured");
            }
        }
    }

    private static void serve(PeersStory story) {
        story.guest().serve("require-chap", "mru 1492", "mtu 1492", "ms-dns 192.0.2.53");
    }

    /** Returns how many PADTs of the router were recorded. */
    static int padts(Capture line) {
        return line.count(
                "ether src " + Lab.ROUTER_WAN_MAC + " and ether proto 0x8863 and ether[15] = 0xa7");
    }

    private static void comesAgain(PeersStory story, RouterProcess router) {
        comesBack(story, router, 2);
    }

    private static void comesBack(PeersStory story, RouterProcess router, int sessions) {
        long sinceNanos = System.nanoTime();
        boolean back =
                Patience.until(
                        AGAIN_LIMIT,
                        () -> story.guest().count(SESSION) >= sessions && router.status().up());
        story.promise(
                "it is up again within 30 s",
                back,
                "after " + Stage.seconds(sinceNanos),
                story.both(router));
        PeersSessions.pings(story);
    }
}
