package bauta.sim;

import org.jspecify.annotations.Nullable;

/** One TCP connection as its two ends agreed on it: what has to arrive. */
final class Call {
    final int number;
    final int up;
    final int down;

    /** Why it need not arrive; empty while it must. */
    String excuse = "";

    /** Its ends, as the client knows them; null before it begins. */
    @Nullable End local;

    @Nullable End remote;

    boolean clientDone;
    boolean serverDone;

    /**
     * Agrees.
     *
     * @param number names it; the stream up begins with it
     * @param up bytes from the client, at least 4
     * @param down bytes from the server
     */
    Call(int number, int up, int down) {
        this.number = number;
        this.up = Math.max(4, up);
        this.down = down;
    }

    void excuse(String why) {
        if (excuse.isEmpty()) {
            excuse = why;
        }
    }

    boolean isDone() {
        return clientDone && serverDone;
    }

    int streamUp() {
        return number;
    }

    int streamDown() {
        return ~number;
    }

    @Override
    public String toString() {
        return "call "
                + number
                + " up "
                + up
                + " down "
                + down
                + (clientDone ? " client done" : "")
                + (serverDone ? " server done" : "")
                + (excuse.isEmpty() ? "" : " excused: " + excuse);
    }
}
