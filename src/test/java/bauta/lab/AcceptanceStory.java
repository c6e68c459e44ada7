package bauta.lab;

/**
 * The acceptance story: a provider, a router and a LAN, told as promises. Prints a line per
 * promise, each able to fail, and ends with {@code N passed, N failed}; exit status 1 when one was
 * broken, 2 when the lab could not be built.
 */
final class AcceptanceStory {
    private AcceptanceStory() {}

    /**
     * Tells the story once.
     *
     * @param args none
     */
    public static void main(String[] args) {
        int exit;
        try (Lab lab = Lab.build()) {
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
        ProviderServers servers = ProviderServers.start(lab);
        provider.tell("set ipv6 on");
        RouterProcess router = RouterProcess.start(lab);
        var stage = new Stage(lab, provider, servers, router, ledger);
        var nobodyElse = new NobodyElseChapter(stage);
        ledger.chapter("The uplink", new UplinkChapter(stage)::tell);
        if (!router.alive()) {
            ledger.note(
                    "Bauta does not run, so the rest of the story is not told: " + router.log());
            return ledger.close();
        }
        ledger.chapter("Nobody else does the work", nobodyElse::tellRunning);
        ledger.chapter("The LAN", new LanChapter(stage)::tell);
        ledger.chapter("Transfers", new TransferChapter(stage)::tell);
        ledger.chapter("Path MTU", new PathMtuChapter(stage)::tell);
        ledger.chapter("A thousand probes from outside", new ProbeChapter(stage)::tell);
        ledger.chapter("Broken frames", new GarbageChapter(stage)::tell);
        ledger.chapter("The provider hangs up", new RedialChapter(stage)::tell);
        ledger.chapter("The concentrator dies", new OutageChapter(stage)::tell);
        ledger.chapter("Power cuts", new PowerCutChapter(stage)::tell);
        ledger.chapter("Full-size packets", new FullSizeChapter(stage)::tell);
        ledger.chapter("A wrong password", new WrongPasswordChapter(stage)::tell);
        ledger.chapter("Without Bauta", nobodyElse::tellStopped);
        return ledger.close();
    }
}
