package bauta.control.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every route there is. */
record RouteTable(List<Route> routes) {
    RouteTable {
        routes = List.copyOf(routes);
    }

    /** What came of looking a request up. */
    sealed interface Match {
        /** Here it is. */
        record Found(Route route, Map<String, String> names) implements Match {}

        /** The path is known, the method is not among those it takes. */
        record OtherMethods(String allowed) implements Match {}

        /** No such path. */
        record Nothing() implements Match {}
    }

    /** Looks a request up; HEAD is taken for GET. */
    Match find(String method, String path) {
        String wanted = method.equals("HEAD") ? "GET" : method;
        List<Route> there = routes.stream().filter(r -> r.match(path).isPresent()).toList();
        for (Route route : there) {
            Optional<Map<String, String>> names = route.match(path);
            if (route.method().equals(wanted) && names.isPresent()) {
                return new Match.Found(route, names.get());
            }
        }
        return there.isEmpty()
                ? new Match.Nothing()
                : new Match.OtherMethods(
                        there.stream().map(Route::method).collect(Collectors.joining(", ")));
    }
}
