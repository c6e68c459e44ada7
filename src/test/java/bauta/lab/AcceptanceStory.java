package bauta.lab;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
     * @param args words from the titles of the chapters to tell after the first one, such as {@code
     *     forwarding}; none for the whole story
     */
    public static void main(String[] args) {
        int exit;
        try (Lab lab = Lab.build()) {
            exit = tell(lab, List.of(args));
        } catch (LabException e) {
            System.err.println("lab: " + e.getMessage());
            exit = 2;
        }
        System.exit(exit);
    }

    private static int tell(Lab lab, List<String> words) {
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
        Map<String, Runnable> chapters = new LinkedHashMap<>();
        chapters.put("Nobody else does the work", nobodyElse::tellRunning);
        chapters.put("The LAN", new LanChapter(stage)::tell);
        chapters.put("Transfers", new TransferChapter(stage)::tell);
        chapters.put("Path MTU", new PathMtuChapter(stage)::tell);
        chapters.put("A thousand probes from outside", new ProbeChapter(stage)::tell);
        chapters.put("Broken frames", new GarbageChapter(stage)::tell);
        chapters.put("Tools of others", new ToolsChapter(stage)::tell);
        chapters.put("A scan from outside", new ScanChapter(stage)::tell);
        chapters.put("Hostile packets", new HostileChapter(stage)::tell);
        chapters.put("What STUN finds", new StunChapter(stage)::tell);
        chapters.put("Port forwards", new ForwardsChapter(stage)::tell);
        chapters.put("Peer to peer", new PeerToPeerChapter(stage)::tell);
        chapters.put("Policies and addresses", new PoliciesChapter(stage)::tell);
        chapters.put("Services", new ServicesChapter(stage)::tell);
        chapters.put("Forwarding and firewall", new ForwardingChapter(stage)::tell);
        chapters.put("Rules and forwards", new RulesChapter(stage)::tell);
        chapters.put("The provider hangs up", new RedialChapter(stage)::tell);
        chapters.put("The concentrator dies", new OutageChapter(stage)::tell);
        chapters.put("Power cuts", new PowerCutChapter(stage)::tell);
        chapters.put("The command line", new CommandChapter(stage)::tell);
        chapters.put("The live configuration", new ConfigChapter(stage)::tell);
        chapters.put("Full-size packets", new FullSizeChapter(stage)::tell);
        chapters.put("Two networks and guests", new GuestsChapter(stage)::tell);
        chapters.put("A wrong password", new WrongPasswordChapter(stage)::tell);
        chapters.put("Without Bauta", nobodyElse::tellStopped);
        chapters.forEach((title, chapter) -> {
            boolean told = words.stream().anyMatch(title.toLowerCase(Locale.ROOT)::contains);
            if (words.isEmpty() || told) {
                ledger.chapter(title, chapter);
            }
        });
        return ledger.close();
    }
}
