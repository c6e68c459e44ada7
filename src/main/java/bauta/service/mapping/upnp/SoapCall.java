package bauta.service.mapping.upnp;

import bauta.engine.DropReason;
import bauta.wire.Decoded;
import java.io.ByteArrayInputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A call of an action (UPnP Device Architecture 2.0 section 3.2.1): an envelope, a body, an element
 * named as the action, and in it one element per argument. Read without document types and
 * entities, within bounds of size, depth and number.
 *
 * @param service namespace of the action: the type of the service
 * @param action its name
 * @param arguments by their names, in order
 */
record SoapCall(String service, String action, Map<String, String> arguments) {
    /** Octets of the longest call. */
    static final int MOST_OCTETS = 8192;

    private static final int DEPTH_BODY = 2;
    private static final int DEPTH_ACTION = 3;
    private static final int DEPTH_ARGUMENT = 4;
    private static final int MOST_ARGUMENTS = 16;
    private static final int MOST_TEXT = 512;
    private static final XMLInputFactory PARSERS = parsers();

    /** Copies the map. */
    SoapCall {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }

    private static XMLInputFactory parsers() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver((_, _, _, _) -> new ByteArrayInputStream(new byte[0]));
        return factory;
    }

    /** Returns an argument; empty when it is not there. */
    String argument(String name) {
        return arguments.getOrDefault(name, "");
    }

    /**
     * Reads a call.
     *
     * @param octets the whole body of the request
     */
    static Decoded<SoapCall> parse(byte[] octets) {
        if (octets.length > MOST_OCTETS) {
            return new Decoded.Malformed<>(DropReason.UPNP_MALFORMED, MOST_OCTETS);
        }
        Reading reading = new Reading();
        try {
            XMLStreamReader reader =
                    PARSERS.createXMLStreamReader(new ByteArrayInputStream(octets));
            while (reader.hasNext() && !reading.bad) {
                reading.take(reader.next(), reader);
            }
        } catch (XMLStreamException | IllegalStateException | NoSuchElementException _) {
            reading.bad = true;
        }
        return reading.bad || reading.action.isEmpty()
                ? new Decoded.Malformed<>(DropReason.UPNP_MALFORMED, 0)
                : new Decoded.Ok<>(
                        new SoapCall(reading.service, reading.action, reading.arguments));
    }

    /** How far a call has been read. */
    private static final class Reading {
        private final Map<String, String> arguments = new LinkedHashMap<>();
        private final StringBuilder text = new StringBuilder();
        private String service = "";
        private String action = "";
        private int depth;
        private boolean bad;

        private void take(int event, XMLStreamReader reader) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> start(reader);
                case XMLStreamConstants.END_ELEMENT -> end(reader);
                case XMLStreamConstants.CHARACTERS,
                        XMLStreamConstants.CDATA,
                        XMLStreamConstants.SPACE -> {
                    if (depth == DEPTH_ARGUMENT) {
                        text.append(reader.getText());
                        bad |= text.length() > MOST_TEXT;
                    }
                }
                case XMLStreamConstants.DTD,
                        XMLStreamConstants.ENTITY_REFERENCE,
                        XMLStreamConstants.ENTITY_DECLARATION ->
                        bad = true;
                default -> {}
            }
        }

        private void start(XMLStreamReader reader) {
            depth++;
            String name = reader.getLocalName();
            text.setLength(0);
            bad |=
                    depth > DEPTH_ARGUMENT
                            || depth == 1 && !name.equals("Envelope")
                            || depth == DEPTH_ACTION && !action.isEmpty();
            if (depth == DEPTH_ACTION) {
                action = name;
                String space = reader.getNamespaceURI();
                service = space == null ? "" : space;
            }
        }

        private void end(XMLStreamReader reader) {
            if (depth == DEPTH_ARGUMENT) {
                arguments.putIfAbsent(reader.getLocalName(), text.toString().strip());
                bad |= arguments.size() > MOST_ARGUMENTS;
            }
            bad |= depth == DEPTH_BODY && action.isEmpty() && reader.getLocalName().equals("Body");
            depth--;
        }
    }
}
