package bauta.ppp;

import bauta.wire.ControlMessage;

/** What a step of a control protocol wants done, in order. */
public sealed interface ConfigureAction {
    /**
     * Send a message.
     *
     * @param message the message
     */
    record Send(ControlMessage message) implements ConfigureAction {}

    /** This-Layer-Up: negotiation is complete. */
    record LayerUp() implements ConfigureAction {}

    /** This-Layer-Down: it was open and is no more. */
    record LayerDown() implements ConfigureAction {}

    /** This-Layer-Started: the layer below is needed. */
    record LayerStarted() implements ConfigureAction {}

    /** This-Layer-Finished: the layer below is needed no more; negotiation failed or was closed. */
    record LayerFinished() implements ConfigureAction {}
}
