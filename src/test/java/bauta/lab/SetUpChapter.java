package bauta.lab;

import static bauta.lab.Stage.outcome;

import bauta.web.Browser;
import bauta.web.Look;
import bauta.web.Page;
import bauta.web.Visitor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Somebody plugs a host into a fresh box, opens any page, sets the box up with a mistake in the
 * line's password, corrects it where it is told, and is online; later the box asks for its own
 * password.
 */
final class SetUpChapter {
    /** What the provider wants for {@code user@example.test}. */
    static final String LINE_PASSWORD = "gondola-7";

    private static final String USER = "user@example.test";
    private static final String ADMIN_PASSWORD = "seven gondolas at dawn";
    private static final String ANY_PAGE = "http://anything.example/some/page?q=1";
    private static final String BOX = "http://" + RouterProcess.ADDRESS + "/";
    private static final Path PICTURES = Path.of("target/screenshots");
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration DIAL = Duration.ofSeconds(30);

    private final Lab lab;
    private final RouterProcess router;
    private final Ledger ledger;
    private final Guest guest;

    SetUpChapter(Lab lab, RouterProcess router, Ledger ledger, Guest guest) {
        this.lab = lab;
        this.router = router;
        this.ledger = ledger;
        this.guest = guest;
    }

    /**
     * Who sets it up.
     *
     * @param language {@code en} or {@code ja}
     * @param look of the browser
     * @param host where the browser runs
     */
    record Guest(String language, Look look, LanHost host) {}

    void tell() {
        ledger.promise("it starts without a configuration", this::starts);
        if (!router.alive()) {
            ledger.note("the box does not run, so the rest is not told: " + router.log());
            return;
        }
        ledger.promise("a host gets an address by DHCP", this::lease);
        ledger.promise("any name leads to the box, any page to its set-up", this::anyPage);
        Browser browser =
                lab.keep(
                        Browser.start(
                                guest.host().home().enter(List.of()),
                                lab.file("browser-" + guest.language())));
        Page page = browser.page(guest.look());
        setUp(page, new Visitor(page, guest.language()));
        ledger.promise("the host opens a page of the Internet by name", this::browses);
        ledger.promise("without a session HTTP tells nothing any more", this::tellsNothing);
        Page later = browser.page(guest.look()).trustingAll();
        returning(later, new Visitor(later, guest.language()));
        ledger.promise("after a power cut it is still set up and online by itself", this::again);
    }

    private void setUp(Page page, Visitor visitor) {
        ledger.promise(
                "a browser that opens any page is asked in its language",
                () -> {
                    String error = page.open(ANY_PAGE);
                    return outcome(visitor.isAsked(), error.isEmpty() ? address(page) : error);
                });
        picture(page, "1-asked");
        ledger.promise(
                "a wrong password of the line is told as cause 40, with advice",
                () -> {
                    visitor.watchesStages();
                    visitor.fillsIn(ADMIN_PASSWORD, USER, "not-it");
                    visitor.connects();
                    return outcome(visitor.isTold(40, DIAL), page.text("#failure-title"));
                });
        picture(page, "2-cause-40");
        ledger.promise("every stage up to the log-in was seen", () -> seen(visitor, "ddddfww"));
        ledger.promise(
                "corrected right there, it comes online",
                () -> {
                    visitor.watchesStages();
                    long began = System.nanoTime();
                    visitor.corrects(LINE_PASSWORD);
                    return outcome(visitor.isOnline(DIAL), "after " + Stage.seconds(began));
                });
        picture(page, "3-online");
        ledger.promise("every stage was seen", () -> seen(visitor, "ddddddd"));
        ledger.promise(
                "the page tells the address of the session",
                () -> {
                    String shown = page.text("#online-address");
                    return outcome(
                            !shown.isEmpty() && shown.equals(router.status().address()), shown);
                });
        ledger.promise(
                "neither scripts nor policy complained",
                () -> {
                    List<String> complaints = page.complaints();
                    return outcome(
                            complaints.isEmpty(),
                            complaints.isEmpty() ? "silent" : complaints.getFirst());
                });
    }

    private void returning(Page page, Visitor visitor) {
        ledger.promise(
                "the box now says that it is set up, over HTTPS",
                () -> {
                    page.open(BOX);
                    boolean said =
                            page.awaitsText(SOON, "#already-title", visitor.words("already.title"));
                    return outcome(said && page.shows("#login-form"), address(page));
                });
        ledger.promise(
                "a wrong password is refused in words",
                () -> {
                    page.type("#login-password", "not the password");
                    page.click("#login-form button[type=submit]");
                    boolean told =
                            page.awaitsText(SOON, "#login-problem", visitor.words("login.wrong"));
                    return outcome(told, page.text("#login-problem"));
                });
        ledger.promise(
                "with the right one it shows the line",
                () -> {
                    page.type("#login-password", ADMIN_PASSWORD);
                    page.click("#login-form button[type=submit]");
                    return outcome(visitor.isOnline(SOON), page.text("#dial-title"));
                });
        picture(page, "4-logged-in");
    }

    private Ledger.Outcome starts() {
        long began = router.startedNanos();
        boolean answers = router.awaits(SOON, RouterStatus::answered);
        return outcome(answers, "after " + Stage.seconds(began));
    }

    private Ledger.Outcome lease() {
        LanHost host = guest.host();
        boolean leased = host.lease();
        return outcome(leased, host.address() + " dns " + host.nameServers());
    }

    private Ledger.Outcome anyPage() {
        Command.Outcome seen = guest.host().curl("-L", "-w", "%{url_effective}", ANY_PAGE);
        boolean page = seen.output().contains("id=\"setup-form\"");
        return outcome(seen.ok() && page, seen.lastLine());
    }

    private Ledger.Outcome browses() {
        Command.Outcome seen = guest.host().curl("http://" + ProviderServers.WEB_NAME + "/");
        return outcome(seen.ok() && seen.output().contains("Welcome"), seen.lastLine());
    }

    private Ledger.Outcome tellsNothing() {
        Command.Outcome seen =
                guest.host().curl("-o", "/dev/null", "-w", "%{http_code}", BOX + "api/v1/status");
        return outcome(seen.output().matches("30[0-9]|40[0-9]"), "status " + seen.output());
    }

    private static Ledger.Outcome seen(Visitor visitor, String last) {
        List<String> pictures = visitor.picturesSeen();
        boolean inOrder = true;
        for (int stage = 1; stage < last.lastIndexOf('d'); stage++) {
            inOrder &= pictures.contains("d".repeat(stage) + "w".repeat(7 - stage));
        }
        return outcome(inOrder && pictures.contains(last), String.join(" ", pictures));
    }

    private Ledger.Outcome again() {
        router.kill();
        router.forgetRun();
        router.startAgain();
        boolean up = router.awaitsUplink(DIAL);
        return outcome(up, "after " + Stage.seconds(router.startedNanos()));
    }

    private static String address(Page page) {
        return page.run("location.href").asString("");
    }

    private void picture(Page page, String name) {
        page.picture(PICTURES.resolve("lab-" + guest.language() + "-" + name + ".png"));
    }
}
