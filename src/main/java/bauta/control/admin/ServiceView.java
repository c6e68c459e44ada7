package bauta.control.admin;

import java.util.List;
import java.util.Optional;

/**
 * A service as people see it.
 *
 * @param name {@code dns}, {@code dhcp}, {@code uplinks}, {@code admin}, {@code helpers} or {@code
 *     mappings}
 * @param state {@code RUNNING}, {@code STARTING}, {@code STOPPED}, {@code FAILED}, {@code WAITING}
 *     or {@code NOT_BUILT}
 * @param enabled whether it starts with the router
 * @param sinceMillis how long it has been in this state
 * @param reasonId message id of why it is in this state, or empty
 * @param reasonArguments what the message speaks of
 * @param reasonText the reason in English, or empty
 * @param restarts how often it was started anew after a failure
 * @param nextTryMillis until it is tried again, while it waits
 */
public record ServiceView(
        String name,
        String state,
        boolean enabled,
        long sinceMillis,
        String reasonId,
        List<String> reasonArguments,
        String reasonText,
        long restarts,
        Optional<Long> nextTryMillis) {
    /** Copies the list. */
    public ServiceView {
        reasonArguments = List.copyOf(reasonArguments);
    }

    /** This one with its reason in other words. */
    ServiceView withReasonText(String text) {
        return new ServiceView(
                name,
                state,
                enabled,
                sinceMillis,
                reasonId,
                reasonArguments,
                text,
                restarts,
                nextTryMillis);
    }
}
