package bauta.service;

/** What can happen to a service. */
public sealed interface ServiceEvent {
    /**
     * It is to run.
     *
     * @param why {@link ServiceReason#STARTED} by a command, else NONE
     */
    record Start(ServiceReason why) implements ServiceEvent {}

    /**
     * It is to end.
     *
     * @param why by a command or by the configuration
     */
    record Stop(ServiceReason why) implements ServiceEvent {}

    /** It is to be closed and opened again, at once, whatever wait is due. */
    record Restart() implements ServiceEvent {}

    /**
     * What it needs came or went.
     *
     * @param obstacle what keeps it from being opened; NONE when nothing does
     */
    record Needs(ServiceReason obstacle) implements ServiceEvent {}

    /**
     * It was opened.
     *
     * @param opening which {@link ServiceAction.Open} this answers
     */
    record Opened(int opening) implements ServiceEvent {}

    /**
     * It could not be opened, or it died while it ran.
     *
     * @param opening which {@link ServiceAction.Open} this answers
     * @param why for people
     */
    record Failed(int opening, ServiceReason why) implements ServiceEvent {}

    /** The deadline of the state has come. */
    record TimeOut() implements ServiceEvent {}
}
