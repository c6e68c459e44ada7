package bauta.control.config;

import java.util.Locale;

/** What can be wrong with a configuration. The text of each stands in the catalogues. */
enum ProblemId {
    NO_SUCH_FILE,
    IS_DIRECTORY,
    /** Argument: why, in the words of the system. */
    UNREADABLE,
    /** Argument: the limit in bytes. */
    TOO_LONG,
    EMPTY,
    NOT_JSON,
    DUPLICATE_KEY,
    UNKNOWN_KEY,
    /** Argument: the known key that looks most like it. */
    UNKNOWN_KEY_NEAR,
    MISSING,
    /** Argument: what is allowed. */
    NOT,
    /** Argument: what is allowed, which is a text. */
    NOT_TEXT,
    NOT_BUILT,
    TYPE_NOT_BUILT,
    ONE_UPLINK,
    /** Argument: the network. */
    OUTSIDE,
    /** Argument: the start of the pool. */
    BEFORE,
    NOT_A_HOST,
    ROUTER_IN_POOL,
    /** Argument: the pointer of the other one. */
    DUPLICATE,
    /** Argument: the roles that exist. */
    UNKNOWN_ROLE,
    /** Argument: the pointer of the other user. */
    ROLE_TAKEN,
    /** Arguments: the other network and its pointer. */
    OVERLAPS,
    /** Argument: the version that is known. */
    NEWER_FORM,
    /** Argument: who listens there. */
    PORT_TAKEN,
    UNKNOWABLE_DEVICE,
    OWNED_OPTION,
    ONE_VALUE,
    NO_NUMBER,
    /** Argument: the width in bytes. */
    TOO_WIDE,
    /** Argument: the networks there are. */
    IN_NO_NETWORK,
    /** Argument: the pointer of the network that has it. */
    OWN_ADDRESS,
    OWN_NAME,
    SECRET_UNKNOWN,
    NO_SUCH_PLACE,
    REVERSED,
    /** Argument: the network itself. */
    HOST_BITS,
    NO_SUCH_TIME_ZONE,
    /** Argument: the networks there are. */
    UNKNOWN_NETWORK,
    /** Argument: the uplinks there are. */
    UNKNOWN_UPLINK,
    /** Arguments: the sets of addresses and the devices there are. */
    UNKNOWN_ADDRESSES,
    /** Argument: the sets of ports there are. */
    UNKNOWN_PORTS,
    /** Argument: the schedules there are. */
    UNKNOWN_SCHEDULE,
    /** Argument: where the device stands. */
    DEVICE_WITHOUT_ADDRESS,
    SET_IN_SET,
    EMPTY_SET,
    BOTH_KINDS_OF_SET,
    PORTS_WITHOUT_PROTOCOL,
    ICMP_WITHOUT_PROTOCOL,
    TWICE_TOS,
    /** Arguments: the action it does not fit, and the one it does. */
    NOT_WITH_ACTION,
    /** Argument: the action. */
    NEEDED_BY_ACTION,
    /** Argument: the addresses there are. */
    NOT_EXTERNAL,
    /** Argument: the kind of forward. */
    NOT_WITH_KIND,
    /** Argument: the kind of forward. */
    NEEDED_BY_KIND,
    /** Arguments: the fewest and the most. */
    NO_TARGET,
    /** Arguments: how many ports there are outside and inside. */
    OTHER_LENGTH,
    /** Arguments: what both want, and the pointer of the other forward. */
    FORWARD_CONFLICT,
    /** Arguments: the other network and how many bits. */
    OTHER_PREFIX_LENGTH,
    /** Argument: how many at most. */
    TOO_MANY_ADDRESSES,
    INSIDE_THE_HOUSE,
    FORWARD_PORTS,
    MIXED_PROTOCOLS,
    /** Argument: how many uplinks there are. */
    OTHER_COUNT,
    ROUTER_RULE,
    /** Argument: how many at most. */
    TOO_MANY_RANGES;

    /** Returns the key of its text in the catalogues. */
    String key() {
        return "problem." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the message, with its arguments in the order of the catalogues. */
    Message with(Object... arguments) {
        return Message.of(key(), arguments);
    }
}
