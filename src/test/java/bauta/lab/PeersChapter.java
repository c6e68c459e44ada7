package bauta.lab;

import java.util.List;
import java.util.function.Consumer;

/**
 * Something tried against the real concentrator.
 *
 * @param title its name for people, files and the command line, such as {@code echo-loss}
 * @param teller tries it
 */
record PeersChapter(String title, Consumer<PeersStory> teller) {
    /** Everything that is tried, in the order it is told. */
    static final List<PeersChapter> ALL =
            List.of(
                    new PeersChapter("chap-with-dns", PeersSessions::chapWithDns),
                    new PeersChapter("pap-without-dns", PeersSessions::papWithoutDns),
                    new PeersChapter("bargaining", PeersSessions::bargaining),
                    new PeersChapter("smaller-line", PeersSessions::smallerLine),
                    new PeersChapter("smaller-peer", PeersSessions::smallerPeer),
                    new PeersChapter("full-size", PeersSessions::fullSize),
                    new PeersChapter("wrong-password-chap", PeersTroubles::wrongPasswordChap),
                    new PeersChapter("wrong-password-pap", PeersTroubles::wrongPasswordPap),
                    new PeersChapter(
                            "foreign-authentication", PeersTroubles::foreignAuthentication),
                    new PeersChapter("peer-terminates", PeersTroubles::peerTerminates),
                    new PeersChapter("peer-sends-padt", PeersTroubles::peerSendsPadt),
                    new PeersChapter("echo-loss", PeersTroubles::echoLoss),
                    new PeersChapter("peer-gone-and-back", PeersTroubles::peerGoneAndBack),
                    new PeersChapter("power-cut", PeersTroubles::powerCut));
}
