package bauta.control.admin;

import bauta.control.admin.EventHub.Event;
import bauta.control.admin.HealthCheck.State;
import bauta.control.words.Words;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What there is to see: status, services, leases, flows, drops, health, metrics, events. */
final class StatusRoutes {
    static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final int MOST_FLOWS = 1000;
    private static final int FLOWS = 100;
    private static final String NOT_BUILT = "NOT_BUILT";
    private static final Set<ServiceCommand> RUNNING =
            Set.of(ServiceCommand.START, ServiceCommand.STOP, ServiceCommand.RESTART);

    private final Control control;
    private final Supplier<String> metrics;
    private final Box box;

    StatusRoutes(Control control, Supplier<String> metrics, Box box) {
        this.control = control;
        this.metrics = metrics;
        this.box = box;
    }

    /** What does not change with the router's state. */
    record Box(String version, Supplier<String> fingerprint) {}

    /** All services. */
    record Services(List<ServiceView> services) {}

    /** All leases. */
    record Leases(List<LeaseView> leases) {}

    /** All drops. */
    record Drops(Map<String, Long> drops) {}

    /** Whether the house has what it needs. */
    record Health(
            String status,
            String version,
            String fingerprint,
            boolean uplink,
            boolean dns,
            boolean dhcp,
            List<HealthCheck> checks) {
        static Health of(List<HealthCheck> checks, Box box) {
            boolean trouble = checks.stream().anyMatch(c -> c.state() == State.TROUBLE);
            return new Health(
                    trouble ? "trouble" : "ok",
                    box.version(),
                    box.fingerprint().get(),
                    ok(checks, "uplink"),
                    ok(checks, "dns"),
                    ok(checks, "dhcp"),
                    checks);
        }

        private static boolean ok(List<HealthCheck> checks, String name) {
            return checks.stream().anyMatch(c -> c.name().equals(name) && c.state() == State.OK);
        }
    }

    List<Route> routes() {
        String service = "/api/v1/services/{name}/";
        return List.of(
                Route.get(
                                "/health",
                                "Whether the house has what it needs",
                                Health.class,
                                this::health)
                        .forAnyone(),
                Route.get("/metrics", "Figures for Prometheus", Void.class, this::metrics)
                        .gives(200, METRICS_TYPE, Void.class),
                Route.get(
                        "/api/v1/status",
                        "All there is to see",
                        StatusDocument.class,
                        this::status),
                Route.get("/api/v1/services", "The services", Services.class, this::services),
                command(service + "start", "Run a service now", ServiceCommand.START),
                command(service + "stop", "End a service now", ServiceCommand.STOP),
                command(service + "restart", "End and run a service", ServiceCommand.RESTART),
                command(
                        service + "enable",
                        "Run a service now and at each start",
                        ServiceCommand.ENABLE),
                command(
                        service + "disable",
                        "End a service and do not start it again",
                        ServiceCommand.DISABLE),
                Route.get("/api/v1/leases", "Addresses held by DHCP", Leases.class, this::leases),
                Route.get("/api/v1/flows", "Tracked flows", FlowPage.class, this::flows)
                        .query("offset", "integer", "How many to pass over")
                        .query("limit", "integer", "How many at most, 1 to " + MOST_FLOWS)
                        .query("host", "string", "Only flows of this address"),
                Route.get(
                        "/api/v1/drops",
                        "Frames that ended inside, by reason",
                        Drops.class,
                        _ -> Answer.ok(new Drops(control.drops()))),
                Route.get("/api/v1/events", "What happens, as it happens", Void.class, this::events)
                        .gives(200, "text/event-stream", Void.class));
    }

    private Route command(String path, String summary, ServiceCommand what) {
        return Route.of("POST", path, summary, call -> command(call, what))
                .gives(ServiceView.class);
    }

    private Answer command(Call call, ServiceCommand what) {
        String name = call.name("name");
        try {
            ServiceView service = control.command(name, what);
            boolean nothing = service.state().equals(NOT_BUILT) && RUNNING.contains(what);
            return nothing
                    ? Answer.error(ApiError.NOT_BUILT_SERVICE, name)
                    : Answer.ok(inWords(service, call.locale()));
        } catch (NoSuchServiceException e) {
            List<String> all = control.services().stream().map(ServiceView::name).toList();
            return Answer.error(ApiError.NO_SUCH_SERVICE, name, String.join(", ", all));
        }
    }

    private Answer health(Call call) {
        Health health = Health.of(control.health(), box);
        return health.status().equals("ok")
                ? Answer.ok(health)
                : Answer.of(503, new Answer.Body.Json(health));
    }

    private Answer metrics(Call call) {
        return Answer.bytes(METRICS_TYPE, metrics.get().getBytes(StandardCharsets.UTF_8));
    }

    private Answer status(Call call) {
        return Answer.ok(control.status().in(call.locale()));
    }

    private Answer services(Call call) {
        return Answer.ok(
                new Services(
                        control.services().stream().map(s -> inWords(s, call.locale())).toList()));
    }

    private static ServiceView inWords(ServiceView service, Locale locale) {
        return Words.has(service.reasonId())
                ? service.withReasonText(
                        Words.text(locale, service.reasonId(), service.reasonArguments()))
                : service;
    }

    private Answer leases(Call call) {
        return Answer.ok(new Leases(control.leases()));
    }

    private Answer flows(Call call) {
        Optional<Integer> offset = number(call, "offset", 0, 0, Integer.MAX_VALUE);
        Optional<Integer> limit = number(call, "limit", FLOWS, 1, MOST_FLOWS);
        if (offset.isEmpty()) {
            return wrong(call, "offset");
        }
        return limit.isEmpty()
                ? wrong(call, "limit")
                : Answer.ok(control.flows(offset.get(), limit.get(), call.query("host")));
    }

    private static Answer wrong(Call call, String name) {
        return Answer.error(ApiError.BAD_PARAMETER, name, call.query(name).orElse(""));
    }

    private static Optional<Integer> number(
            Call call, String name, int otherwise, int least, int most) {
        String text = call.query(name).orElse("" + otherwise);
        try {
            return Optional.of(Integer.parseInt(text)).filter(n -> n >= least && n <= most);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A client that listens anew first gets the uplinks as they are. */
    private Answer events(Call call) {
        List<Event> first =
                control.status().uplinks().stream()
                        .map(uplink -> new Event("", "uplink", ApiJson.line(uplink)))
                        .toList();
        return Answer.events(first, call.head().header("last-event-id"));
    }
}
