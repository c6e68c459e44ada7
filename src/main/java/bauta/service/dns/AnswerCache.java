package bauta.service.dns;

import org.jspecify.annotations.Nullable;

/**
 * Answers by question, bounded by number and by bytes; the one unused longest makes room. Nothing
 * is allocated to find one. Owned by the dns loop.
 */
final class AnswerCache {
    /** Longest answer that is kept: one name is not to drive out a thousand others. */
    static final int LONGEST = 16_384;

    private final DnsSettings.Caching settings;
    private final @Nullable CachedAnswer[] buckets;
    private @Nullable CachedAnswer newest;
    private @Nullable CachedAnswer oldest;
    private int size;
    private long bytes;
    private long hits;
    private long misses;
    private long stale;
    private long evictions;

    /** Makes an empty one. */
    AnswerCache(DnsSettings.Caching settings) {
        this.settings = settings;
        int wanted = Math.max(1, settings.names() + settings.names() / 2);
        this.buckets = new @Nullable CachedAnswer[Integer.highestOneBit(wanted) * 2];
    }

    /**
     * Writes the answer to a plain question when there is one that may be given.
     *
     * @param question asked now
     * @param transport how it came
     * @param out takes the answer
     * @param nowNanos when
     * @return its length, 0 when there is none
     */
    int answer(Question question, Transport transport, byte[] out, long nowNanos) {
        CachedAnswer found = find(question);
        if (found == null || !isGiven(found, nowNanos)) {
            misses++;
            return 0;
        }
        hits++;
        use(found);
        return found.write(question, question.limit(transport), out, nowNanos);
    }

    private boolean isGiven(CachedAnswer found, long nowNanos) {
        if (found.isFresh(nowNanos)) {
            return true;
        }
        if (!mayBeStale(found, nowNanos)) {
            remove(found);
            return false;
        }
        if (!found.isGivenStale(nowNanos)) {
            return false;
        }
        stale++;
        return true;
    }

    private boolean mayBeStale(CachedAnswer found, long nowNanos) {
        return settings.serveStale().isPresent()
                && found.overNanos(nowNanos) < settings.serveStale().get().toNanos();
    }

    /**
     * Returns the answer whose time is over but which may be given while no server answers (RFC
     * 8767).
     */
    @Nullable CachedAnswer stale(Question question, long nowNanos) {
        CachedAnswer found = question.plain() ? find(question) : null;
        return found != null && mayBeStale(found, nowNanos) ? found : null;
    }

    /** Counts an answer that was given though its time is over. */
    void countStale() {
        stale++;
    }

    private @Nullable CachedAnswer find(Question question) {
        CachedAnswer entry = buckets[bucket(question.hash())];
        while (entry != null && !entry.answers(question)) {
            entry = entry.nextInBucket;
        }
        return entry;
    }

    private int bucket(long hash) {
        return (int) hash & buckets.length - 1;
    }

    /** Keeps an answer in the place of an older one to the same question. */
    void put(Question question, CachedAnswer answer) {
        CachedAnswer before = find(question);
        if (before != null) {
            remove(before);
        }
        if (settings.names() < 1 || answer.length() > LONGEST) {
            return;
        }
        while (oldest != null
                && (size >= settings.names() || bytes + answer.bytes() > settings.bytes())) {
            remove(oldest);
            evictions++;
        }
        int bucket = bucket(answer.hash());
        answer.nextInBucket = buckets[bucket];
        buckets[bucket] = answer;
        size++;
        bytes += answer.bytes();
        addNewest(answer);
    }

    private void use(CachedAnswer entry) {
        if (entry.newer != null) {
            unlink(entry);
            addNewest(entry);
        }
    }

    private void addNewest(CachedAnswer entry) {
        entry.older = newest;
        entry.newer = null;
        if (newest != null) {
            newest.newer = entry;
        }
        newest = entry;
        if (oldest == null) {
            oldest = entry;
        }
    }

    private void unlink(CachedAnswer entry) {
        if (entry.older != null) {
            entry.older.newer = entry.newer;
        } else {
            oldest = entry.newer;
        }
        if (entry.newer != null) {
            entry.newer.older = entry.older;
        } else {
            newest = entry.older;
        }
        entry.older = null;
        entry.newer = null;
    }

    private void remove(CachedAnswer entry) {
        unlink(entry);
        size--;
        bytes -= entry.bytes();
        int bucket = bucket(entry.hash());
        CachedAnswer at = buckets[bucket];
        if (at == entry) {
            buckets[bucket] = entry.nextInBucket;
            return;
        }
        while (at != null && at.nextInBucket != entry) {
            at = at.nextInBucket;
        }
        if (at != null) {
            at.nextInBucket = entry.nextInBucket;
        }
    }

    /** Forgets everything. */
    void clear() {
        while (oldest != null) {
            remove(oldest);
        }
    }

    DnsStatus.CacheStatus status() {
        return new DnsStatus.CacheStatus(size, bytes, hits, misses, stale, evictions);
    }
}
