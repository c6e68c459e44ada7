/**
 * The Linux kernel as Java objects: sockets, AF_XDP rings, TUN, rtnetlink, bpf(2), interface
 * features and sysctls, all through {@code java.lang.foreign}, which no other package uses. Every
 * failed call is a {@link bauta.linux.LinuxException} with the call's name and errno; calls of the
 * data path return the negative errno instead and allocate nothing. Works for x86-64 and aarch64.
 * Protocols: RFC 3549 (netlink). Start reading at {@code Libc}, then {@link bauta.linux.XdpSocket}.
 */
@NullMarked
package bauta.linux;

import org.jspecify.annotations.NullMarked;
