package bauta.service.mapping;

import bauta.engine.ManualTimers;
import bauta.wire.Ipv4Address;
import java.time.Duration;
import java.util.Optional;

/** A store over a {@link MemoryGate} with a manual clock. */
public final class StoreRig {
    /** A host of the house. */
    public static final Ipv4Address HOST = Ipv4Address.parse("192.168.87.10");

    /** Another one. */
    public static final Ipv4Address OTHER = Ipv4Address.parse("192.168.87.11");

    static final int TCP = 6;
    static final int UDP = 17;

    /** The clock. */
    public final ManualTimers timers = new ManualTimers();

    final MemoryGate gate = new MemoryGate();

    /** The store. */
    public final MappingStore store;

    /** How often something was to be saved. */
    int changes;

    /** How often the address was another one. */
    public int addressChanges;

    /** A store for a household that chooses nothing. */
    public StoreRig() {
        this(MappingSettings.STANDARD);
    }

    StoreRig(MappingSettings settings) {
        store =
                new MappingStore(
                        settings,
                        gate,
                        timers,
                        new MappingStore.Listener() {
                            @Override
                            public void changed() {
                                changes++;
                            }

                            @Override
                            public void addressChanged() {
                                addressChanges++;
                            }
                        });
        store.external(Optional.of(MemoryGate.EXTERNAL));
        addressChanges = 0;
    }

    static InternalEndpoint tcp(Ipv4Address host, int port) {
        return new InternalEndpoint(host, TCP, port);
    }

    static MappingWish wish(InternalEndpoint internal, int external, long seconds) {
        return new MappingWish(
                MappingSource.PCP,
                internal,
                external,
                false,
                Duration.ofSeconds(seconds),
                new MappingLease.Terms("aa", "", java.util.List.of(), false));
    }

    static MappingWish upnp(InternalEndpoint internal, int external, long seconds) {
        return new MappingWish(
                MappingSource.UPNP,
                internal,
                external,
                true,
                Duration.ofSeconds(seconds),
                MappingLease.Terms.described("a game"));
    }

    MappingAnswer ask(MappingWish wish) {
        MappingAnswer[] got = new MappingAnswer[1];
        store.ask(wish, answer -> got[0] = answer);
        return got[0];
    }

    MappingLease granted(MappingWish wish) {
        return ((MappingAnswer.Granted) ask(wish)).lease();
    }

    MappingAnswer.Denial denied(MappingWish wish) {
        return ((MappingAnswer.Denied) ask(wish)).why();
    }

    void pass(Duration time) {
        timers.advance(time.toNanos());
    }
}
