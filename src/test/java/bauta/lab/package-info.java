/**
 * The lab: a provider, the router and a few LAN hosts in network namespaces that the run itself
 * makes and removes, and the acceptance story that is told in it. The provider's concentrator is
 * our own ({@link bauta.lab.Concentrator}, RFC 2516, 1661, 1994, 1334, 1332, 1877); its servers and
 * the LAN hosts are real programs. Nothing here talks to an address outside those namespaces.
 *
 * <p>Programs needed (Debian packages): iproute2, ethtool, nftables, procps, tcpdump, dnsmasq-base,
 * nginx-light, iperf3, udhcpc, busybox-static, curl, bind9-dnsutils, iputils-ping, iputils-arping,
 * nmap, ncat, python3-scapy, traceroute, iputils-tracepath. {@link bauta.lab.Toolbox} checks for
 * them before anything starts. Start reading at {@link bauta.lab.Lab}, then {@link
 * bauta.lab.AcceptanceStory}.
 */
@NullMarked
package bauta.lab;

import org.jspecify.annotations.NullMarked;
