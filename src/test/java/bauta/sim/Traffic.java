package bauta.sim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What honest people do: calls, datagrams there and back, pings, routes traced. */
final class Traffic {
    private static final int[] SERVICES = {80, 443, House.SSH};
    private static final int[] LISTENING = {53, 123, 4000, 4001, House.DISCARD, 9000};

    /** Ports of visitors, others for each door: two doors may lead to one server. */
    private static final int VISITING = 5_100;

    private static final int[] DOORS = {
        Doors.WEB, Doors.FARM, Doors.EMPTY, Doors.FRIENDS, Doors.MARKED, Doors.HTTP
    };

    private static final int MUTE = 4_002;
    private static final int CONFESSING = 5_950;
    private static final long AGAIN_NANOS = 600 * VirtualTime.MILLI;
    private static final int STEADY_PORT = 5_999;
    private static final long STEADY_NANOS = 7 * VirtualTime.SECOND;

    private final Net net;
    private final Random random;
    private final List<Host> clients;
    private final List<Host> servers;
    private final long udpNanos;
    private final Map<Host, End> heard = new HashMap<>();
    private int datagrams;
    private boolean talking = true;

    Traffic(Net net, List<Host> clients, List<Host> servers, long udpNanos) {
        this.net = net;
        this.random = net.random();
        this.clients = clients;
        this.servers = servers;
        this.udpNanos = udpNanos;
        for (Host server : servers) {
            server.bind(MUTE, (from, _, _) -> heard.put(server, from));
            for (int port : SERVICES) {
                server.listen(port);
            }
            for (int port : LISTENING) {
                server.bind(port, (from, to, payload) -> answer(server, from, to));
            }
        }
    }

    /** One host says something every few seconds, from one port to one server, all the time. */
    void keepTalking() {
        Host client = clients.getFirst();
        client.bind(STEADY_PORT, (_, _, _) -> {});
        End from = new End(client.address(), STEADY_PORT);
        End to = new End(servers.getFirst().address(), 4000);
        if (talking) {
            client.send(datagram(from, to, 100));
            net.time().after(STEADY_NANOS, this::keepTalking);
        }
    }

    void stopTalking() {
        talking = false;
    }

    /** Hosts that offer something behind forwards. */
    void offer() {
        for (Host host : clients) {
            host.listen(80);
            host.listen(Doors.MARKED);
            for (int i = 0; i < Doors.GAMES; i++) {
                host.bind(Doors.GAME + i, (from, to, _) -> play(host, from, to));
            }
            for (int i = 0; i < Trigger.PORTS; i++) {
                host.bind(Trigger.FIRST + i, (from, to, _) -> play(host, from, to));
            }
        }
    }

    /** Somebody outside wants to come in, or somebody inside takes the way by our own address. */
    private void visit(Host visitor) {
        int us = us();
        if (random.nextBoolean()) {
            Call call = net.calls().begin(bytes(), bytes());
            int number = random.nextInt(DOORS.length);
            End door = new End(us, DOORS[number]);
            boolean sure = net.calls().isSure(visitor, door);
            int port = VISITING + 20 * number + random.nextInt(12);
            TcpEnd end = visitor.connect(port, door, call);
            if (end == null || !sure) {
                call.excuse("no door");
            }
        } else {
            End from = new End(visitor.address(), clientPort());
            End to = random.nextInt(3) == 0 ? net.seen() : new End(us, gate());
            visitor.send(datagram(from, to, random.nextInt(900)));
        }
    }

    private int us() {
        return switch (random.nextInt(6)) {
            case 0 -> External.SECOND;
            case 1 -> External.PAIR;
            default -> net.router().address();
        };
    }

    private int gate() {
        return random.nextBoolean()
                ? Doors.GAME + random.nextInt(5)
                : Trigger.FIRST + random.nextInt(Trigger.PORTS);
    }

    Host client() {
        return clients.get(random.nextInt(clients.size()));
    }

    Host server() {
        return servers.get(random.nextInt(servers.size()));
    }

    /** Ports are few, so that hosts want the same. */
    private int clientPort() {
        return random.nextInt(8) == 0 ? 1 + random.nextInt(1023) : 5000 + random.nextInt(12);
    }

    private void answer(Host server, End from, End to) {
        int times = random.nextInt(3);
        for (int i = 0; i < times; i++) {
            server.send(datagram(to, from, random.nextInt(600)));
        }
        if (to.port() == Trigger.OPENED_BY) {
            End back = new End(from.address(), Trigger.FIRST + random.nextInt(Trigger.PORTS));
            server.send(datagram(new End(server.address(), 9000), back, 200));
        }
    }

    /** Less than one answer for a datagram, so that two that answer each other come to an end. */
    private void play(Host host, End from, End to) {
        if (random.nextBoolean()) {
            host.send(datagram(to, from, random.nextInt(600)));
        }
    }

    private Datagram datagram(End from, End to, int length) {
        datagrams++;
        Datagram made = Datagram.udp(from, to, Payload.of(datagrams, length));
        Datagram summed = random.nextInt(16) == 0 ? made.withoutSum() : made;
        return random.nextInt(8) == 0 ? summed.withTos(random.nextInt(256)) : summed;
    }

    /** Somebody of the house does something. */
    void act() {
        Host client = random.nextInt(8) == 0 ? net.router() : client();
        switch (random.nextInt(14)) {
            case 12 -> confess(client);
            case 0, 1 -> call(client);
            case 2, 3, 4, 5 -> talk(client);
            case 6 -> ping(client);
            case 7 -> trace(client);
            case 8 -> big(client);
            case 9, 10 -> visit(server());
            case 11 -> visit(client());
            default -> neighbourly(client);
        }
    }

