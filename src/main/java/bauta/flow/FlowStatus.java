package bauta.flow;

/**
 * The flow table at a moment. A flow is <em>tentative</em> while it is not answered or not open
 * yet, and when it is over; else <em>settled</em>.
 *
 * @param capacity flows of inside hosts at most
 * @param flows flows now, the router's among them
 * @param hosts inside hosts that have flows now
 * @param created flows ever made
 * @param expired flows that ended by their timeout
 * @param evicted flows that made room for others
 * @param tentative tentative flows of inside hosts now
 * @param settled settled flows of inside hosts now
 * @param evictedTentative tentative flows that made room
 * @param evictedSettled settled flows that made room
 * @param refused flows that were not made, for no other could make room
 * @param router the router's own flows now
 * @param routerReserve flows that are kept free for the router
 */
public record FlowStatus(
        int capacity,
        int flows,
        int hosts,
        long created,
        long expired,
        long evicted,
        int tentative,
        int settled,
        long evictedTentative,
        long evictedSettled,
        long refused,
        int router,
        int routerReserve) {}
