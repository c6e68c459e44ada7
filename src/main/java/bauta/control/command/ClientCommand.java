package bauta.control.command;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What a person wants from a running router. */
sealed interface ClientCommand {
    /** How the router is, as a small picture. */
    record Status() implements ClientCommand {}

    /** Whether the router does what the house needs; exit status 1 when not. */
    record Health() implements ClientCommand {}

    /** The leases. */
    record Leases() implements ClientCommand {}

    /**
     * Tracked flows.
     *
     * @param host only those of this address
     * @param limit how many at most
     */
    record Flows(Optional<String> host, int limit) implements ClientCommand {}

    /** Frames that ended inside, by reason. */
    record Drops() implements ClientCommand {}

    /**
     * Rules.
     *
     * @param what {@code rules}, {@code policies} or {@code forwards}
     * @param verbose whether with counters
     */
    record RuleList(String what, boolean verbose) implements ClientCommand {}

    /** The latest hits of rules that are logged. */
    record RuleLog() implements ClientCommand {}

    /** What each host does, and how short ports are. */
    record Hosts() implements ClientCommand {}

    /**
     * The ports that programs have opened.
     *
     * @param history whether what became of them instead
     */
    record Mappings(boolean history) implements ClientCommand {}

    /**
     * Says something about such a port.
     *
     * @param id its number
     * @param what to do
     */
    record MappingDo(String id, Word what) implements ClientCommand {
        /** What can be said. */
        enum Word {
            REMOVE,
            ALLOW,
            REFUSE
        }
    }

    /**
     * What would become of a packet.
     *
     * @param body what the API is asked
     */
    record Why(String body) implements ClientCommand {}

    /**
     * Follows real packets.
     *
     * @param body what the API is asked
     */
    record Trace(String body) implements ClientCommand {}

    /**
     * Tries a forward; exit status 1 when it does not work.
     *
     * @param id of the forward
     */
    record TestForward(String id) implements ClientCommand {}

    /**
     * How long flows may be idle.
     *
     * @param changes by the name of the timer; empty to show them
     */
    record Timers(Map<String, String> changes) implements ClientCommand {
        /** Copies the map. */
        public Timers {
            changes = Map.copyOf(changes);
        }
    }

    /** What happens, as it happens. */
    record Events() implements ClientCommand {}

    /**
     * One value of the configuration, or all of it.
     *
     * @param pointer RFC 6901; empty for all
     */
    record ConfigGet(String pointer) implements ClientCommand {}

    /**
     * Sets one value.
     *
     * @param pointer RFC 6901
     * @param value JSON, or text that is none; empty to be asked for it without echo
     * @param confirmWithin how long to wait for a confirmation; empty to keep it when healthy
     */
    record ConfigSet(String pointer, Optional<String> value, Optional<Duration> confirmWithin)
            implements ClientCommand {}

    /**
     * Removes one value.
     *
     * @param pointer RFC 6901
     * @param confirmWithin as above
     */
    record ConfigRemove(String pointer, Optional<Duration> confirmWithin)
            implements ClientCommand {}

    /**
     * Where a file differs from what is in force.
     *
     * @param file a path, {@code -} for the standard input
     */
    record ConfigDiff(String file) implements ClientCommand {}

    /**
     * What is wrong with a file.
     *
     * @param file a path, {@code -} for the standard input
     */
    record ConfigCheck(String file) implements ClientCommand {}

    /**
     * Brings a file into force.
     *
     * @param file a path, {@code -} for the standard input
     * @param confirmWithin how long to wait for a confirmation; empty to keep it when healthy
     */
    record ConfigApply(String file, Optional<Duration> confirmWithin) implements ClientCommand {}

    /** Keeps what is on trial. */
    record ConfigConfirm() implements ClientCommand {}

    /** Goes back. */
    record ConfigUndo() implements ClientCommand {}

    /** The configurations that were kept. */
    record ConfigHistory() implements ClientCommand {}

    /** All services. */
    record ServiceList() implements ClientCommand {}

    /**
     * How one service is; exit status as LSB: 0 running, 1 failed, 3 not running.
     *
     * @param name of the service
     */
    record ServiceStatus(String name) implements ClientCommand {}

    /**
     * Does something to a service.
     *
     * @param name of the service
     * @param what to do
     */
    record ServiceDo(String name, Verb what) implements ClientCommand {}

    /** What can be done to a service. */
    enum Verb {
        START,
        STOP,
        RESTART,
        ENABLE,
        DISABLE
    }

    /**
     * Makes a token.
     *
     * @param name what it is for
     */
    record TokenCreate(String name) implements ClientCommand {}

    /** The names of the tokens. */
    record TokenList() implements ClientCommand {}

    /**
     * Removes a token.
     *
     * @param name what it was for
     */
    record TokenRemove(String name) implements ClientCommand {}

    /** Sets the admin password. */
    record Password() implements ClientCommand {}

    /** Logs in from a PC and remembers a token. */
    record Login() implements ClientCommand {}

    /** Forgets certificate and token of a router. */
    record Forget() implements ClientCommand {}

    /**
     * How to call it.
     *
     * @param topic a command; empty for all of them
     */
    record Help(String topic) implements ClientCommand {}
}
