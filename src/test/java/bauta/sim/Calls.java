package bauta.sim;

import bauta.forward.ForwardMode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All TCP connections of a run, and which of them have to succeed. */
final class Calls {
    private final Map<Integer, Call> all = new HashMap<>();
    private final Story story;
    private final Supplier<House> house;

    Calls(Story story, Supplier<House> house) {
        this.story = story;
        this.house = house;
    }

    Call begin(int up, int down) {
        Call call = new Call(all.size() + 1, up, down);
        all.put(call.number, call);
        return call;
    }

    /** Whether the rules let a visitor in by a door, with somebody behind it. */
    boolean isSure(Host visitor, End door) {
        Choice now = house.get().choice();
        boolean open = house.get().doors().isSure(door);
        boolean welcome =
                visitor.isOutside()
                        ? !now.has(Choice.Part.STRICT) || visitor.address() != House.ENEMY
                        : visitor.side().isLan() && visitor.side().number() != Box.GUESTS;
        return now.mode() != ForwardMode.OFF && open && welcome;
    }

    /** Whether the rules let a host of the house use a service outside. */
    boolean isSureOutside(Host client, int service) {
        boolean ssh = service == House.SSH && client.side().equals(Side.lan(0));
        return !house.get().choice().has(Choice.Part.STRICT) || !ssh;
    }

    @Nullable Call of(int number) {
        return all.get(number);
    }

    /** Something happened after which connections need not live on. */
    void excuseAll(String why) {
        for (Call call : all.values()) {
            if (!call.isDone()) {
                call.excuse(why);
            }
        }
    }

    /** The flow of a connection had to make room. */
    void evicted(FlowAudit.Key flow) {
        for (Call call : all.values()) {
            boolean theirs = flow.peer().equals(call.local) && flow.external().equals(call.remote);
            boolean ours = flow.inside().equals(call.local) && flow.peer().equals(call.remote);
            if (flow.protocol() == Datagram.TCP && !call.isDone() && (ours || theirs)) {
                call.excuse("evicted");
            }
        }
    }

    /** There was no room for the flow of a connection. */
    void refused(End local, End remote) {
        for (Call call : all.values()) {
            if (local.equals(call.local) && remote.equals(call.remote) && !call.isDone()) {
                call.excuse("no room");
            }
        }
    }

    /** An end was lost: a mistake, unless there is an excuse. */
    void lost(TcpEnd end, String why) {
        Call call = end.call();
        story.note(() -> end + " " + why);
        if (call != null && call.clientDone) {
            call.serverDone = true;
        } else if (call != null && call.excuse.isEmpty() && !call.isDone()) {
            throw new Violation("connection", end + " " + why);
        }
    }

    /** Every connection must have delivered everything, or have an excuse. */
    void check() {
        for (Call call : all.values()) {
            if (!call.isDone() && call.excuse.isEmpty()) {
                throw new Violation("connection", call + " did not end");
            }
        }
    }

    long succeeded() {
        return all.values().stream().filter(Call::isDone).count();
    }
}
