package bauta.link;

import bauta.engine.HotPath;

/**
 * Which frames the kernel has at the moment, and through which port: the only way to get them back
 * when a NIC disappears with its rings. Router loop only.
 */
@HotPath
final class LentFrames {
    private final FramePool pool;
    private final byte[] borrower;

    LentFrames(FramePool pool) {
        this.pool = pool;
        this.borrower = new byte[pool.capacity()];
    }

    /** Notes that the kernel has a frame. */
    void lend(int at, int port) {
        assert borrower[at / FramePool.CHUNK_BYTES] == 0 : "lent twice";
        borrower[at / FramePool.CHUNK_BYTES] = (byte) port;
    }

    /** Notes that the kernel gave a frame back. */
    void returned(int at) {
        assert borrower[at / FramePool.CHUNK_BYTES] != 0 : "came back without having been lent";
        borrower[at / FramePool.CHUNK_BYTES] = 0;
    }

    /** Returns whether the kernel has a frame. */
    boolean isLent(int at) {
        return borrower[at / FramePool.CHUNK_BYTES] != 0;
    }

    /**
     * Takes back everything that a port's rings held; they must be closed.
     *
     * @param port number from 1 to 127
     * @return how many frames
     */
    int reclaim(int port) {
        int count = 0;
        for (int i = 0; i < borrower.length; i++) {
            if (borrower[i] == port) {
                borrower[i] = 0;
                pool.release(i * FramePool.CHUNK_BYTES);
                count++;
            }
        }
        return count;
    }
}
