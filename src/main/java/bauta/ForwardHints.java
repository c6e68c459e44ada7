package bauta;

import bauta.control.admin.traffic.Check;
import bauta.control.admin.traffic.WhyView;
import bauta.control.config.Config;
import bauta.control.config.rules.Forward;
import bauta.control.config.rules.PortSpan;
import bauta.control.words.Words;
import bauta.forward.WhyQuestion;
import bauta.wire.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Names forwards that are for the port of a packet and all the same do not take it, with the reason
 * and what to do about it: what people look for when a forward does not work.
 */
final class ForwardHints {
    private static final String STAGE = "forward";

    private final Config config;
    private final Map<String, Ipv4Address> external;
    private final Locale locale;

    /**
     * Prepares hints.
     *
     * @param config in force
     * @param external addresses of the uplinks that are up, by their names
     * @param locale of the texts
     */
    ForwardHints(Config config, Map<String, Ipv4Address> external, Locale locale) {
        this.config = config;
        this.external = external;
        this.locale = locale;
    }

    /** A forward that does not take the packet: id of the text, and what that speaks of. */
    private record Hint(Forward forward, String id, List<Object> arguments) {}

    /**
     * Returns a view with hints behind what it says about forwards.
     *
     * @param view what the path says
     * @param packet the packet
     */
    WhyView added(WhyView view, WhyQuestion packet) {
        Optional<String> uplink = uplinkOf(packet.destination());
        if (uplink.isEmpty() || isTaken(view)) {
            return view;
        }
        List<Hint> hints =
                config.forwards().stream()
                        .filter(forward -> isFor(forward, packet))
                        .flatMap(forward -> hint(forward, packet, uplink.get()).stream())
                        .toList();
        if (hints.isEmpty()) {
            return view;
        }
        boolean ended = view.reason().isPresent();
        return new WhyView(
                view.packet(),
                view.from(),
                view.fate(),
                view.reason(),
                view.rule(),
                view.verdict(),
                ended ? Optional.of(text(hints.getFirst(), ".do")) : view.advice(),
                steps(view.steps(), hints));
    }

    private Optional<String> uplinkOf(Ipv4Address destination) {
        return external.keySet().stream()
                .filter(name ->
                        destination.equals(external.get(name))
                                || RuleSettings.furtherAddresses(config, name)
                                        .contains(destination))
                .findFirst();
    }

    /** What an exposed host gets another forward may have been meant to get. */
    private boolean isTaken(WhyView view) {
        Optional<String> taken =
                view.steps().stream()
                        .filter(step -> step.name().equals(STAGE))
                        .filter(step -> step.mark() == Check.Mark.OK)
                        .flatMap(step -> step.rule().stream())
                        .findFirst();
        return view.steps().stream().noneMatch(step -> step.name().equals(STAGE))
                || config.forwards().stream()
                        .filter(forward -> taken.equals(Optional.of(forward.label().id())))
                        .anyMatch(forward -> forward.kind() != Forward.Kind.EXPOSED_HOST);
    }

    private static boolean isFor(Forward forward, WhyQuestion packet) {
        boolean every = forward.kind() == Forward.Kind.EXPOSED_HOST;
        boolean protocol = every || forward.protocols().contains(packet.protocol());
        boolean port =
                forward.ports()
                        .map(span ->
                                span.first() <= packet.destinationPort()
                                        && packet.destinationPort() <= span.last())
                        .orElse(true);
        boolean address =
                forward.addresses().isEmpty() || forward.addresses().contains(packet.destination());
        return protocol && port && address;
    }

    private Optional<Hint> hint(Forward forward, WhyQuestion packet, String uplink) {
        boolean inside = packet.from() != WhyQuestion.Ingress.UPLINK;
        if (!forward.label().enabled()) {
            return of(forward, "disabled");
        }
        if (!forward.uplinks().isEmpty() && !forward.uplinks().contains(uplink)) {
            return of(forward, "uplink", String.join(", ", forward.uplinks()), uplink);
        }
        if (inside && !forward.hairpin()) {
            return of(forward, "hairpin");
        }
        if (!inside && !takes(forward, packet.source())) {
            return of(forward, "source", packet.source());
        }
        return switch (forward.kind()) {
            case TRIGGER ->
                    of(
                            forward,
                            "trigger",
                            forward.trigger()
                                    .map(Forward.Trigger::ports)
                                    .map(PortSpan::toString)
                                    .orElse(""));
            case MARK -> of(forward, "mark");
            case PORTS, EXPOSED_HOST -> Optional.empty();
        };
    }

    private boolean takes(Forward forward, Ipv4Address source) {
        return forward.sources().isEmpty()
                || config.names().addresses(forward.sources()).contains(source.bits());
    }

    private static Optional<Hint> of(Forward forward, String id, Object... arguments) {
        return Optional.of(new Hint(forward, "why.hint." + id, List.of(arguments)));
    }

    private List<Check> steps(List<Check> steps, List<Hint> hints) {
        List<Check> all = new ArrayList<>();
        for (Check step : steps) {
            all.add(step);
            if (step.name().equals(STAGE)) {
                hints.forEach(hint -> all.add(check(hint)));
            }
        }
        return all;
    }

    private Check check(Hint hint) {
        return new Check(
                STAGE,
                Check.Mark.WARNING,
                Words.text(locale, "why.stage.forward"),
                text(hint, ""),
                Optional.empty(),
                Optional.of(hint.forward().label().id()));
    }

    private String text(Hint hint, String part) {
        List<Object> arguments = new ArrayList<>();
        arguments.add(hint.forward().label().id());
        arguments.addAll(hint.arguments());
        return Words.text(locale, hint.id() + part, arguments.toArray());
    }
}
