package bauta.flow;

/**
 * The flow table at a moment.
 *
 * @param capacity flows at most
 * @param flows flows now
 * @param hosts inside hosts that have flows now
 * @param created flows ever made
 * @param expired flows that ended by their timeout
 * @param evicted flows that made room for others
 */
public record FlowStatus(
        int capacity, int flows, int hosts, long created, long expired, long evicted) {}
