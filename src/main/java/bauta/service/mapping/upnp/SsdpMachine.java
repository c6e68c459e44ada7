package bauta.service.mapping.upnp;

import bauta.engine.TokenBucket;
import bauta.wire.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Says what searches are answered with, and when: at a random moment of the time that the search
 * allows, ten searches a second at most, and only with what was looked for. Mapping loop only.
 */
final class SsdpMachine {
    private static final int PER_SECOND = 10;
    private static final int BURST = 40;
    private static final String CRLF = "\r\n";

    private final List<IgdDevice> devices;
    private final TokenBucket searches;
    private final long bootId;

    /**
     * Makes one.
     *
     * @param unit what tells this router from all others
     * @param bootId a number that is greater at each start
     * @param nowNanos the time now
     */
    SsdpMachine(String unit, long bootId, long nowNanos) {
        this.devices = List.of(new IgdDevice(1, unit), new IgdDevice(2, unit));
        this.searches = new TokenBucket(PER_SECOND, BURST, nowNanos);
        this.bootId = bootId;
    }

    List<IgdDevice> devices() {
        return devices;
    }

    /**
     * Returns the answers to a search; none when there is nothing like that here, or too many ask.
     *
     * @param search what is looked for
     * @param ours our address on that network
     * @param nowNanos the time now
     */
    List<String> answers(SsdpSearch search, Ipv4Address ours, long nowNanos) {
        List<String> answers = new ArrayList<>();
        for (IgdDevice device : devices) {
            for (IgdDevice.Target target : device.targets()) {
                boolean all = search.target().equals("ssdp:all");
                if (all || search.target().equals(target.target())) {
                    answers.add(answer(device, target, ours));
                }
            }
        }
        boolean plain = search.target().equals("upnp:rootdevice");
        if (plain || search.target().toLowerCase(Locale.ROOT).equals("ssdp:all")) {
            // One of the two devices is enough for who looks for anything at all.
            answers.removeIf(answer -> answer.contains(devices.getFirst().path()));
        }
        return !answers.isEmpty() && searches.take(nowNanos) ? answers : List.of();
    }

    private String answer(IgdDevice device, IgdDevice.Target target, Ipv4Address ours) {
        return "HTTP/1.1 200 OK"
                + CRLF
                + "CACHE-CONTROL: max-age="
                + IgdDevice.MAX_AGE
                + CRLF
                + "ST: "
                + target.target()
                + CRLF
                + "USN: "
                + target.usn()
                + CRLF
                + "EXT:"
                + CRLF
                + "SERVER: "
                + IgdDevice.SERVER
                + CRLF
                + "LOCATION: "
                + device.location(ours)
                + CRLF
                + "BOOTID.UPNP.ORG: "
                + bootId
                + CRLF
                + "CONFIGID.UPNP.ORG: 1"
                + CRLF
                + CRLF;
    }

    /**
     * Returns what every host of a network is told.
     *
     * @param ours our address on that network
     * @param alive whether we come or stay; else we go
     */
    List<String> notices(Ipv4Address ours, boolean alive) {
        List<String> notices = new ArrayList<>();
        for (IgdDevice device : devices) {
            for (IgdDevice.Target target : device.targets()) {
                notices.add(notice(device, target, ours, alive));
            }
        }
        return notices;
    }

    private String notice(
            IgdDevice device, IgdDevice.Target target, Ipv4Address ours, boolean alive) {
        String life =
                alive
                        ? "CACHE-CONTROL: max-age="
                                + IgdDevice.MAX_AGE
                                + CRLF
                                + "LOCATION: "
                                + device.location(ours)
                                + CRLF
                                + "SERVER: "
                                + IgdDevice.SERVER
                                + CRLF
                        : "";
        return "NOTIFY * HTTP/1.1"
                + CRLF
                + "HOST: 239.255.255.250:1900"
                + CRLF
                + life
                + "NT: "
                + target.target()
                + CRLF
                + "NTS: ssdp:"
                + (alive ? "alive" : "byebye")
                + CRLF
                + "USN: "
                + target.usn()
                + CRLF
                + "BOOTID.UPNP.ORG: "
                + bootId
                + CRLF
                + "CONFIGID.UPNP.ORG: 1"
                + CRLF
                + CRLF;
    }
}
