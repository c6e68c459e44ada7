package bauta.lab;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;

/** What the concentrator does at the moment; commands change it while it runs. */
final class LineSettings {
    /** Answers nothing and forwards nothing, as if it were gone. */
    boolean silent;

    /** Answers discovery with AC-System-Error (RFC 2516 section 5.4). */
    boolean refuse;

    /** Answers LCP Echo-Request. */
    boolean echo = true;

    /** Answers frames of sessions it does not know with PADT; else not at all. */
    boolean padtUnknown = true;

    /** CHAP-MD5 when true, PAP when false. */
    boolean chap = true;

    String user = "user@example.test";
    String password = "correct horse";

    /** MRU it asks for, the highest it grants, and what it really carries. */
    int mruBytes = 1492;

    /** Address of the next session. */
    int address = address("100.64.10.2");

    /** Its own address in IPCP. */
    int ownAddress = address("100.64.0.1");

    /** Name servers told in IPCP: none, one or two. */
    List<Integer> nameServers =
            List.of(address(ProviderServers.PRIMARY_DNS), address(ProviderServers.SECONDARY_DNS));

    /** Grants PPP-Max-Payload (RFC 4638) when asked. */
    boolean maxPayload;

    /** Also offers IPV6CP, which a router without IPv6 must reject. */
    boolean offerIpv6;

    /**
     * Changes one setting.
     *
     * @param words the setting and its values, such as {@code dns 198.18.0.53 198.18.0.54}
     * @return whether there is such a setting
     */
    boolean set(List<String> words) {
        List<String> values = words.subList(1, words.size());
        boolean on = values.contains("on");
        switch (words.getFirst()) {
            case "silent" -> silent = on;
            case "refuse" -> refuse = on;
            case "echo" -> echo = on;
            case "padt-unknown" -> padtUnknown = on;
            case "chap" -> chap = on;
            case "max-payload" -> maxPayload = on;
            case "ipv6" -> offerIpv6 = on;
            case "user" -> user = values.getFirst();
            case "password" -> password = String.join(" ", values);
            case "mru" -> mruBytes = Integer.parseInt(values.getFirst());
            case "address" -> address = address(values.getFirst());
            case "dns" -> nameServers = values.stream().map(LineSettings::address).toList();
            default -> {
                return false;
            }
        }
        return true;
    }

    static int address(String text) {
        InetAddress parsed = Inet4Address.ofLiteral(text);
        return ByteBuffer.wrap(parsed.getAddress()).getInt();
    }

    static String text(int address) {
        return "%d.%d.%d.%d"
                .formatted(
                        address >>> 24, address >>> 16 & 255, address >>> 8 & 255, address & 255);
    }
}
