package bauta.control.admin;

import java.util.concurrent.atomic.AtomicLong;

/** The hub of events for those who listen over HTTP, and how many of them were too slow. */
record EventStreams(EventHub hub, AtomicLong slow) {
    EventStreams(EventHub hub) {
        this(hub, new AtomicLong());
    }
}
