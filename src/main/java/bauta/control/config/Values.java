package bauta.control.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What an object of the file holds, by key. */
final class Values {
    private final Map<String, Object> bound = new HashMap<>();
    private final Site site;

    Values(Site site) {
        this.site = site;
    }

    void bind(Key<?> key, JsonNode object) {
        key.bind(object, site).ifPresent(value -> bound.put(key.name(), value));
    }

    /** Returns where the object stands. */
    Site site() {
        return site;
    }

    /** Returns where a key of the object stands. */
    Site site(Key<?> key) {
        return site.child(key.name());
    }

    /** Returns where a record stands that was made below this object. */
    Site origin(Object bound) {
        return site.problems().origin(bound, site);
    }

    /** Returns the value of a key that is required or has a default. */
    <T> T get(Key<T> key) {
        return find(key).orElseThrow(() -> new AssertionError(key.name() + " has no default"));
    }

    /** Returns the value of a key, if it stands in the file or has a default. */
    @SuppressWarnings("unchecked") // bind() puts only what the key's own kind made
    <T> Optional<T> find(Key<T> key) {
        return Optional.ofNullable((T) bound.get(key.name()));
    }
}
