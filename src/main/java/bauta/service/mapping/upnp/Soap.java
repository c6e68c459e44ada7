package bauta.service.mapping.upnp;

import java.util.Map;

/** The answers of actions as XML. */
final class Soap {
    private static final String BEGIN =
            "<?xml version=\"1.0\"?>\n"
                    + "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\""
                    + " s:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"><s:Body>";
    private static final String END = "</s:Body></s:Envelope>\n";

    private Soap() {}

    /** Returns the answer of an action that was performed. */
    static String done(SoapCall call, Map<String, String> values) {
        StringBuilder text =
                new StringBuilder(BEGIN)
                        .append("<u:")
                        .append(call.action())
                        .append("Response xmlns:u=\"")
                        .append(escaped(call.service()))
                        .append("\">");
        values.forEach((name, value) -> element(text, name, value));
        return text.append("</u:").append(call.action()).append("Response>").append(END).toString();
    }

    /** Returns the answer of an action that was not. */
    static String failed(IgdFault fault) {
        StringBuilder text =
                new StringBuilder(BEGIN)
                        .append("<s:Fault><faultcode>s:Client</faultcode>")
                        .append("<faultstring>UPnPError</faultstring><detail>")
                        .append("<UPnPError xmlns=\"urn:schemas-upnp-org:control-1-0\">");
        element(text, "errorCode", "" + fault.code());
        element(text, "errorDescription", fault.text());
        return text.append("</UPnPError></detail></s:Fault>").append(END).toString();
    }

    /** Returns what subscribers are told. */
    static String properties(Map<String, String> values) {
        StringBuilder text =
                new StringBuilder("<?xml version=\"1.0\"?>\n")
                        .append("<e:propertyset xmlns:e=\"urn:schemas-upnp-org:event-1-0\">");
        values.forEach((name, value) -> {
            text.append("<e:property>");
            element(text, name, value);
            text.append("</e:property>");
        });
        return text.append("</e:propertyset>\n").toString();
    }

    private static void element(StringBuilder text, String name, String value) {
        text.append('<').append(name).append('>').append(escaped(value));
        text.append("</").append(name).append('>');
    }

    /** Returns a text as it may stand in XML. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
