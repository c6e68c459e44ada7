package bauta.lab;

import bauta.web.Browser;
import bauta.web.Look;

/**
 * A box as it comes out of its package is set up by somebody on the LAN with a browser: once in
 * English on a desktop, once in Japanese on a phone. Prints a line per promise and ends with {@code
 * N passed, N failed}; exit status 1 when one was broken, 2 when the lab could not be built.
 */
final class WebStory {
    private static final Look DESKTOP = new Look(1280, 900, false, "en-GB,en");
    private static final Look PHONE = new Look(390, 844, true, "ja,en");

    private WebStory() {}

    /**
     * Tells the story once.
     *
     * @param args none
     */
    public static void main(String[] args) {
        int exit;
        try (Lab lab = Lab.build()) {
            if (!Browser.isInstalled()) {
                throw new LabException("the story needs a browser: apt-get install chromium");
            }
            exit = tell(lab);
        } catch (LabException e) {
            System.err.println("lab: " + e.getMessage());
            exit = 2;
        }
        System.exit(exit);
    }

    private static int tell(Lab lab) {
        var ledger = new Ledger();
        Provider provider = Provider.start(lab);
        ProviderServers.start(lab);
        provider.tell("set password " + SetUpChapter.LINE_PASSWORD);
        tell(lab, ledger, new SetUpChapter.Guest("en", DESKTOP, lab.hosts().get(0)));
        tell(lab, ledger, new SetUpChapter.Guest("ja", PHONE, lab.hosts().get(1)));
        return ledger.close();
    }

    private static void tell(Lab lab, Ledger ledger, SetUpChapter.Guest guest) {
        RouterProcess router = RouterProcess.fresh(lab, "fresh-" + guest.language());
        String title = "A fresh box is set up, language " + guest.language();
        ledger.chapter(title, new SetUpChapter(lab, router, ledger, guest)::tell);
        router.stop();
    }
}
