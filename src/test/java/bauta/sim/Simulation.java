package bauta.sim;

import bauta.engine.DropReason;
import bauta.flow.FlowSettings;
import bauta.flow.FlowTransition;
import bauta.forward.ForwardMode;
import bauta.forward.ForwardSettings;
import bauta.nat.NatSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * One run: the router in its network, some minutes of virtual time in which honest people, enemies
 * and accidents take turns; then a calm, in which every connection has to end well; then a long
 * silence, after which nothing may be left. Everything follows from the seed.
 */
final class Simulation {
    private static final int ACTIONS = 260;
    private static final int MOST_EVENTS = 100_000;
    private static final int FIRST_ADDRESS = End.ip(203, 0, 113, 5);

    private final Net net;
    private final VirtualTime time;
    private final Random random;
    private final Box box;
    private final House house;
    private final Oracle oracle;
    private final WhyCheck why;
    private final Puppets puppets;
    private final FlowSettings timers;
    private final Traffic traffic;
    private final Enemy enemy;
    private final List<Host> clients = new ArrayList<>();
    private final Set<DropReason> reasons = EnumSet.noneOf(DropReason.class);
    private final Set<FlowTransition> steps = new HashSet<>();
    private long events;

    private Simulation(long seed, boolean told) {
        net = new Net(seed, told);
        time = net.time();
        random = net.random();
        timers = timers();
        NatSettings nat = new NatSettings(timers.records() + 1);
        box = new Box(time, new ForwardSettings(timers, nat, seed | 1), this::crossed);
        house = new House(box.counters(), time);
        oracle = new Oracle(box, house, time, timers, net.calls());
        net.connect(box, house);
        List<Host> servers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            servers.add(net.addOutside(End.ip(45, 1, 100, i == 4 ? 15 : 9 + i)));
        }
        for (int i = 0; i < 7; i++) {
            int lan = i < 3 ? 0 : i < 5 ? 1 : Box.GUESTS;
            clients.add(net.addInside(lan, Box.routerAddress(lan) + 1 + i));
        }
        traffic = new Traffic(net, clients, servers, timers.udp().toNanos());
        traffic.offer();
        enemy = new Enemy(net, box, oracle, traffic);
        puppets = new Puppets(net, box, oracle, traffic);
        why = new WhyCheck(net, box, house, oracle, traffic);
    }

    /** Runs a seed again, and gives the end of its story. */
    static String tell(long seed, int lines) {
        Simulation simulation = new Simulation(seed, true);
        try {
            simulation.run();
        } catch (RuntimeException | AssertionError e) {
            return simulation.net.story().text(lines) + "\n" + e;
        }
        return simulation.net.story().text(lines);
    }

    /**
     * Runs a seed.
     *
     * @throws Violation when the router breaks a rule
     */
    static Result of(long seed) {
        Simulation simulation = new Simulation(seed, false);
        simulation.run();
        return new Result(
                simulation.events,
                simulation.reasons,
                simulation.steps,
                simulation.net.calls().succeeded(),
                simulation.why.asked());
    }

    /**
     * What a run came to.
     *
     * @param events crossings judged
     * @param reasons drop reasons seen
     * @param steps state transitions seen
     * @param calls connections that delivered everything
     * @param asked packets whose fate was foretold
     */
    record Result(
            long events,
            Set<DropReason> reasons,
            Set<FlowTransition> steps,
            long calls,
            long asked) {}

    private FlowSettings timers() {
        int capacity = random.nextInt(4) == 0 ? 24 : 300;
        boolean byTheBook = random.nextInt(8) == 0;
        if (byTheBook) {
            return FlowSettings.ofCapacity(capacity);
        }
        return new FlowSettings(
                capacity,
                Duration.ofSeconds(70),
                Duration.ofSeconds(200),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20));
    }

    private void crossed(Crossing crossing) {
        events++;
        if (events > MOST_EVENTS) {
            throw new Violation("storm", "more than " + MOST_EVENTS + " events");
        }
        net.spread(crossing);
        why.crossed(crossing);
        puppets.crossed(crossing);
        reasons.addAll(crossing.drops());
        oracle.judge(crossing);
    }

    private void run() {
        box.rules(house.choose(Choice.random(random)));
        up(FIRST_ADDRESS);
        traffic.keepTalking();
        net.weather(weather());
        for (int i = 0; i < ACTIONS; i++) {
            time.runUntil(time.nanos() + pause());
            step();
        }
        settle();
        time.runUntil(time.nanos() + 150 * VirtualTime.SECOND);
        net.calls().check();
        time.runUntil(time.nanos() + timers.tcpEstablished().toNanos() + 10 * VirtualTime.SECOND);
        oracle.nothingIsLeft();
        steps.addAll(box.transitions());
    }

    private long pause() {
        long millis = random.nextInt(20) == 0 ? random.nextInt(4_000) : random.nextInt(120);
        return millis * VirtualTime.MILLI;
    }

    private Net.Weather weather() {
        return random.nextInt(3) == 0
                ? Net.Weather.CALM
                : new Net.Weather(
                        random.nextDouble() * 0.06,
                        random.nextDouble() * 0.05,
                        random.nextDouble() * 0.1);
    }

    private void step() {
        int what = random.nextInt(100);
        if (what < 6) {
            why.ask();
        } else if (what < 10 && puppets.canAct()) {
            puppets.act();
        } else if (what < 62) {
            traffic.act();
        } else if (what < 92) {
            enemy.act();
        } else {
            accident();
        }
    }

    private void up(int address) {
        boolean other = box.address() != address;
        if (other) {
            net.calls().excuseAll("address changed");
            net.router().renumber(address);
        }
        box.attach(address);
        if (other) {
            oracle.everythingIsOver();
        }
    }

    private void accident() {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> asleep();
            case 3, 4 -> outage();
            case 5 -> leap();
            case 6 -> redial();
            case 7 -> restart();
            case 8, 9 -> otherRules();
            default -> net.weather(weather());
        }
    }

    private void asleep() {
        Host host = traffic.client();
        SimNeighbours all = box.neighbours(host.side().number());
        all.sleep(host.address());
        long until = random.nextInt(3_000) * VirtualTime.MILLI;
        time.after(until, () -> box.act(() -> wake(host)));
    }

    private void wake(Host host) {
        box.neighbours(host.side().number()).wake(host.address());
    }

    private void outage() {
        box.detach();
        time.after(random.nextInt(4_000) * VirtualTime.MILLI, () -> up(box.address()));
    }

    private void leap() {
        long[] seconds = {9, 11, 25, 35, 75, 140};
        time.runUntil(time.nanos() + seconds[random.nextInt(seconds.length)] * VirtualTime.SECOND);
    }

    private void redial() {
        box.detach();
        int other = FIRST_ADDRESS + random.nextInt(3);
        time.after(random.nextInt(2_000) * VirtualTime.MILLI, () -> up(other));
    }

    private void restart() {
        net.calls().excuseAll("restart");
        steps.addAll(box.transitions());
        box.restart();
        oracle.restarted();
        up(box.address());
    }

    /** The same rules again, by which nothing may change; or others; or no forwarding at all. */
    private void otherRules() {
        switch (random.nextInt(4)) {
            case 0 -> swap(Choice.random(random));
            case 1 -> {
                swap(house.choice().with(ForwardMode.OFF));
                long later = random.nextInt(3_000) * VirtualTime.MILLI;
                time.after(later, () -> swap(house.choice().with(ForwardMode.WITH_UPLINK)));
            }
            default -> swap(house.choice());
        }
    }

    private void swap(Choice now) {
        if (!now.equals(house.choice())) {
            net.calls().excuseAll("other rules");
        }
        net.story().note(() -> "rules " + now);
        box.rules(house.choose(now));
        oracle.rulesChanged();
    }

    private void settle() {
        traffic.stopTalking();
        net.weather(Net.Weather.CALM);
        swap(house.choice().with(ForwardMode.WITH_UPLINK));
        for (Host client : clients) {
            box.act(() -> wake(client));
        }
        time.runUntil(time.nanos() + 5 * VirtualTime.SECOND);
        up(box.address());
    }
}
