package bauta;

import bauta.control.admin.traffic.Check;
import bauta.control.admin.traffic.ForwardTest;
import bauta.control.admin.traffic.WhyTexts;
import bauta.control.admin.traffic.WhyView;
import bauta.control.config.rules.Forward;
import bauta.control.words.Words;
import bauta.firewall.RangeSet;
import bauta.forward.WhyAnswer;
import bauta.forward.WhyQuestion;
import bauta.forward.WhyStage;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tries a forward from the line to the program behind it: is it in force, is the line up, does the
 * path let a packet through, does the host answer, does a program listen. Blocks for some seconds;
 * used once.
 */
final class ForwardTrial {
    private static final int TCP = 6;
    private static final int SOURCE_PORT = 50_000;
    private static final int SYN = 2;
    private static final int TTL = 64;

    /** RFC 1918 and, shared by carriers, RFC 6598. */
    private static final List<Ipv4Prefix> PRIVATE =
            List.of(
                    Ipv4Prefix.parse("10.0.0.0/8"),
                    Ipv4Prefix.parse("172.16.0.0/12"),
                    Ipv4Prefix.parse("192.168.0.0/16"));

    private static final Ipv4Prefix SHARED = Ipv4Prefix.parse("100.64.0.0/10");

    /** Where nobody on the Internet is (RFC 6890). */
    private static final List<Ipv4Prefix> NOWHERE =
            Stream.of(
                            "0.0.0.0/8",
                            "10.0.0.0/8",
                            "100.64.0.0/10",
                            "127.0.0.0/8",
                            "169.254.0.0/16",
                            "172.16.0.0/12",
                            "192.0.0.0/24",
                            "192.0.2.0/24",
                            "192.168.0.0/16",
                            "198.51.100.0/24",
                            "203.0.113.0/24",
                            "224.0.0.0/3")
                    .map(Ipv4Prefix::parse)
                    .toList();

    /** From one address that will not do to the next that may: none of the above is smaller. */
    private static final long STEP = 0xff;

    private final RunningRouter.Parts parts;
    private final Map<Integer, String> uplinks;
    private final Locale locale;
    private final List<Check> steps = new ArrayList<>();
    private String advice = "";
    private String behindNat = "";

    /**
     * Prepares to try.
     *
     * @param parts the router as it is
     * @param uplinks names of the uplinks by their numbers
     * @param locale of the texts
     */
    ForwardTrial(RunningRouter.Parts parts, Map<Integer, String> uplinks, Locale locale) {
        this.parts = parts;
        this.uplinks = uplinks;
        this.locale = locale;
    }

    /**
     * Tries.
     *
     * @param forward the forward
     */
    ForwardTest run(Forward forward) {
        String id = forward.label().id();
        Optional<String> good = tried(forward);
        if (good.isPresent()) {
            String verdict =
                    behindNat.isEmpty()
                            ? good.get()
                            : good.get() + " " + words("test.but-behind-nat", behindNat);
            return new ForwardTest(id, true, Optional.empty(), verdict, Optional.empty(), steps);
        }
        Check last = steps.getLast();
        String verdict = words("test.stops", last.label(), last.text());
        Optional<String> what = advice.isEmpty() ? Optional.empty() : Optional.of(advice);
        return new ForwardTest(id, false, Optional.of(last.name()), verdict, what, steps);
    }

    /** Returns the verdict when nothing stops a packet. */
    private Optional<String> tried(Forward forward) {
        if (!forward.label().enabled()) {
            return stop("enabled", "test.disabled");
        }
        boolean triable =
                forward.kind() == Forward.Kind.PORTS || forward.kind() == Forward.Kind.EXPOSED_HOST;
        if (!triable) {
            return stop("kind", "test.kind." + word(forward.kind()));
        }
        OptionalInt uplink = uplink(forward);
        if (uplink.isEmpty()) {
            return stop("uplink", "test.uplink.down");
        }
        String name = uplinks.getOrDefault(uplink.getAsInt(), "");
        Ipv4Address own = RouterTraffic.external(parts.side().plane().uplinks()).get(name);
        if (own == null) {
            return stop("uplink", "test.uplink.down");
        }
        Ipv4Address external = forward.addresses().isEmpty() ? own : forward.addresses().getFirst();
        ok("uplink", "test.uplink.up", name, external);
        checkAddress(external);
        for (int port : Doors.ends(forward)) {
            WhyQuestion question = question(forward, uplink.getAsInt(), external, port);
            int before = steps.size();
            if (!walk(forward, question)) {
                return Optional.empty();
            }
            if (port != Doors.ends(forward).getFirst()) {
                steps.subList(before, steps.size()).clear();
            }
        }
        return knock(forward);
    }

    private OptionalInt uplink(Forward forward) {
        Map<String, Ipv4Address> up = RouterTraffic.external(parts.side().plane().uplinks());
        return uplinks.entrySet().stream()
                .filter(entry -> up.containsKey(entry.getValue()))
                .filter(entry ->
                        forward.uplinks().isEmpty() || forward.uplinks().contains(entry.getValue()))
                .mapToInt(Map.Entry::getKey)
                .min();
    }

    /** Behind another NAT nobody outside can reach us, whatever we let in. */
    private void checkAddress(Ipv4Address external) {
        boolean shared = SHARED.contains(external);
        if (shared || PRIVATE.stream().anyMatch(prefix -> prefix.contains(external))) {
            behindNat = external.toString();
            add(
                    "address",
                    Check.Mark.WARNING,
                    words(shared ? "test.address.shared" : "test.address.private", external));
        } else {
            ok("address", "test.address.public", external);
        }
    }