    private void call(Host client) {
        if (client.address() != 0) {
            int service = SERVICES[random.nextInt(SERVICES.length)];
            dial(client, clientPort(), new End(server().address(), service));
        }
    }

    private void dial(Host client, int port, End to) {
        Call call = net.calls().begin(bytes(), bytes());
        if (!net.calls().isSureOutside(client, to.port())) {
            call.excuse("forbidden");
        }
        TcpEnd end = client.connect(port, to, call);
        if (end == null) {
            call.excuse("ports in use");
            return;
        }
        int fate = random.nextInt(12);
        long soon = random.nextInt(3_000) * VirtualTime.MILLI;
        if (fate == 0) {
            net.time().after(soon, () -> end.abort("aborted"));
        } else if (fate < 3) {
            net.time().after(soon, () -> end.pause(random.nextInt(3_000) * VirtualTime.MILLI));
        } else if (fate < 5) {
            end.beQuiet((75 + random.nextInt(25)) * VirtualTime.SECOND);
        }
        if (random.nextInt(3) == 0) {
            again(client, call, 20);
        }
    }

    /** A connection has ended well: the next has the same two ends (RFC 9293 section 3.6.1). */
    private void again(Host client, Call before, int looks) {
        End local = before.local;
        End remote = before.remote;
        if (local == null || remote == null) {
            return;
        }
        boolean mayCome = before.excuse.isEmpty() && looks > 0;
        net.time()
                .after(
                        AGAIN_NANOS,
                        () -> {
                            if (before.isDone() && talking && client.address() == local.address()) {
                                dial(client, local.port(), remote);
                            } else if (mayCome) {
                                again(client, before, looks - 1);
                            }
                        });
    }

    /**
     * A host speaks to somebody who listens and says nothing, less often than a flow may be idle
     * but more than once in that time; a word comes back after longer than that (RFC 4787 REQ-6).
     */
    private void confess(Host client) {
        int port = CONFESSING + random.nextInt(6);
        client.bind(port, (_, _, _) -> {});
        End from = new End(client.address(), port);
        Host server = server();
        End to = new End(server.address(), MUTE);
        long step = udpNanos * 9 / 20;
        for (int i = 0; i < 4; i++) {
            net.time().after(i * step, () -> sendFrom(client, from, to));
        }
        net.time().after(udpNanos * 11 / 10, () -> server.send(datagram(to, heard(server), 50)));
    }

    private End heard(Host server) {
        return heard.getOrDefault(server, new End(net.router().address(), CONFESSING));
    }

    private int bytes() {
        return random.nextInt(3) == 0 ? random.nextInt(40_000) : random.nextInt(3_000);
    }

    private void talk(Host client) {
        int port = clientPort();
        if (!client.isBound(port)) {
            client.bind(port, (_, _, _) -> {});
        }
        End from = new End(client.address(), port);
        int service = LISTENING[random.nextInt(LISTENING.length)];
        int times = 1 + random.nextInt(3);
        Host server = server();
        for (int i = 0; i < times; i++) {
            long later = random.nextInt(2_000) * VirtualTime.MILLI;
            End to = new End((random.nextInt(4) == 0 ? server() : server).address(), service);
            net.time().after(later, () -> sendFrom(client, from, to));
        }
    }

    private void sendFrom(Host client, End from, End to) {
        if (client.address() == from.address()) {
            client.send(datagram(from, to, random.nextInt(1_200)));
        }
    }

    private void ping(Host client) {
        int rest = random.nextInt(6) << 16 | random.nextInt(0x10000);
        byte[] payload = Payload.of(rest, random.nextInt(200));
        client.send(Datagram.icmp(client.address(), server().address(), 0x0800, rest, payload));
    }

    private void trace(Host client) {
        End from = new End(client.address(), 6000 + random.nextInt(4));
        int first = 33434 + random.nextInt(20);
        int target = server().address();
        for (int ttl = 1; ttl < 7; ttl++) {
            End to = new End(target, first + ttl);
            Datagram probe =
                    switch (random.nextInt(3)) {
                        case 0 ->
                                Datagram.icmp(
                                        client.address(),
                                        target,
                                        0x0800,
                                        7 << 16 | ttl,
                                        new byte[32]);
                        case 1 -> datagram(from, to, 32);
                        default -> datagram(from, to, 12);
                    };
            client.send(probe.withTtl(ttl));
        }
    }

    private void big(Host client) {
        End from = new End(client.address(), clientPort());
        End to = new End(server().address(), 9000);
        Datagram packet = datagram(from, to, 1_000 + random.nextInt(5_000));
        client.send(random.nextInt(3) == 0 ? packet : packet.mayBeCut(client.nextIdentification()));
    }

    /** To another network of the house, or to the router, or to nobody. */
    private void neighbourly(Host client) {
        End from = new End(client.address(), clientPort());
        int target =
                switch (random.nextInt(4)) {
                    case 0 -> Box.routerAddress(random.nextInt(Box.LANS));
                    case 1 -> End.ip(45, 1, 100, 200);
                    default -> client().address();
                };
        if (random.nextBoolean()) {
            client.send(
                    datagram(
                            from,
                            new End(target, LISTENING[random.nextInt(LISTENING.length)]),
                            40));
        } else {
            Call call = net.calls().begin(100, 100);
            call.excuse("nobody there");
            client.connect(from.port(), new End(target, 80), call);
        }
    }
}
