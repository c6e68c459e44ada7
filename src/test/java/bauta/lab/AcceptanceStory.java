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
        new UplinkChapter(stage).tell();
        new NobodyElseChapter(stage).tellRunning();
        new LanChapter(stage).tell();
        new TransferChapter(stage).tell();
        new PathMtuChapter(stage).tell();
        new ProbeChapter(stage).tell();
        new RedialChapter(stage).tell();
        new OutageChapter(stage).tell();
        new PowerCutChapter(stage).tell();
        new WrongPasswordChapter(stage).tell();
        new NobodyElseChapter(stage).tellStopped();
        return ledger.close();
    }
}
