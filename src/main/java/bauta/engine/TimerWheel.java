package bauta.engine;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Deadlines of many numbered things, in slots of one tick each (a hashed timing wheel). The links
 * lie inside the things' own records off heap, eight bytes each. A deadline that moves away costs
 * nothing: when a slot fires, the wheel asks the owner for the true deadline and files the thing
 * anew. One that comes nearer must be filed again by {@link #reschedule}. Deadlines beyond the
 * wheel are filed in its last slot and looked at again. Owned by one thread.
 */
public final class TimerWheel {
    /** Who knows the deadlines. */
    public interface Owner {
        /**
         * Returns the true deadline of a thing.
         *
         * @param id its number
         */
        long deadlineNanos(int id);

        /**
         * A deadline has passed; the thing is out of the wheel.
         *
         * @param id its number
         */
        void expired(int id);
    }

    private static final int NONE = -1;

    private final ByteBuffer records;
    private final int linkOffset;
    private final int recordBytes;
    private final long tickNanos;
    private final long startNanos;
    private final int[] heads;
    private final Owner owner;
    private long tick;

    /**
     * Makes an empty wheel.
     *
     * @param records the section that holds the things' records
     * @param linkOffset where the eight bytes of the links stand in a record
     * @param recordBytes bytes of a record
     * @param geometry ticks and slots
     * @param owner who knows the deadlines
     */
    public TimerWheel(
            ByteBuffer records, int linkOffset, int recordBytes, Geometry geometry, Owner owner) {
        this.records = records;
        this.linkOffset = linkOffset;
        this.recordBytes = recordBytes;
        this.tickNanos = geometry.tickNanos;
        this.startNanos = geometry.startNanos;
        this.heads = new int[geometry.slots];
        Arrays.fill(heads, NONE);
        this.owner = owner;
    }

    /**
     * The shape of a wheel.
     *
     * @param tickNanos the time one slot stands for
     * @param slots how many, a power of two
     * @param startNanos the time now
     */
    public record Geometry(long tickNanos, int slots, long startNanos) {
        /** Refuses slots that are not a power of two. */
        public Geometry {
            if (Integer.bitCount(slots) != 1) {
                throw new IllegalArgumentException("not a power of two: " + slots);
            }
        }
    }

    /**
     * Files a thing that is not in the wheel.
     *
     * @param id its number
     * @param deadlineNanos when
     */
    public void schedule(int id, long deadlineNanos) {
        long ticks = (deadlineNanos - startNanos + tickNanos - 1) / tickNanos;
        long filed = Math.clamp(ticks, tick + 1, tick + heads.length - 1);
        int slot = (int) filed & heads.length - 1;
        int head = heads[slot];
        records.putInt(previousAt(id), ~slot);
        records.putInt(nextAt(id), head);
        if (head != NONE) {
            records.putInt(previousAt(head), id);
        }
        heads[slot] = id;
    }

    /**
     * Takes a thing out.
     *
     * @param id its number; it must be in the wheel
     */
    public void cancel(int id) {
        int previous = records.getInt(previousAt(id));
        int next = records.getInt(nextAt(id));
        if (previous < 0) {
            assert heads[~previous] == id : "not in the wheel";
            heads[~previous] = next;
        } else {
            records.putInt(nextAt(previous), next);
        }
        if (next != NONE) {
            records.putInt(previousAt(next), previous);
        }
    }

    /**
     * Files a thing anew because its deadline has come nearer.
     *
     * @param id its number; it must be in the wheel
     * @param deadlineNanos when
     */
    public void reschedule(int id, long deadlineNanos) {
        cancel(id);
        schedule(id, deadlineNanos);
    }

    /**
     * Fires the slots up to now.
     *
     * @param nowNanos the time
     * @param limit how many things to look at, at most
     * @return how many were looked at; {@code limit} means that there may be more to do
     */
    public int advance(long nowNanos, int limit) {
        long target = (nowNanos - startNanos) / tickNanos;
        int looked = 0;
        while (tick <= target) {
            int slot = (int) tick & heads.length - 1;
            while (heads[slot] != NONE) {
                if (looked == limit) {
                    return looked;
                }
                looked++;
                fire(heads[slot], nowNanos);
            }
            tick++;
        }
        return looked;
    }

    private void fire(int id, long nowNanos) {
        cancel(id);
        long deadline = owner.deadlineNanos(id);
        if (deadline <= nowNanos) {
            owner.expired(id);
        } else {
            schedule(id, deadline);
        }
    }

    private int previousAt(int id) {
        return id * recordBytes + linkOffset;
    }

    private int nextAt(int id) {
        return id * recordBytes + linkOffset + Integer.BYTES;
    }
}