    /**
     * Returns an address on the Internet that may come in.
     *
     * @param allowed who may; should none of them be on the Internet, the first one
     */
    static Ipv4Address stranger(RangeSet allowed) {
        if (allowed.contains(PacketRequest.STRANGER.bits())) {
            return PacketRequest.STRANGER;
        }
        for (int range = 0; range < allowed.size(); range++) {
            long last = Integer.toUnsignedLong(allowed.last(range));
            long next = Integer.toUnsignedLong(allowed.first(range));
            while (next <= last) {
                Ipv4Address address = new Ipv4Address((int) next);
                if (NOWHERE.stream().noneMatch(prefix -> prefix.contains(address))) {
                    return address;
                }
                next = (next | STEP) + 1;
            }
        }
        return new Ipv4Address(allowed.first(0));
    }

    private static boolean isTcp(Forward forward) {
        return forward.kind() == Forward.Kind.EXPOSED_HOST || forward.protocols().contains(TCP);
    }

    private WhyQuestion question(Forward forward, int uplink, Ipv4Address external, int port) {
        return new WhyQuestion(
                WhyQuestion.Ingress.UPLINK,
                uplink,
                source(forward),
                external,
                isTcp(forward) ? TCP : forward.protocols().getFirst(),
                SOURCE_PORT,
                port,
                SYN,
                0,
                0,
                0,
                TTL,
                0);
    }

    private Ipv4Address source(Forward forward) {
        RangeSet allowed = parts.config().names().addresses(forward.sources());
        return allowed.size() == 0 ? PacketRequest.STRANGER : stranger(allowed);
    }

    /** Returns whether the path lets a packet through by this forward. */
    private boolean walk(Forward forward, WhyQuestion question) {
        WhyAnswer answer = parts.side().why(question);
        WhyView view = new WhyTexts(locale).view(PacketLine.of(question), "", answer);
        boolean inside =
                answer.fate() == WhyAnswer.Fate.TO_LAN || answer.fate() == WhyAnswer.Fate.HELD;
        for (Check step : view.steps()) {
            if (!inside || !step.name().equals("neighbour") && !step.name().equals("out")) {
                steps.add(step);
            }
        }
        if (!inside) {
            advice = view.advice().orElse("");
            if (steps.getLast().mark() == Check.Mark.OK) {
                stop("fate", "test.elsewhere", view.verdict());
            }
            return false;
        }
        Optional<String> other = view.rule().filter(rule -> !rule.equals(forward.label().id()));
        boolean ours =
                answer.steps().stream()
                        .filter(step -> step.stage() == WhyStage.FORWARD)
                        .anyMatch(step -> step.rule().equals(Optional.of(forward.label().id())));
        if (!ours) {
            stop("forward", "test.other", other.orElse("?"));
        }
        return ours;
    }

    private Optional<String> knock(Forward forward) {
        Map<Doors.Door, Knock.Answer> heard =
                Doors.knock(
                        Doors.of(forward, parts.config(), isTcp(forward)),
                        door -> new Knock(parts).at(door.host(), door.port()));
        if (heard.size() == 1) {
            Map.Entry<Doors.Door, Knock.Answer> only = heard.entrySet().iterator().next();
            return one(only.getKey(), only.getValue());
        }
        List<Doors.Door> closed = new ArrayList<>();
        heard.forEach((door, answer) -> {
            String text = words("test.door." + answer.name().toLowerCase(Locale.ROOT), door);
            boolean open = answer == Knock.Answer.LISTENS || answer == Knock.Answer.THERE;
            String step = answer == Knock.Answer.NOBODY ? "host" : "program";
            add(step, open ? Check.Mark.OK : Check.Mark.STOP, text);
            if (!open) {
                closed.add(door);
            }
        });
        if (closed.isEmpty()) {
            return Optional.of(words("test.works-all", heard.size()));
        }
        String names = closed.stream().map(Doors.Door::toString).collect(Collectors.joining(", "));
        steps.sort(Comparator.comparing(step -> step.mark() == Check.Mark.STOP));
        advice = words("test.some.advice", names);
        return Optional.empty();
    }

    private Optional<String> one(Doors.Door door, Knock.Answer heard) {
        Ipv4Address host = door.host();
        int port = door.port();
        return switch (heard) {
            case LISTENS -> {
                ok("host", "test.host.there", host);
                ok("program", "test.program.listens", port);
                yield Optional.of(words("test.works", door));
            }
            case THERE -> {
                ok("host", "test.host.there", host);
                yield Optional.of(words("test.works-so-far", door));
            }
            case REFUSES -> {
                ok("host", "test.host.there", host);
                advice = words("test.program.advice", port, host);
                yield stop("program", "test.program.refuses", port);
            }
            case SILENT -> {
                ok("host", "test.host.there", host);
                advice = words("test.program.silent.advice", host);
                yield stop("program", "test.program.silent", port);
            }
            case NOBODY -> {
                advice = words("test.host.advice", host);
                yield stop("host", "test.host.nobody", host);
            }
        };
    }

    private void ok(String name, String id, Object... arguments) {
        add(name, Check.Mark.OK, words(id, arguments));
    }

    private Optional<String> stop(String name, String id, Object... arguments) {
        add(name, Check.Mark.STOP, words(id, arguments));
        return Optional.empty();
    }

    private void add(String name, Check.Mark mark, String text) {
        String label = "test.step." + name;
        steps.add(
                new Check(
                        name,
                        mark,
                        words(Words.has(label) ? label : "why.stage." + name),
                        text,
                        Optional.empty(),
                        Optional.empty()));
    }

    private String words(String id, Object... arguments) {
        return Words.text(locale, id, arguments);
    }

    private static String word(Forward.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
