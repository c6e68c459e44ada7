package bauta.service.mapping.upnp;

import bauta.wire.Ipv4Address;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What we say we are: a gateway with a WAN device with a connection device. Version 1 and version 2
 * are two devices with names of their own.
 *
 * @param version 1 or 2
 * @param unit what tells this router from all others
 */
record IgdDevice(int version, String unit) {
    /** Port of discovery, descriptions and control. */
    static final int PORT = 1900;

    /** For how many seconds what was said holds. */
    static final int MAX_AGE = 1800;

    static final String SERVER = "Linux UPnP/1.1 Bauta/1.0";
    private static final String DEVICE = "urn:schemas-upnp-org:device:";
    private static final String SERVICE = "urn:schemas-upnp-org:service:";
    private static final List<String> DEVICES =
            List.of("InternetGatewayDevice", "WANDevice", "WANConnectionDevice");

    /** Returns the type of the service that has the mappings. */
    String connection() {
        return SERVICE + "WANIPConnection:" + version;
    }

    /** Returns the type of the service that tells of the line. */
    static String common() {
        return SERVICE + "WANCommonInterfaceConfig:1";
    }

    private String type(String device) {
        return DEVICE + device + ":" + version;
    }

    private String uuid(String device) {
        byte[] name = (unit + device + version).getBytes(StandardCharsets.UTF_8);
        return "uuid:" + UUID.nameUUIDFromBytes(name);
    }

    /**
     * Something that can be looked for.
     *
     * @param target what is looked for: NT and ST
     * @param usn the unique name of what was found
     */
    record Target(String target, String usn) {}

    /** Returns everything that can be looked for. */
    List<Target> targets() {
        List<Target> all = new ArrayList<>();
        all.add(new Target("upnp:rootdevice", uuid(DEVICES.getFirst()) + "::upnp:rootdevice"));
        for (String device : DEVICES) {
            all.add(new Target(uuid(device), uuid(device)));
            all.add(new Target(type(device), uuid(device) + "::" + type(device)));
        }
        all.add(new Target(common(), uuid(DEVICES.get(1)) + "::" + common()));
        all.add(new Target(connection(), uuid(DEVICES.get(2)) + "::" + connection()));
        return all;
    }

    /** Returns where the description is. */
    String location(Ipv4Address address) {
        return "http://" + address + ":" + PORT + path();
    }

    /** Returns the path of the description. */
    String path() {
        return "/igd" + version + ".xml";
    }

    /**
     * Returns the description.
     *
     * @param page address of the admin page
     */
    String description(String page) {
        return "<?xml version=\"1.0\"?>\n"
                + "<root xmlns=\"urn:schemas-upnp-org:device-1-0\">"
                + "<specVersion><major>1</major><minor>1</minor></specVersion>"
                + device(0, page)
                + "</root>\n";
    }

    private String device(int level, String page) {
        String name = DEVICES.get(level);
        String inner =
                level + 1 == DEVICES.size()
                        ? ""
                        : "<deviceList>" + device(level + 1, page) + "</deviceList>";
        return "<device><deviceType>"
                + type(name)
                + "</deviceType><friendlyName>Bauta</friendlyName>"
                + "<manufacturer>Bauta</manufacturer><modelName>Bauta</modelName>"
                + "<modelNumber>1</modelNumber><UDN>"
                + uuid(name)
                + "</UDN>"
                + services(level)
                + inner
                + (level == 0 ? "<presentationURL>" + page + "</presentationURL>" : "")
                + "</device>";
    }

    private String services(int level) {
        return switch (level) {
            case 1 -> service(common(), "WANCommonIFC1", "common");
            case 2 -> service(connection(), "WANIPConn1", "connection" + version);
            default -> "";
        };
    }

    private static String service(String type, String id, String path) {
        return "<serviceList><service><serviceType>"
                + type
                + "</serviceType><serviceId>urn:upnp-org:serviceId:"
                + id
                + "</serviceId><SCPDURL>/"
                + path
                + ".xml</SCPDURL><controlURL>/control/"
                + path
                + "</controlURL><eventSubURL>/events/"
                + path
                + "</eventSubURL></service></serviceList>";
    }
}
