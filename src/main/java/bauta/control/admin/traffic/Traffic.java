package bauta.control.admin.traffic;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The running router's traffic as the API sees it. Its methods may block and are called on virtual
 * threads, several at once.
 */
public interface Traffic {
    /** Returns the rules of the firewall in order, the standing ones last. */
    List<RuleView> rules();

    /** Returns what the log tells of rules, the oldest first, at most 256 lines. */
    List<RuleHits> ruleLog();

    /** Returns the policies in order, and after them the addresses translated one to one. */
    List<RuleView> policies();

    /** Returns the forwards in order. */
    List<ForwardView> forwards();

    /** Returns what each host does, and how short ports are. */
    HostsView hosts();

    /**
     * Walks a packet that does not exist along the path; nothing is changed by it.
     *
     * @param request the packet
     * @param locale of the texts
     * @throws BadPacketException when there cannot be such a packet
     */
    WhyView why(WhyRequest request, Locale locale) throws BadPacketException;

    /**
     * Begins to follow the packets of one conversation, for at most 60 seconds and 256 lines. A
     * trace that runs already is replaced.
     *
     * @param request which; empty to end it
     * @return which trace this is, and whether one was replaced
     * @throws BadPacketException when there cannot be such packets
     */
    TraceBegun trace(Optional<TraceRequest> request) throws BadPacketException;

    /**
     * Returns what was seen of the latest trace.
     *
     * @param locale of the texts
     */
    TraceView traced(Locale locale);

    /**
     * Tries a forward, from the line to the program behind it. Takes up to ten seconds.
     *
     * @param forward its id
     * @param locale of the texts
     * @return empty when there is no such forward
     */
    Optional<ForwardTest> test(String forward, Locale locale);

    /**
     * Returns the ports that programs of the house have opened, or want to.
     *
     * @param locale of the texts
     */
    MappingsView mappings(Locale locale);

    /**
     * Says something about one of them.
     *
     * @param id its number
     * @param verdict what
     * @return whether there is one that this can be said about
     */
    boolean judge(int id, MappingVerdict verdict);
}
