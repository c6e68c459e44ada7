package bauta.control.admin;

import bauta.control.admin.traffic.BadPacketException;
import bauta.control.admin.traffic.ForwardTest;
import bauta.control.admin.traffic.ForwardView;
import bauta.control.admin.traffic.HostsView;
import bauta.control.admin.traffic.MappingVerdict;
import bauta.control.admin.traffic.MappingsView;
import bauta.control.admin.traffic.RuleHits;
import bauta.control.admin.traffic.RuleView;
import bauta.control.admin.traffic.TraceBegun;
import bauta.control.admin.traffic.TraceRequest;
import bauta.control.admin.traffic.TraceView;
import bauta.control.admin.traffic.WhyRequest;
import bauta.control.admin.traffic.WhyView;
import java.util.List;
import java.util.Optional;

/** Rules with counters, hosts, and what becomes of packets. */
final class TrafficRoutes {
    private static final String TRACE = "/api/v1/trace";
    private static final String MAPPING = "/api/v1/mappings/{id}";

    private final Control control;

    TrafficRoutes(Control control) {
        this.control = control;
    }

    /** All rules of the firewall. */
    record Rules(List<RuleView> rules) {}

    /** What the log tells of rules. */
    record RuleLog(List<RuleHits> lines) {}

    /** All policies. */
    record Policies(List<RuleView> policies) {}

    /** All forwards. */
    record Forwards(List<ForwardView> forwards) {}

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/api/v1/rules",
                        "The firewall's rules with their counters",
                        Rules.class,
                        _ -> Answer.ok(new Rules(control.traffic().rules()))),
                Route.get(
                        "/api/v1/rules/log",
                        "The latest hits of rules that are logged, at most 256 lines",
                        RuleLog.class,
                        _ -> Answer.ok(new RuleLog(control.traffic().ruleLog()))),
                Route.get(
                        "/api/v1/policies",
                        "The policies with their counters",
                        Policies.class,
                        _ -> Answer.ok(new Policies(control.traffic().policies()))),
                Route.get(
                        "/api/v1/forwards",
                        "The forwards with their counters",
                        Forwards.class,
                        _ -> Answer.ok(new Forwards(control.traffic().forwards()))),
                Route.of(
                                "POST",
                                "/api/v1/forwards/{id}/test",
                                "Try a forward, from the line to the program behind it",
                                this::test)
                        .gives(ForwardTest.class),
                Route.get(
                        "/api/v1/hosts",
                        "What each host does, and how short ports are",
                        HostsView.class,
                        _ -> Answer.ok(control.traffic().hosts())),
                Route.get(
                        "/api/v1/mappings",
                        "The ports that programs have opened, and what became of them",
                        MappingsView.class,
                        call -> Answer.ok(control.traffic().mappings(call.locale()))),
                Route.of(
                        "DELETE",
                        MAPPING,
                        "End a mapping, with the connections that came in by it",
                        call -> judge(call, MappingVerdict.REMOVE)),
                Route.of(
                        "POST",
                        MAPPING + "/allow",
                        "Allow a mapping that was asked for, now and later",
                        call -> judge(call, MappingVerdict.ALLOW)),
                Route.of(
                        "POST",
                        MAPPING + "/refuse",
                        "Refuse a mapping that was asked for, for a day",
                        call -> judge(call, MappingVerdict.REFUSE)),
                Route.of("POST", "/api/v1/why", "What would become of a packet", this::why)
                        .takes(WhyRequest.class)
                        .gives(WhyView.class),
                Route.of(
                                "POST",
                                TRACE,
                                "Follow real packets, at most 256 in 60 seconds",
                                this::trace)
                        .takes(TraceRequest.class)
                        .gives(TraceBegun.class),
                Route.of("DELETE", TRACE, "Follow no more", this::untrace),
                Route.get(
                        TRACE,
                        "What was seen of them",
                        TraceView.class,
                        call -> Answer.ok(control.traffic().traced(call.locale()))));
    }

    private Answer judge(Call call, MappingVerdict verdict) {
        String id = call.name("id");
        boolean known =
                id.matches("\\d{1,9}") && control.traffic().judge(Integer.parseInt(id), verdict);
        return known ? Answer.done() : Answer.error(ApiError.NO_SUCH_MAPPING, id);
    }

    private Answer test(Call call) {
        return control.traffic()
                .test(call.name("id"), call.locale())
                .map(Answer::ok)
                .orElseGet(() -> Answer.error(ApiError.NO_SUCH_FORWARD, call.name("id")));
    }

    private Answer why(Call call) {
        try {
            return Answer.ok(control.traffic().why(call.read(WhyRequest.class), call.locale()));
        } catch (BadPacketException e) {
            return Answer.error(ApiError.BAD_PARAMETER, e.part(), e.value());
        }
    }

    private Answer trace(Call call) {
        try {
            return Answer.ok(control.traffic().trace(Optional.of(call.read(TraceRequest.class))));
        } catch (BadPacketException e) {
            return Answer.error(ApiError.BAD_PARAMETER, e.part(), e.value());
        }
    }

    private Answer untrace(Call call) throws BadPacketException {
        control.traffic().trace(Optional.empty());
        return Answer.done();
    }
}
