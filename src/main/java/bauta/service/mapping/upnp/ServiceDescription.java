package bauta.service.mapping.upnp;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which actions the services have, as the documents that programs read. */
final class ServiceDescription {
    private static final String MAPPING = "NewRemoteHost> NewExternalPort> NewProtocol>";
    private static final String ENTRY =
            "NewInternalPort%1$s NewInternalClient%1$s NewEnabled%1$s"
                    + " NewPortMappingDescription%1$s NewLeaseDuration%1$s";
    private static final Map<String, String> TYPES = types();
    private static final Map<String, String> FIRST = first();
    private static final Map<String, String> SECOND = second();
    private static final Map<String, String> COMMON =
            Map.of(
                    "GetCommonLinkProperties",
                    "NewWANAccessType< NewLayer1UpstreamMaxBitRate<"
                            + " NewLayer1DownstreamMaxBitRate< NewPhysicalLinkStatus<");

    private ServiceDescription() {}

    private static Map<String, String> types() {
        Map<String, String> types = new LinkedHashMap<>();
        for (String number :
                List.of(
                        "NewExternalPort",
                        "NewInternalPort",
                        "NewPortMappingIndex",
                        "NewReservedPort",
                        "NewStartPort",
                        "NewEndPort",
                        "NewNumberOfPorts")) {
            types.put(number, "ui2");
        }
        for (String number :
                List.of(
                        "NewLeaseDuration",
                        "NewUptime",
                        "NewLayer1UpstreamMaxBitRate",
                        "NewLayer1DownstreamMaxBitRate")) {
            types.put(number, "ui4");
        }
        for (String flag :
                List.of("NewEnabled", "NewManage", "NewRSIPAvailable", "NewNATEnabled")) {
            types.put(flag, "boolean");
        }
        return types;
    }

    private static Map<String, String> first() {
        Map<String, String> actions = new LinkedHashMap<>();
        actions.put("GetConnectionTypeInfo", "NewConnectionType< NewPossibleConnectionTypes<");
        actions.put("GetStatusInfo", "NewConnectionStatus< NewLastConnectionError< NewUptime<");
        actions.put("GetNATRSIPStatus", "NewRSIPAvailable< NewNATEnabled<");
        actions.put(
                "GetGenericPortMappingEntry",
                "NewPortMappingIndex> NewRemoteHost< NewExternalPort< NewProtocol< "
                        + ENTRY.formatted("<"));
        actions.put("GetSpecificPortMappingEntry", MAPPING + " " + ENTRY.formatted("<"));
        actions.put("AddPortMapping", MAPPING + " " + ENTRY.formatted(">"));
        actions.put("DeletePortMapping", MAPPING);
        actions.put("GetExternalIPAddress", "NewExternalIPAddress<");
        return actions;
    }

    private static Map<String, String> second() {
        Map<String, String> actions = new LinkedHashMap<>(first());
        actions.put(
                "AddAnyPortMapping", MAPPING + " " + ENTRY.formatted(">") + " NewReservedPort<");
        actions.put("DeletePortMappingRange", "NewStartPort> NewEndPort> NewProtocol> NewManage>");
        return actions;
    }

    /** Returns the actions of a path such as {@code connection1}, with their arguments. */
    static Map<String, String> actions(String path) {
        return switch (path) {
            case "connection1" -> FIRST;
            case "connection2" -> SECOND;
            case "common" -> COMMON;
            default -> Map.of();
        };
    }

    /** Returns the document of a path such as {@code connection1}. */
    static String document(String path) {
        StringBuilder text =
                new StringBuilder("<?xml version=\"1.0\"?>\n")
                        .append("<scpd xmlns=\"urn:schemas-upnp-org:service-1-0\">")
                        .append("<specVersion><major>1</major><minor>0</minor></specVersion>")
                        .append("<actionList>");
        Map<String, String> variables = new LinkedHashMap<>();
        actions(path)
                .forEach((action, arguments) -> {
                    text.append("<action><name>").append(action).append("</name><argumentList>");
                    for (String argument : arguments.split(" ", -1)) {
                        argument(text, argument, variables);
                    }
                    text.append("</argumentList></action>");
                });
        text.append("</actionList><serviceStateTable>");
        for (String evented : Arrays.asList("ExternalIPAddress", "ConnectionStatus")) {
            if (variables.containsKey(evented)) {
                variables.put(evented, "yes");
            }
        }
        variables.forEach((name, events) -> variable(text, name, events));
        return text.append("</serviceStateTable></scpd>\n").toString();
    }

    private static void argument(
            StringBuilder text, String argument, Map<String, String> variables) {
        String name = argument.substring(0, argument.length() - 1);
        boolean out = argument.endsWith("<");
        String variable = name.substring("New".length());
        variables.putIfAbsent(variable, "no");
        text.append("<argument><name>")
                .append(name)
                .append("</name><direction>")
                .append(out ? "out" : "in")
                .append("</direction><relatedStateVariable>")
                .append(variable)
                .append("</relatedStateVariable></argument>");
    }

    private static void variable(StringBuilder text, String name, String events) {
        text.append("<stateVariable sendEvents=\"")
                .append(events)
                .append("\"><name>")
                .append(name)
                .append("</name><dataType>")
                .append(TYPES.getOrDefault("New" + name, "string"))
                .append("</dataType></stateVariable>");
    }
}
