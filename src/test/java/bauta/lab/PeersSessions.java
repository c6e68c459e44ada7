package bauta.lab;

import java.util.List;

/** The chapters of {@link PeersStory} in which everything goes well. */
final class PeersSessions {
    private static final String DNS_1 = "192.0.2.53";
    private static final String DNS_2 = "192.0.2.54";
    private static final String PAGE = "http://" + Guest.WEB + "/file";

    private PeersSessions() {}

    static void chapWithDns(PeersStory story) {
        story.guest()
                .serve(
                        "require-chap",
                        "mru 1492",
                        "mtu 1492",
                        "ms-dns " + DNS_1,
                        "ms-dns " + DNS_2,
                        "+ipv6",
                        "chap-interval 2",
                        "lcp-echo-interval 1",
                        "lcp-echo-failure 3");
        try (Capture line = story.record();
                RouterProcess router = story.router("")) {
            if (story.promiseUp(router, "discovery, LCP, CHAP and IPCP open a session")) {
                negotiated(story);
                takenOver(story, router.status());
                traffic(story);
                story.promiseLogged("its echo requests are answered", "rcvd \\[LCP EchoRep");
                story.promiseLogged(
                        "a challenge during the session is answered",
                        "(?s)sent \\[CHAP Success.*sent \\[CHAP Success");
                cleanStop(story, router, line);
            }
        }
    }

    private static void negotiated(PeersStory story) {
        story.promiseLogged(
                "LCP asks for MRU 1492 and a magic number, nothing else",
                "rcvd \\[LCP ConfReq id=\\S+ <mru 1492> <magic 0x[0-9a-f]+>\\]");
        story.promiseLogged("CHAP-MD5 succeeds", "sent \\[CHAP Success");
        story.promiseLogged(
                "IPV6CP is answered by Protocol-Reject", "rcvd \\[LCP ProtRej id=\\S+ 80 57");
        if (!story.guest().kernelMode()) { // in which pppd asks for no compression
            story.promiseLogged(
                    "VJ compression is refused", "rcvd \\[IPCP ConfRej id=\\S+ <compress VJ");
            story.promiseLogged(
                    "CCP is answered by Protocol-Reject", "rcvd \\[LCP ProtRej id=\\S+ 80 fd");
        }
    }

    private static void takenOver(PeersStory story, RouterStatus status) {
        story.promise(
                "the address of the concentrator is taken over",
                status.address().equals(Guest.FIRST_ADDRESS),
                status.address());
        story.promise(
                "both DNS servers are taken over",
                status.nameServers().equals(List.of(DNS_1, DNS_2)),
                status.nameServers().toString());
        story.promise(
                "the uplink's MTU is 1492", status.mtuBytes() == 1492, status.mtuBytes() + "");
    }

    private static void traffic(PeersStory story) {
        pings(story);
        Command.Outcome full = story.host().ping(Guest.WEB, 1492, true);
        story.promise("a packet of 1492 bytes passes whole", full.ok(), full.lastLine());
        String sum = story.guest().must("sha256sum </www/file");
        Command.Outcome fetched =
                story.host().home().run("sh", "-c", "curl -sS -m 25 " + PAGE + " | sha256sum");
        story.promise(
                "8 MiB come by HTTP unharmed", fetched.output().equals(sum), fetched.lastLine());
        upload(story);
    }

    /** Promises that a LAN host reaches the provider. */
    static void pings(PeersStory story) {
        Command.Outcome ping = story.host().ping(Guest.WEB, 84, true);
        story.promise("a LAN host pings the provider's web server", ping.ok(), ping.lastLine());
    }

    private static void upload(PeersStory story) {
        String file = story.lab().file("upload").toString();
        String steps =
                "head -c 4000000 /dev/urandom >F; sha256sum <F; curl -sS -m 25 -H Expect: --data-binary @F http://W/cgi-bin/sum"
                        .replace("F", file)
                        .replace("W", Guest.WEB);
        Command.Outcome sent = story.host().home().run("sh", "-c", steps);
        List<String> sums = sent.output().lines().toList();
        boolean same = sums.size() == 2 && sums.getFirst().equals(sums.getLast());
        story.promise("4 MB go by HTTP unharmed", same, sent.lastLine());
    }

    private static void cleanStop(PeersStory story, RouterProcess router, Capture line) {
        story.promise("it stops when asked", router.stop(), "within ten seconds");
        story.promiseLogged("a clean stop terminates LCP", "rcvd \\[LCP TermReq");
        story.promiseLogged("the concentrator closes the session", "Session \\d+ closed");
        int padts = PeersTroubles.padts(line.stop());
        story.promise("a clean stop sends PADT", padts > 0, padts + " captured");
    }

