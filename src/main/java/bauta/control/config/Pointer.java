package bauta.control.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A place in a tree (RFC 6901).
 *
 * @param tokens the steps from the root, unescaped
 */
record Pointer(List<String> tokens) {
    /** Copies the list. */
    Pointer {
        tokens = List.copyOf(tokens);
    }

    /** Returns the pointer that a text says; nothing when it is none. */
    static Optional<Pointer> parse(String text) {
        if (text.isEmpty()) {
            return Optional.of(new Pointer(List.of()));
        }
        if (text.charAt(0) != '/' || text.matches("(?s).*~(?![01]).*")) {
            return Optional.empty();
        }
        List<String> tokens = new ArrayList<>();
        for (String token : text.substring(1).split("/", -1)) {
            tokens.add(token.replace("~1", "/").replace("~0", "~"));
        }
        return Optional.of(new Pointer(tokens));
    }

    boolean isRoot() {
        return tokens.isEmpty();
    }

    String first() {
        return tokens.getFirst();
    }

    Pointer rest() {
        return new Pointer(tokens.subList(1, tokens.size()));
    }
}
