package bauta;

import bauta.control.config.Authentication;
import bauta.control.config.Config;
import bauta.control.config.Forwarding;
import bauta.control.config.Network;
import bauta.control.config.PppoeUplink;
import bauta.control.config.Uplink;
import bauta.control.config.UplinkFirewall;
import bauta.control.config.rules.Nat;
import bauta.engine.RuleSlots;
import bauta.firewall.RuleFirewall;
import bauta.firewall.RuleLogBook;
import bauta.firewall.Zone;
import bauta.flow.FlowSettings;
import bauta.forward.ForwardMode;
import bauta.forward.ForwardRules;
import bauta.forward.UplinkUse;
import bauta.forward.policy.Policies;
import bauta.link.InputMap;
import bauta.link.PortSettings;
import bauta.nat.Mappings;
import bauta.nat.PortForwards;
import bauta.nat.TargetSlots;
import bauta.ppp.AuthenticationKind;
import bauta.ppp.PppSettings;
import bauta.pppoe.DiscoverySettings;
import bauta.service.mapping.MappingServerSettings;
import bauta.uplink.RetrySettings;
import bauta.uplink.UplinkSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The configuration resolved into the settings of each package, so that stages never see text. */
final class Settings {
    /** MTU of Ethernet, and of a WAN port whose uplinks ask for no more than 1492 bytes. */
    private static final int ETHERNET_MTU = 1500;

    /** What PPPoE and PPP headers take of the Ethernet payload, in bytes. */
    private static final int PPPOE_OVERHEAD = 8;

    private Settings() {}

    static PortSettings wanPort(Config config, String role) {
        int longest =
                config.uplinks().stream()
                        .filter(uplink -> uplink.port().equals(role))
                        .mapToInt(uplink -> ((PppoeUplink) uplink).mruBytes() + PPPOE_OVERHEAD)
                        .max()
                        .orElse(ETHERNET_MTU);
        return PortSettings.wan(role, config.nic(role), Math.max(ETHERNET_MTU, longest));
    }

    static PortSettings lanPort(Config config, Network network) {
        String role = network.ports().getFirst();
        return PortSettings.lan(role, config.nic(role), network.address(), input(config, network));
    }

    /** Which services of the router a network may reach. */
    static InputMap input(Config config, Network network) {
        return new RuleSettings(config, Map.of(), _ -> 0).router(network).map();
    }

    /**
     * Returns the id of the rule that opens each service that the kernel may see from a network.
     */
    static Map<InputMap.Service, String> openers(Config config, Network network) {
        return new RuleSettings(config, Map.of(), _ -> 0).router(network).openers();
    }

    /** What a network is offered unless a rule says else; the kernel refuses what does not run. */
    static InputMap offered(Config config, Network network) {
        InputMap input = InputMap.none().ping();
        if (network.dns().enabled()) {
            input = input.udp(HouseSettings.DNS_PORT).tcp(HouseSettings.DNS_PORT);
        }
        if (network.dhcp().enabled()) {
            // The client port: to notice other servers.
            input = input.udp(HouseSettings.DHCP_SERVER_PORT).udp(HouseSettings.DHCP_CLIENT_PORT);
        }
        if (config.services().mappings() && config.mappings().serves(network)) {
            int upnp = MappingServerSettings.Ports.STANDARD.upnp();
            input = input.udp(MappingServerSettings.PORT_CONTROL).udp(upnp).tcp(upnp);
        }
        if (config.services().admin()) {
            input = input.tcp(config.admin().httpPort()).tcp(config.admin().httpsPort());
        }
        return input;
    }

    /** Returns how far a network is trusted. */
    static Zone zone(Network network) {
        return switch (network.zone()) {
            case LAN -> Zone.LAN;
            case GUEST -> Zone.GUEST;
        };
    }

    /**
     * Returns what is forwarded, whole.
     *
     * @param config without conflicts
     * @param ids numbers of the uplinks by their names
     * @param slots gives rules their places in the counters
     * @param targets remembers the targets of forwards
     * @param log takes what the log tells of rules
     */
    static ForwardRules rules(
            Config config,
            Map<String, Integer> ids,
            RuleSlots slots,
            TargetSlots targets,
            RuleLogBook log) {
        RuleSettings rules = new RuleSettings(config, ids, slots::slot);
        PortForwardSettings forwards = new PortForwardSettings(config, ids, slots::slot);
        return new ForwardRules(
                mode(config.forwarding()),
                uses(config, ids),
                Policies.of(rules.policies(), rules.oneToOne()),
                RuleFirewall.of(rules.rules(), log),
                PortForwards.of(forwards.rules(), targets),
                rules.behaviour(),
                Optional.of(timers(config)),
                config.nat().bogons(),
                config.nat().unsolicitedSyn() == Nat.UnsolicitedSyn.ICMP);
    }

    private static List<UplinkUse> uses(Config config, Map<String, Integer> ids) {
        List<UplinkUse> uses =
                new ArrayList<>(Collections.nCopies(Mappings.MAX_UPLINKS, UplinkUse.MASQUERADE));
        for (Uplink uplink : config.uplinks()) {
            Integer id = ids.get(uplink.name());
            if (id != null) {
                uses.set(id, use(((PppoeUplink) uplink).firewall()));
            }
        }
        return uses;
    }

    /** Returns how long flows may be idle. */
    static FlowSettings timers(Config config) {
        Nat.Timers timers = config.nat().timers();
        return new FlowSettings(
                config.flowTable().size(),
                timers.tcpTransitory(),
                timers.tcpEstablished(),
                timers.udp(),
                timers.udpShort(),
                timers.icmp(),
                timers.other());
    }

    private static ForwardMode mode(Forwarding forwarding) {
        return switch (forwarding) {
            case WITH_UPLINK -> ForwardMode.WITH_UPLINK;
            case ALWAYS -> ForwardMode.ALWAYS;
            case OFF -> ForwardMode.OFF;
        };
    }

    private static UplinkUse use(UplinkFirewall firewall) {
        return switch (firewall) {
            case NONE -> UplinkUse.ROUTE;
            case STANDALONE -> UplinkUse.STANDALONE;
            case MASQUERADE -> UplinkUse.MASQUERADE;
        };
    }

    static UplinkSettings uplink(int id, PppoeUplink uplink) {
        PppSettings ppp =
                PppSettings.of(uplink.user(), uplink.password())
                        .withMru(uplink.mruBytes())
                        .withAllowed(allowed(uplink.authentication()))
                        .withEcho(uplink.echo().interval(), uplink.echo().failures());
        return new UplinkSettings(
                id,
                uplink.name(),
                uplink.mtuBytes(),
                ppp,
                DiscoverySettings.named(uplink.serviceName(), uplink.acName()),
                RetrySettings.DEFAULT);
    }

    private static Set<AuthenticationKind> allowed(Authentication authentication) {
        return switch (authentication) {
            case ANY -> Set.of(AuthenticationKind.CHAP_MD5, AuthenticationKind.PAP);
            case CHAP -> Set.of(AuthenticationKind.CHAP_MD5);
            case PAP -> Set.of(AuthenticationKind.PAP);
        };
    }
}
