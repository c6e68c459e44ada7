package bauta.ppp;

import bauta.wire.ControlMessage;
import bauta.wire.Octets;

/** What can happen to a control protocol. */
public sealed interface ConfigureEvent {
    /** The layer below is ready. */
    record Up() implements ConfigureEvent {}

    /** The layer below is gone. */
    record Down() implements ConfigureEvent {}

    /** It is wanted open. */
    record Open() implements ConfigureEvent {}

    /**
     * It is wanted closed.
     *
     * @param reason text for the Terminate-Request
     */
    record Close(Octets reason) implements ConfigureEvent {}

    /** The deadline of the state has come. */
    record TimeOut() implements ConfigureEvent {}

    /**
     * A well-formed message came.
     *
     * @param message the message
     */
    record Received(ControlMessage message) implements ConfigureEvent {}

    /** The peer does not speak this protocol (LCP Protocol-Reject). */
    record ProtocolRejected() implements ConfigureEvent {}
}
