package bauta;

import bauta.control.config.PppoeUplink;
import bauta.forward.ForwardingPath;
import bauta.forward.UplinkAttachment;
import bauta.link.HostSide;
import bauta.link.Port;
import bauta.linux.LinuxException;
import bauta.uplink.UplinkCause;
import bauta.uplink.UplinkListener;
import bauta.uplink.UplinkStatus;
import bauta.uplink.UplinkUp;
import bauta.wire.Ipv4Address;
import java.util.List;
import java.util.Optional;
import org.tinylog.Logger;

/**
 * What an uplink's coming and going means for the rest of the router: packets may leave by it, the
 * router's own programs get its address, the forwarder its name servers. Should the interface of
 * the own programs be gone, the others still learn of it. Router loop only.
 */
final class Line implements UplinkListener {
    private final PppoeUplink config;
    private final Port port;
    private final ForwardingPath path;
    private final HostSide tun;
    private final DialTools tools;
    private int id = -1;
    private List<Ipv4Address> further = List.of();
    private Optional<UplinkUp> current = Optional.empty();

    /**
     * Ties an uplink to the rest.
     *
     * @param config the uplink's configuration
     * @param port the way out
     * @param path where packets learn of it
     * @param tun the router's own way to it
     * @param tools told of what changes
     */
    Line(PppoeUplink config, Port port, ForwardingPath path, HostSide tun, DialTools tools) {
        this.config = config;
        this.port = port;
        this.path = path;
        this.tun = tun;
        this.tools = tools;
    }

    /**
     * Changes which of our addresses lead here beside that of the session.
     *
     * @param addresses all of them
     */
    void further(List<Ipv4Address> addresses) {
        boolean changed = !further.equals(addresses);
        further = List.copyOf(addresses);
        if (changed) {
            current.ifPresent(this::attach);
        }
    }

    private int mtuBytes(UplinkUp up) {
        return Math.min(up.mtuBytes(), config.mtuBytes());
    }

    private void attach(UplinkUp up) {
        path.attach(
                new UplinkAttachment(
                        up.id(),
                        up.name(),
                        up.address(),
                        mtuBytes(up),
                        port,
                        up.ourMac(),
                        up.acMac(),
                        up.sessionId(),
                        further));
    }

    @Override
    public void up(UplinkUp up) {
        id = up.id();
        current = Optional.of(up);
        attach(up);
        tell(() -> tun.up(up.address(), up.peer(), mtuBytes(up)));
        tools.nameServers(up.dnsServers());
    }

    @Override
    public void down(String name, UplinkCause cause) {
        current = Optional.empty();
        path.detach(id);
        tell(tun::down);
    }

    @Override
    public void changed(UplinkStatus status) {
        tools.changed(status);
    }

    private void tell(Runnable change) {
        try {
            change.run();
        } catch (LinuxException e) {
            Logger.warn(
                    "no way for own programs uplink={} cause={}", config.name(), e.getMessage());
        }
    }
}
