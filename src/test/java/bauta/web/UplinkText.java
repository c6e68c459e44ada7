package bauta.web;

import bauta.control.admin.UplinkView;
import bauta.uplink.UplinkCause;
import bauta.uplink.UplinkStatus.Phase;
import tools.jackson.databind.node.ObjectNode;

/**
 * The uplink as the page gets it: an element of {@code uplinks} in the status, see {@link
 * UplinkView}.
 *
 * @param phase where it stands
 * @param cause why it is down, or was down last
 * @param attempts dials so far
 * @param nextTryMillis until it dials again, 0 when it does not wait
 * @param detail what the other side said
 */
record UplinkText(Phase phase, UplinkCause cause, int attempts, int nextTryMillis, String detail) {
    static UplinkText dialling(Phase phase, int attempts) {
        return new UplinkText(phase, UplinkCause.STARTING, attempts, 0, "");
    }

    static UplinkText waiting(UplinkCause cause, int attempts, int nextTryMillis) {
        Phase phase = cause == UplinkCause.LINK_DOWN ? Phase.NO_CARRIER : Phase.WAITING;
        return new UplinkText(phase, cause, attempts, nextTryMillis, "");
    }

    String json() {
        boolean up = phase == Phase.UP;
        ObjectNode view = DevTools.parameters();
        view.put("name", "internet")
                .put("state", phase.name())
                .put("state-millis", 100)
                .put("last-cause", cause.name())
                .put("last-cause-number", cause.number())
                .put("last-cause-text", cause.text())
                .put("last-detail", detail)
                .put("attempts", attempts)
                .put("ac-name", "")
                .put("mtu-bytes", up ? 1454 : 0);
        if (nextTryMillis > 0) {
            view.put("next-try-millis", nextTryMillis);
        } else {
            view.putNull("next-try-millis");
        }
        var servers = view.putArray("dns-servers");
        if (up) {
            view.put("address", "203.0.113.27");
            servers.add("198.51.100.53").add("198.51.100.54");
        }
        return view.toString();
    }
}
