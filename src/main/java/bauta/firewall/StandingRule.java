package bauta.firewall;

import bauta.engine.DropReason;

/** What counts after every rule, by the zones alone. */
enum StandingRule {
    LAN_TO_WAN("default-lan-to-wan", Verdict.ACCEPT, DropReason.NONE),
    LAN_TO_LAN("default-lan-to-lan", Verdict.ACCEPT, DropReason.NONE),
    GUEST_TO_WAN("default-guest-to-wan", Verdict.ACCEPT, DropReason.NONE),
    ROUTER_TO_WAN("default-router-to-wan", Verdict.ACCEPT, DropReason.NONE),
    GUEST_REJECT("default-guest-reject", Verdict.REJECT, DropReason.FIREWALL_RULE),
    TO_GUEST_REJECT("default-to-guest-reject", Verdict.REJECT, DropReason.FIREWALL_RULE),
    TO_ROUTER_REJECT("default-to-router-reject", Verdict.REJECT, DropReason.ROUTER_SERVICE_CLOSED),
    WAN_TO_ROUTER_DROP("default-wan-to-router-drop", Verdict.DROP, DropReason.INBOUND_TO_ROUTER),
    WAN_DROP("default-wan-drop", Verdict.DROP, DropReason.FIREWALL_RULE),
    REJECT("default-reject", Verdict.REJECT, DropReason.FIREWALL_RULE);

    final String id;
    final Verdict verdict;
    final DropReason reason;

    StandingRule(String id, Verdict verdict, DropReason reason) {
        this.id = id;
        this.verdict = verdict;
        this.reason = reason;
    }

    /** Returns the one that decides, given that no rule did. */
    static StandingRule between(Zone from, Zone to) {
        return switch (from) {
            case WAN -> to == Zone.ROUTER ? WAN_TO_ROUTER_DROP : WAN_DROP;
            case LAN -> fromLan(to);
            case GUEST -> fromGuest(to);
            case ROUTER -> to == Zone.WAN ? ROUTER_TO_WAN : REJECT;
        };
    }

    private static StandingRule fromLan(Zone to) {
        return switch (to) {
            case WAN -> LAN_TO_WAN;
            case LAN -> LAN_TO_LAN;
            case GUEST -> TO_GUEST_REJECT;
            case ROUTER -> TO_ROUTER_REJECT;
        };
    }

    private static StandingRule fromGuest(Zone to) {
        return switch (to) {
            case WAN -> GUEST_TO_WAN;
            case ROUTER -> TO_ROUTER_REJECT;
            case LAN, GUEST -> GUEST_REJECT;
        };
    }
}
