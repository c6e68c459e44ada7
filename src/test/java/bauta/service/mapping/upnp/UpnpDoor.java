package bauta.service.mapping.upnp;

import io.netty.buffer.Unpooled;

/** The parsers of this package, for fuzz targets. */
public final class UpnpDoor {
    private UpnpDoor() {}

    /** Reads a call. */
    public static void call(byte[] octets) {
        SoapCall.parse(octets);
    }

    /** Reads a search. */
    public static void search(byte[] octets) {
        SsdpSearch.parse(Unpooled.wrappedBuffer(octets), 0, octets.length);
    }
}
