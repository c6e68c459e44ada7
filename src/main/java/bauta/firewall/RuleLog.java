package bauta.firewall;

import bauta.wire.Ipv4Address;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.tinylog.Logger;

/**
 * What the log tells of rules: how often each decided and the last packet it decided on. A rule has
 * a line a minute at most and all together {@link #LINES_A_MINUTE}; what cannot be told yet is
 * folded into the next line. Hits are noted without allocating. Router loop only.
 */
final class RuleLog {
    /** The most lines of all rules in a minute. */
    static final int LINES_A_MINUTE = 6;

    private static final long MINUTE_NANOS = 60_000_000_000L;

    private final List<FirewallRule> rules;
    private final Consumer<LoggedHits> lines;

    /** By rule, its place in the arrays below, or -1. */
    private final int[] places;

    private final int[] ruleOf;
    private final long[] hits;
    private final long[] addresses;
    private final int[] transports;
    private final long[] dueNanos;
    private final long[] lineNanos = new long[LINES_A_MINUTE];
    private int lineAt;
    private int linesWritten;
    private int waiting;
    private int next;

    RuleLog(List<FirewallRule> rules, Consumer<LoggedHits> lines) {
        this.rules = rules;
        this.lines = lines;
        this.places = new int[rules.size()];
        this.ruleOf = new int[rules.size()];
        Arrays.fill(places, -1);
        int count = 0;
        for (int i = 0; i < places.length; i++) {
            if (rules.get(i).log()) {
                ruleOf[count] = i;
                places[i] = count++;
            }
        }
        this.hits = new long[count];
        this.addresses = new long[count];
        this.transports = new int[count];
        this.dueNanos = new long[count];
    }

    /** Writes lines to the log. */
    static void write(LoggedHits line) {
        Logger.info(
                "firewall rule={} verdict={} hits={} last={} to={} protocol={} port={}",
                line.rule(),
                line.verdict(),
                line.hits(),
                line.source(),
                line.destination(),
                line.protocol(),
                line.port());
    }

    /** Notes that a rule decided; without effect when it has no log. */
    void note(int rule, PacketFacts facts) {
        int place = places[rule];
        if (place < 0) {
            return;
        }
        if (hits[place]++ == 0) {
            waiting++;
        }
        addresses[place] = facts.addresses;
        int port = facts.hasPorts ? facts.destinationPort : 0xffff;
        transports[place] = facts.protocol << 17 | (facts.hasPorts ? 1 << 16 : 0) | port;
    }

    /**
     * Takes over what another log owes about a rule, when both keep one about it.
     *
     * @param rule the rule's number here
     * @param other the log before this one
     * @param before the rule's number there
     */
    void owe(int rule, RuleLog other, int before) {
        int place = places[rule];
        int old = other.places[before];
        if (place >= 0 && old >= 0) {
            hits[place] = other.hits[old];
            waiting += hits[place] > 0 ? 1 : 0;
            addresses[place] = other.addresses[old];
            transports[place] = other.transports[old];
            dueNanos[place] = other.dueNanos[old];
        }
    }

    /** Goes on with another log's count of lines a minute. */
    void pace(RuleLog other) {
        System.arraycopy(other.lineNanos, 0, lineNanos, 0, LINES_A_MINUTE);
        lineAt = other.lineAt;
        linesWritten = other.linesWritten;
    }

    /** Writes what is due, beginning with the rule after the one that was written last. */
    void tick(long nowNanos, long wallMillis) {
        for (int i = 0; i < hits.length && waiting > 0 && mayWrite(nowNanos); i++) {
            int place = next;
            next = next + 1 == hits.length ? 0 : next + 1;
            boolean due = dueNanos[place] == 0 || nowNanos - dueNanos[place] >= 0;
            if (hits[place] > 0 && due) {
                tell(place, nowNanos, wallMillis);
            }
        }
    }

    private boolean mayWrite(long nowNanos) {
        return linesWritten < LINES_A_MINUTE || nowNanos - lineNanos[lineAt] >= MINUTE_NANOS;
    }

    private void tell(int place, long nowNanos, long wallMillis) {
        FirewallRule rule = rules.get(ruleOf[place]);
        int transport = transports[place];
        lines.accept(
                new LoggedHits(
                        wallMillis,
                        rule.id(),
                        rule.verdict(),
                        hits[place],
                        new Ipv4Address((int) (addresses[place] >>> 32)),
                        new Ipv4Address((int) addresses[place]),
                        transport >>> 17,
                        (transport >>> 16 & 1) == 0 ? -1 : transport & 0xffff));
        hits[place] = 0;
        waiting--;
        dueNanos[place] = nowNanos + MINUTE_NANOS;
        lineNanos[lineAt] = nowNanos;
        lineAt = (lineAt + 1) % LINES_A_MINUTE;
        linesWritten = Math.min(LINES_A_MINUTE, linesWritten + 1);
    }
}
