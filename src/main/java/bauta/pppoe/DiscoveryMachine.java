package bauta.pppoe;

import bauta.pppoe.DiscoveryState.Confirmed;
import bauta.pppoe.DiscoveryState.Failed;
import bauta.pppoe.DiscoveryState.Offer;
import bauta.pppoe.DiscoveryState.Requesting;
import bauta.pppoe.DiscoveryState.Soliciting;
import bauta.wire.EthernetHeader;
import bauta.wire.Octets;
import bauta.wire.PppoeMessage;
import bauta.wire.PppoeMessage.Padi;
import bauta.wire.PppoeMessage.Pado;
import bauta.wire.PppoeMessage.Padr;
import bauta.wire.PppoeMessage.Pads;
import bauta.wire.PppoeMessage.Padt;
import bauta.wire.PppoeTag;
import bauta.wire.PppoeTags;
import java.util.Optional;

/**
 * The host's side of discovery (RFC 2516 section 5), pure. The first offer that fits is taken.
 * Answers without our Host-Uniq, or from another address than the one asked, change nothing. What
 * is mandatory in an offer by the RFC but harmless to lack (AC-Name, Service-Name) may be missing,
 * unless settings ask for it.
 */
public final class DiscoveryMachine {
    /** Tags that fit into an Ethernet frame behind the PPPoE header. */
    static final int MAX_TAGS_LENGTH = 1494;

    /** The PPP payload that always fits (RFC 2516 section 7). */
    static final int PLAIN_PAYLOAD_BYTES = 1492;

    private final DiscoverySettings settings;

    /**
     * Makes a machine.
     *
     * @param settings what to look for
     */
    public DiscoveryMachine(DiscoverySettings settings) {
        this.settings = settings;
    }

    /**
     * A state and the message to send on the way there.
     *
     * @param state the next state
     * @param sending what to send, if anything
     */
    public record Transition(DiscoveryState state, Optional<Sending> sending) {
        static Transition silent(DiscoveryState state) {
            return new Transition(state, Optional.empty());
        }
    }

    /**
     * A message on its way.
     *
     * @param destination the Ethernet address it goes to
     * @param message the message
     */
    public record Sending(long destination, PppoeMessage message) {}

    /**
     * Begins.
     *
     * @param hostUniq what answers must carry; another one for each attempt
     * @param maxPayloadBytes the PPP payload to announce by RFC 4638, or 0 to keep silent
     * @param nowNanos the time
     */
    public Transition start(Octets hostUniq, int maxPayloadBytes, long nowNanos) {
        return solicit(hostUniq, maxPayloadBytes, 1, "", nowNanos);
    }

    /**
     * Repeats what is out, or gives up.
     *
     * @param state the state now
     * @param nowNanos the time
     */
    public Transition timeOut(DiscoveryState state, long nowNanos) {
        if (state.deadlineNanos() > nowNanos) {
            return Transition.silent(state);
        }
        return switch (state) {
            case Soliciting(Octets uniq, int payload, int attempt, String unfit, _) -> {
                if (attempt < settings.padiAttempts()) {
                    yield solicit(uniq, payload, attempt + 1, unfit, nowNanos);
                }
                yield Transition.silent(
                        unfit.isEmpty()
                                ? new Failed(DiscoveryFailure.PADI_UNANSWERED, "")
                                : new Failed(DiscoveryFailure.NO_FITTING_OFFER, unfit));
            }
            case Requesting(Octets uniq, Offer offer, int attempt, _) ->
                    attempt < settings.padrAttempts()
                            ? request(uniq, offer, attempt + 1, nowNanos)
                            : Transition.silent(
                                    new Failed(DiscoveryFailure.PADR_UNANSWERED, offer.acName()));
            case Confirmed _, Failed _ -> Transition.silent(state);
        };
    }

    /**
     * Takes a message.
     *
     * @param state the state now
     * @param from the Ethernet address it came from
     * @param message the message
     * @param nowNanos the time
     */
    public Transition received(
            DiscoveryState state, long from, PppoeMessage message, long nowNanos) {
        return switch (message) {
            case Pado(PppoeTags tags)
                    when state instanceof Soliciting soliciting
                            && isFor(soliciting.hostUniq(), tags) ->
                    offered(soliciting, from, tags, nowNanos);
            case Pads(int sessionId, PppoeTags tags)
                    when state instanceof Requesting requesting
                            && requesting.offer().acMac() == from
                            && isFor(requesting.hostUniq(), tags) ->
                    Transition.silent(confirmed(requesting.offer(), sessionId, tags));
            case Padi _, Pado _, Padr _, Pads _, Padt _ -> Transition.silent(state);
        };
    }

