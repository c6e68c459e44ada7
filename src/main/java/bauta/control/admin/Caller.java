package bauta.control.admin;

/**
 * Who asks.
 *
 * @param kind how it was proved
 * @param name of the token, or the hash that names the session
 */
record Caller(Kind kind, String name) {
    static final Caller NOBODY = new Caller(Kind.NOBODY, "");
    static final Caller LOCAL = new Caller(Kind.LOCAL, "");

    /** How it was proved. */
    enum Kind {
        /** Not at all. */
        NOBODY,
        /** Came by the Unix socket. */
        LOCAL,
        /** Logged in; the browser sent the cookie by itself. */
        COOKIE,
        /** Logged in; the client sent the session's token. */
        SESSION,
        /** A named token of the API. */
        TOKEN
    }

    boolean known() {
        return kind != Kind.NOBODY;
    }

    boolean session() {
        return kind == Kind.COOKIE || kind == Kind.SESSION;
    }

    /** Returns who it is in the history of configurations. */
    String author() {
        return switch (kind) {
            case NOBODY -> "set-up";
            case LOCAL -> "local";
            case COOKIE, SESSION -> "admin";
            case TOKEN -> name;
        };
    }
}
