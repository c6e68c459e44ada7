package bauta.arch;

import bauta.engine.ColdExit;
import bauta.engine.DropReason;
import bauta.engine.HotPath;

/** Hot methods that break each rule once, and some that keep them all. */
final class HotPathFixture {
    private int count;

    @HotPath
    interface Receiver {
        void receive(int at);
    }

    static final class Unmarked implements Receiver {
        int[] arrays = {};

        @Override
        public void receive(int at) {
            arrays = new int[at];
        }
    }

    record Point(int x) {}

    @HotPath
    Object newObject() {
        return new Object();
    }

    @HotPath
    int[] array(int length) {
        return new int[length];
    }

    @HotPath
    int[][] matrix(int length) {
        return new int[length][length];
    }

    @HotPath
    Integer boxing(int value) {
        return value;
    }

    @HotPath
    Runnable lambda() {
        return () -> count++;
    }

    @HotPath
    String string(int value) {
        return "value " + value;
    }

    @HotPath
    String varargs() {
        return String.format("");
    }

    @HotPath
    void throwing() {
        throw new IllegalStateException();
    }

    @HotPath
    void locks() {
        synchronized (this) {
            count++;
        }
    }

    @HotPath
    synchronized void synchronizedMethod() {
        count++;
    }

    @HotPath
    void callsCold() {
        cold();
    }

    void cold() {
        count--;
    }

    @ColdExit
    void exit() {
        count = 0;
    }

    @HotPath
    int keepsTheRules(Receiver receiver, Point point, DropReason reason) {
        assert point.x() > 0 : "x is " + point.x();
        receiver.receive(Math.max(point.x(), reason.ordinal()));
        exit();
        return switch (reason) {
            case NONE -> keepsTheRules(receiver, point, reason);
            default -> 0;
        };
    }
}
