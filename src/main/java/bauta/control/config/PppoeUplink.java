package bauta.control.config;

import bauta.engine.Secret;
import bauta.wire.Ipv4Address;
import java.util.List;
import java.util.Map;

/**
 * An uplink by PPPoE (RFC 2516).
 *
 * @param name stable id
 * @param port role of the port it goes out by
 * @param user name at the provider
 * @param password at the provider
 * @param serviceName Service-Name to ask for; empty takes any
 * @param acName AC-Name to insist on; empty takes any
 * @param mtuBytes longest packet sent; above 1492 needs RFC 4638
 * @param mruBytes longest packet received
 * @param echo keep-alive
 * @param authentication what may be agreed on
 * @param firewall what it does with the hosts behind the router
 * @param addresses further addresses that the provider routes to us
 */
public record PppoeUplink(
        String name,
        String port,
        String user,
        Secret password,
        String serviceName,
        String acName,
        int mtuBytes,
        int mruBytes,
        Echo echo,
        Authentication authentication,
        UplinkFirewall firewall,
        List<Ipv4Address> addresses)
        implements Uplink {
    private static final int LEAST_MTU = 576;
    private static final int MOST_MTU = 1500;

    static final Key<String> NAME = Key.optional("name", Kinds.NAME, "internet", "\"internet\"");
    static final Key<String> TYPE =
            Key.optional("type", new UplinkTypeKind(), "pppoe", "\"pppoe\"");
    static final Key<String> PORT = Key.optional("port", Kinds.ROLE, "wan", "\"wan\"");
    static final Key<String> USER =
            Key.required("user", Kinds.text(1, 255), "", "\"user@example\"");
    static final Key<Secret> PASSWORD =
            Key.required("password", Kinds.secret(255), Secret.of(""), "\"***\"");
    static final Key<String> SERVICE_NAME =
            Key.optional("service-name", Kinds.text(0, 255), "", "\"premium\"");
    static final Key<String> AC_NAME =
            Key.optional("ac-name", Kinds.text(0, 255), "", "\"bras-1\"");
    static final Key<Integer> MTU =
            Key.optional("mtu", Kinds.number(LEAST_MTU, MOST_MTU), 1492, "1454");
    static final Key<Integer> MRU = Key.derived("mru", Kinds.number(LEAST_MTU, MOST_MTU), "1454");
    static final Key<Echo> ECHO =
            Key.optional("echo", Echo.SHAPE, Echo.STANDARD, "{\"interval\": \"4s\"}");
    static final Key<Authentication> AUTHENTICATION =
            Key.optional(
                    "authentication",
                    Kinds.choice(
                            Map.of(
                                    "any", Authentication.ANY,
                                    "chap", Authentication.CHAP,
                                    "pap", Authentication.PAP)),
                    Authentication.ANY,
                    "\"chap\"");
    static final Key<UplinkFirewall> FIREWALL =
            Key.optional(
                    "firewall",
                    Kinds.choice(
                            Map.of(
                                    "none", UplinkFirewall.NONE,
                                    "standalone", UplinkFirewall.STANDALONE,
                                    "masquerade", UplinkFirewall.MASQUERADE)),
                    UplinkFirewall.MASQUERADE,
                    "\"masquerade\"");

    static final Key<List<Ipv4Address>> ADDRESSES =
            Key.optional(
                    "addresses", new ListKind<>(Kinds.HOST, 0, 64), List.of(), "[\"203.0.113.9\"]");

    static final Shape<PppoeUplink> SHAPE =
            new Shape<>(
                    "uplink",
                    List.of(
                            NAME,
                            TYPE,
                            PORT,
                            USER,
                            PASSWORD,
                            SERVICE_NAME,
                            AC_NAME,
                            MTU,
                            MRU,
                            ECHO,
                            AUTHENTICATION,
                            FIREWALL,
                            ADDRESSES),
                    PppoeUplink::of);

    /** Copies the list. */
    public PppoeUplink {
        addresses = List.copyOf(addresses);
    }

    private static PppoeUplink of(Values values) {
        return new PppoeUplink(
                values.get(NAME),
                values.get(PORT),
                values.get(USER),
                values.get(PASSWORD),
                values.get(SERVICE_NAME),
                values.get(AC_NAME),
                values.get(MTU),
                values.find(MRU).orElse(values.get(MTU)),
                values.get(ECHO),
                values.get(AUTHENTICATION),
                values.get(FIREWALL),
                values.get(ADDRESSES));
    }
}