    static void papWithoutDns(PeersStory story) {
        // A message of the day and a URL come as PADM frames, which a client may ignore.
        story.guest()
                .serveWith(
                        "-M welcome -H http://192.0.2.53/", "require-pap", "mru 1492", "mtu 1492");
        String names =
                "\"service-name\": \""
                        + Guest.SERVICE_NAME
                        + "\", \"ac-name\": \""
                        + Guest.AC_NAME
                        + "\"";
        try (RouterProcess router = story.router(names)) {
            if (!story.promiseUp(
                    router, "a session opens with PAP, service and concentrator named")) {
                return;
            }
            story.promiseLogged("PAP succeeds", "sent \\[PAP AuthAck");
            story.promiseLogged(
                    "the concentrator names no DNS servers",
                    "sent \\[IPCP ConfRej id=\\S+ .*<ms-dns");
            List<String> servers = router.status().nameServers();
            story.promise(
                    "the uplink is up without DNS servers", servers.isEmpty(), servers.toString());
            pings(story);
        }
    }

    /** pppd, left free, asks for EAP first; whoever speaks only PAP must bargain it down. */
    static void bargaining(PeersStory story) {
        story.guest().serve("mru 1492", "mtu 1492");
        try (RouterProcess router = story.router("\"authentication\": \"pap\"")) {
            if (story.promiseUp(router, "a session opens when only PAP is allowed")) {
                story.promiseLogged(
                        "EAP is answered by Nak with PAP",
                        "(?s)sent \\[LCP ConfReq id=\\S+ .*<auth eap>.*rcvd \\[LCP ConfNak id=\\S+ <auth pap>");
                story.promiseLogged("PAP succeeds", "sent \\[PAP AuthAck");
            }
        }
    }

    static void smallerLine(PeersStory story) {
        story.guest().serve("require-chap", "mru 1454", "mtu 1454", "ms-dns " + DNS_1);
        try (RouterProcess router = story.router("\"mtu\": 1454")) {
            if (story.promiseUp(router, "a line of 1454 bytes comes up")) {
                story.promiseLogged(
                        "LCP asks for MRU 1454", "rcvd \\[LCP ConfReq id=\\S+ <mru 1454>");
                line1454(story, router);
            }
        }
    }

    static void smallerPeer(PeersStory story) {
        story.guest().serve("require-chap", "mru 1454", "mtu 1454", "ms-dns " + DNS_1);
        try (RouterProcess router = story.router("")) {
            if (story.promiseUp(router, "a session opens when only the concentrator wants 1454")) {
                line1454(story, router);
            }
        }
    }

    private static void line1454(PeersStory story, RouterProcess router) {
        story.promiseLogged(
                "the concentrator asks for MRU 1454", "sent \\[LCP ConfReq id=\\S+ <mru 1454>");
        int mtuBytes = router.status().mtuBytes();
        story.promise("the uplink's MTU is 1454", mtuBytes == 1454, mtuBytes + "");
        Command.Outcome fits = story.host().ping(Guest.WEB, 1454, true);
        story.promise("a packet of 1454 bytes passes", fits.ok(), fits.lastLine());
        Command.Outcome over = story.host().ping(Guest.WEB, 1455, true);
        String told = "Frag needed and DF set (mtu = 1454)";
        boolean right = !over.ok() && over.output().contains(told);
        story.promise(
                "one of 1455 bytes gets its ICMP with the MTU",
                right,
                right ? told : over.output());
        Command.Outcome fetched =
                story.host().curl("-o", "/dev/null", "-w", "%{size_download}", PAGE);
        story.promise(
                "HTTP crosses the line", fetched.output().equals("8388608"), fetched.lastLine());
    }

    /**
     * RFC 4638 with a concentrator whose line carries 1500 bytes only, whatever the client wishes.
     */
    static void fullSize(PeersStory story) {
        story.guest().serve("require-chap", "ms-dns " + DNS_1);
        try (RouterProcess router = story.router("\"mtu\": 1500")) {
            if (story.promiseUp(router, "a session opens when 1500 bytes are wished for")) {
                int mtuBytes = router.status().mtuBytes();
                story.promise(
                        "its MTU is what the line can carry", mtuBytes == 1492, mtuBytes + "");
                Command.Outcome full = story.host().ping(Guest.WEB, 1492, true);
                story.promise("a packet of 1492 bytes passes", full.ok(), full.lastLine());
            }
        }
    }
}
