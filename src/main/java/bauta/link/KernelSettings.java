package bauta.link;

import bauta.linux.InterfaceFeatures;
import bauta.linux.LinuxException;
import bauta.linux.Sysctl;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tinylog.Logger;

/**
 * What is set in the kernel so that it neither forwards nor answers for addresses of other
 * interfaces, with and without our programs attached: sysctls and offload switches. Each former
 * value is remembered and put back by {@link #restore}. Router loop only.
 *
 * <p>The order matters: writing {@code ip_forward} makes the kernel reset other settings.
 */
final class KernelSettings {
    private static final List<String> OFFLOADS = List.of("rx-lro", "rx-gro-hw", "rx-vlan-hw-parse");
    private static final String IPV4 = "net/ipv4/conf/";
    private static final String IPV6 = "net/ipv6/conf/";

    private record Changed(String before, String now) {}

    private final Map<String, Changed> sysctls = new LinkedHashMap<>();
    private final Map<String, Changed> offloads = new LinkedHashMap<>();

    /** Applies what is not of one interface. */
    void host() {
        sysctl("net/ipv4/ip_forward", "0");
        sysctl("net/ipv6/conf/all/forwarding", "0");
        sysctl(IPV4 + "all/rp_filter", "0");
        sysctl(IPV4 + "all/accept_redirects", "0");
        sysctl(IPV4 + "all/send_redirects", "0");
        sysctl(IPV4 + "all/accept_source_route", "0");
        sysctl(IPV4 + "all/arp_ignore", "1");
        sysctl(IPV4 + "all/arp_announce", "2");
    }

    /**
     * Applies what is of one NIC.
     *
     * @param device interface name
     * @param zone a WAN NIC has no address and takes nothing: the strict filter refuses every
     *     packet there should the program be gone; a LAN NIC must not be strict, for that eats DHCP
     *     broadcasts
     */
    void nic(String device, Zone zone) {
        netInterface(device, zone == Zone.WAN ? "1" : "0");
        for (String offload : OFFLOADS) {
            switchOff(device, offload);
        }
    }

    /**
     * Applies what is of one TUN.
     *
     * @param device interface name
     */
    void tun(String device) {
        netInterface(device, "0");
    }

    /**
     * Keeps the kernel from merging frames before a generic program sees them.
     *
     * @param device interface name
     */
    void generic(String device) {
        switchOff(device, "rx-gro");
    }

    private void netInterface(String device, String reversePathFilter) {
        sysctl(IPV6 + device + "/accept_ra", "0");
        sysctl(IPV6 + device + "/disable_ipv6", "1");
        sysctl(IPV4 + device + "/rp_filter", reversePathFilter);
        sysctl(IPV4 + device + "/accept_redirects", "0");
        sysctl(IPV4 + device + "/send_redirects", "0");
        sysctl(IPV4 + device + "/accept_source_route", "0");
        sysctl(IPV4 + device + "/arp_ignore", "1");
        sysctl(IPV4 + device + "/arp_announce", "2");
    }

    private void sysctl(String name, String value) {
        Optional<String> before = Sysctl.read(name);
        if (before.isEmpty() || before.get().equals(value)) {
            return;
        }
        if (Sysctl.write(name, value)) {
            sysctls.merge(
                    name,
                    new Changed(before.get(), value),
                    (old, fresh) -> new Changed(old.before(), fresh.now()));
        } else {
            Logger.warn("sysctl refused name={} value={}", name, value);
        }
    }

    private void switchOff(String device, String feature) {
        try (InterfaceFeatures features = InterfaceFeatures.of(device)) {
            if (!features.active(feature).orElse(false)) {
                return;
            }
            if (features.set(feature, false)) {
                offloads.put(device + " " + feature, new Changed("on", "off"));
            } else {
                Logger.warn("offload stays on device={} feature={}", device, feature);
            }
        } catch (LinuxException e) {
            Logger.warn("offload not switched device={} cause={}", device, e.getMessage());
        }
    }

    /** Returns one line for each setting that was changed. */
    List<String> changes() {
        List<String> lines = new ArrayList<>();
        sysctls.forEach((name, c) -> lines.add(name + " " + c.before() + " -> " + c.now()));
        offloads.forEach((name, c) -> lines.add(name + " " + c.before() + " -> " + c.now()));
        return lines;
    }

    /** Puts everything back, last change first; what is of an interface that is gone is skipped. */
    void restore() {
        List<Map.Entry<String, Changed>> undo = List.copyOf(sysctls.entrySet()).reversed();
        for (Map.Entry<String, Changed> entry : undo) {
            if (!Sysctl.write(entry.getKey(), entry.getValue().before())) {
                Logger.debug("sysctl not put back name={}", entry.getKey());
            }
        }
        Set.copyOf(offloads.keySet()).forEach(KernelSettings::switchOn);
        sysctls.clear();
        offloads.clear();
    }

    private static void switchOn(String deviceAndFeature) {
        String[] parts = deviceAndFeature.split(" ", 2);
        try (InterfaceFeatures features = InterfaceFeatures.of(parts[0])) {
            features.set(parts[1], true);
        } catch (LinuxException e) {
            Logger.debug("offload not put back {} cause={}", deviceAndFeature, e.getMessage());
        }
    }
}
