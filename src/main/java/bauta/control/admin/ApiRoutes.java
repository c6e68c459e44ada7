package bauta.control.admin;

import java.util.ArrayList;
import java.util.List;

/** Puts the table of routes together, with the description of itself as the last one. */
final class ApiRoutes {
    static final String OPENAPI = "/api/v1/openapi.json";

    private ApiRoutes() {}

    static RouteTable table(
            AccessRoutes access,
            SetUpRoutes setUp,
            StatusRoutes status,
            TrafficRoutes traffic,
            ConfigRoutes config,
            String version) {
        List<Route> routes = new ArrayList<>();
        routes.addAll(setUp.routes());
        routes.addAll(access.routes());
        routes.addAll(status.routes());
        routes.addAll(traffic.routes());
        routes.addAll(config.routes());
        routes.add(
                Route.get(OPENAPI, "This document", Void.class, _ -> Answer.done())
                        .gives(200, Route.Response.JSON, Void.class)
                        .forAnyone());
        OpenApi document = new OpenApi(routes, version);
        Route last = routes.removeLast();
        routes.add(last.handledBy(_ -> Answer.ok(document.tree())));
        return new RouteTable(routes);
    }
}
