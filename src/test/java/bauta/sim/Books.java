package bauta.sim;

import bauta.forward.ForwardStatus;

/** Counters that add up, and tables that stay within their bounds. */
final class Books {
    private final Box box;
    private long received;
    private ForwardStatus status;

    Books(Box box) {
        this.box = box;
        this.status = box.status();
    }

    void restarted() {
        received = 0;
        status = box.status();
    }

    /** in + generated = out + dropped + held, and no frame is lost or sent twice. */
    void balance(Crossing crossing) {
        received += crossing.side() == null ? 0 : 1;
        status = box.status();
        long in = status.receivedLan() + status.receivedWan() + status.receivedTun();
        long out = status.sentLan() + status.sentWan() + status.sentTun();
        long dropped = box.dropped();
        boolean adds = in + status.generated() == out + dropped + status.held();
        if (in != received || out != box.sent() || !adds) {
            throw new Violation(
                    "balance",
                    String.format(
                            "in %d (given %d) + generated %d, out %d (seen %d) + dropped %d + held %d after %s",
                            in,
                            received,
                            status.generated(),
                            out,
                            box.sent(),
                            dropped,
                            status.held(),
                            crossing));
        }
        if (box.lostFrames() != 0) {
            throw new Violation("frames", box.lostFrames() + " are lost after " + crossing);
        }
        bounds();
    }

    private void bounds() {
        boolean bounded =
                status.flow().flows() <= box.records()
                        && status.nat().mappings() <= status.nat().capacity()
                        && status.held() <= 1024;
        if (!bounded) {
            throw new Violation("bounds", status.toString());
        }
    }

    boolean isFull() {
        return status.flow().flows() >= status.flow().capacity() - 1;
    }

    long flows() {
        return status.flow().flows();
    }

    void nothingIsLeft() {
        status = box.status();
        long left =
                status.flow().flows()
                        + status.flow().hosts()
                        + status.nat().mappings()
                        + status.held();
        if (left != 0 || box.lostFrames() != 0) {
            throw new Violation("leak", status.toString());
        }
    }
}