    /**
     * Returns whether a message carries a Host-Uniq.
     *
     * @param hostUniq the one awaited
     * @param tags of the message
     */
    static boolean isFor(Octets hostUniq, PppoeTags tags) {
        return tags.first(PppoeTag.HOST_UNIQ).filter(hostUniq::equals).isPresent();
    }

    private Transition solicit(Octets uniq, int payload, int attempt, String unfit, long nowNanos) {
        Padi padi = new Padi(withMaxPayload(asked(uniq), payload));
        return new Transition(
                new Soliciting(uniq, payload, attempt, unfit, nowNanos + waitNanos(attempt)),
                Optional.of(new Sending(EthernetHeader.BROADCAST, padi)));
    }

    private Transition request(Octets uniq, Offer offer, int attempt, long nowNanos) {
        return new Transition(
                new Requesting(uniq, offer, attempt, nowNanos + waitNanos(attempt)),
                Optional.of(new Sending(offer.acMac(), new Padr(offer.request()))));
    }

    private PppoeTags asked(Octets uniq) {
        return PppoeTags.of(
                new PppoeTag(PppoeTag.SERVICE_NAME, Octets.ofText(settings.serviceName())),
                new PppoeTag(PppoeTag.HOST_UNIQ, uniq));
    }

    private static PppoeTags withMaxPayload(PppoeTags tags, int payload) {
        return payload == 0 ? tags : tags.with(PppoeTag.PPP_MAX_PAYLOAD, Octets.ofShort(payload));
    }

    private long waitNanos(int attempt) {
        return settings.firstWait().toNanos() << Math.min(attempt - 1, 8);
    }

    private Transition offered(Soliciting state, long from, PppoeTags tags, long nowNanos) {
        String acName = tags.first(PppoeTag.AC_NAME).map(Octets::toText).orElse("");
        PppoeTags request = withMaxPayload(asked(state.hostUniq()), state.maxPayloadBytes());
        for (int echoed : new int[] {PppoeTag.AC_COOKIE, PppoeTag.RELAY_SESSION_ID}) {
            Optional<Octets> value = tags.first(echoed);
            request = value.isPresent() ? request.with(echoed, value.get()) : request;
        }
        String unfit = whyNot(tags, acName, request);
        if (!unfit.isEmpty()) {
            return Transition.silent(
                    new Soliciting(
                            state.hostUniq(),
                            state.maxPayloadBytes(),
                            state.attempt(),
                            unfit,
                            state.deadlineNanos()));
        }
        return request(state.hostUniq(), new Offer(from, acName, request), 1, nowNanos);
    }

    private String whyNot(PppoeTags tags, String acName, PppoeTags request) {
        Optional<PppoeTag> error = tags.error();
        if (error.isPresent()) {
            return acName + ": " + error.get().value().toText();
        }
        boolean nameFits =
                settings.acName().isEmpty()
                        || tags.first(PppoeTag.AC_NAME)
                                .filter(Octets.ofText(settings.acName())::equals)
                                .isPresent();
        boolean serviceFits =
                settings.serviceName().isEmpty()
                        || tags.all(PppoeTag.SERVICE_NAME)
                                .contains(Octets.ofText(settings.serviceName()));
        if (!nameFits || !serviceFits) {
            return acName + ": " + (nameFits ? "other services" : "another name");
        }
        return request.length() > MAX_TAGS_LENGTH ? acName + ": cookie too long" : "";
    }

    private static DiscoveryState confirmed(Offer offer, int sessionId, PppoeTags tags) {
        Optional<PppoeTag> error = tags.error();
        if (error.isPresent() || sessionId == 0 || sessionId == 0xffff) {
            String said = error.map(tag -> tag.value().toText()).orElse("");
            return new Failed(failure(error.map(PppoeTag::type).orElse(0)), said);
        }
        int ours = offer.request().maxPayloadBytes().orElse(PLAIN_PAYLOAD_BYTES);
        int theirs = tags.maxPayloadBytes().orElse(PLAIN_PAYLOAD_BYTES);
        int payload = Math.max(PLAIN_PAYLOAD_BYTES, Math.min(ours, theirs));
        return new Confirmed(sessionId, offer.acMac(), offer.acName(), payload);
    }

    private static DiscoveryFailure failure(int tagType) {
        return switch (tagType) {
            case PppoeTag.SERVICE_NAME_ERROR -> DiscoveryFailure.SERVICE_NAME_ERROR;
            case PppoeTag.AC_SYSTEM_ERROR -> DiscoveryFailure.AC_SYSTEM_ERROR;
            default -> DiscoveryFailure.GENERIC_ERROR;
        };
    }
}
