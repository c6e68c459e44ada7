package bauta.ppp;

import bauta.wire.LcpOption;
import bauta.wire.Octets;
import bauta.wire.PppHeader;
import bauta.wire.PppOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * LCP's options. We ask for our MRU and a magic number; of the peer we take its MRU, its magic
 * number and PAP or CHAP with MD5. Everything else is rejected: both header compressions, the async
 * map (RFC 2516 section 7) and what is not known.
 *
 * @param mruBytes the MRU to ask for, or 0 once the peer rejected the option
 * @param mruLimitBytes the most we can receive
 * @param magicNumber ours, or 0 once the peer rejected the option
 * @param seed what the next magic number is drawn from
 * @param allowed the ways to authenticate that settings permit
 * @param peerMruBytes what the peer can receive, 1500 unless it said otherwise
 * @param peerMagic the peer's magic number or 0
 * @param authentication what the peer asked for, once acknowledged
 * @param authenticationNaks how often we proposed another way to authenticate
 * @param loops how many requests in a row carried our own magic number
 */
public record LcpNegotiation(
        int mruBytes,
        int mruLimitBytes,
        int magicNumber,
        long seed,
        Set<AuthenticationKind> allowed,
        int peerMruBytes,
        int peerMagic,
        AuthenticationKind authentication,
        int authenticationNaks,
        int loops)
        implements Negotiation<LcpNegotiation> {
    /** The MRU that holds when nobody speaks of it (RFC 1661 section 6.1). */
    public static final int DEFAULT_MRU_BYTES = 1500;

    /** The least MRU that we grant a peer. */
    public static final int MIN_MRU_BYTES = 128;

    /** Requests with our own magic number that make a loop (chance would need one in 2^160). */
    public static final int LOOPS_LIMIT = 5;

    /**
     * Starts a negotiation.
     *
     * @param mruBytes the MRU to ask for, which is also the most we can receive
     * @param allowed the ways to authenticate that settings permit
     * @param seed where magic numbers come from; another one for each session
     */
    public static LcpNegotiation start(int mruBytes, Set<AuthenticationKind> allowed, long seed) {
        return new LcpNegotiation(
                        mruBytes,
                        mruBytes,
                        0,
                        seed,
                        Set.copyOf(allowed),
                        DEFAULT_MRU_BYTES,
                        0,
                        AuthenticationKind.NONE,
                        0,
                        0)
                .withNextMagic();
    }

    /** Returns whether the line is looped back to us (RFC 1661 section 6.4). */
    public boolean isLooped() {
        return loops >= LOOPS_LIMIT;
    }

    @Override
    public List<PppOption> request() {
        List<PppOption> options = new ArrayList<>();
        if (mruBytes != 0) {
            options.add(LcpOption.mru(mruBytes));
        }
        if (magicNumber != 0) {
            options.add(LcpOption.magicNumber(magicNumber));
        }
        return List.copyOf(options);
    }

    @Override
    public LcpNegotiation nakked(List<PppOption> suggestions) {
        LcpNegotiation next = this;
        for (PppOption option : suggestions) {
            if (option.type() == LcpOption.MAGIC_NUMBER && magicNumber != 0) {
                next = next.withNextMagic();
            } else if (option.type() == LcpOption.MRU && option.value().length() == 2) {
                next = next.withMru(option.value().toShort());
            }
        }
        return next;
    }

    @Override
    public LcpNegotiation rejected(List<PppOption> refused) {
        LcpNegotiation next = this;
        for (PppOption option : refused) {
            if (option.type() == LcpOption.MAGIC_NUMBER) {
                next = next.with(next.mruBytes, 0, next.seed);
            } else if (option.type() == LcpOption.MRU) {
                next = next.with(0, next.magicNumber, next.seed);
            }
        }
        return next;
    }

    @Override
    public Answer<LcpNegotiation> judge(List<PppOption> theirs, boolean mayNak) {
        OptionVerdicts verdicts = new OptionVerdicts(theirs, mayNak);
        LcpNegotiation onAck = withPeer(DEFAULT_MRU_BYTES, 0, AuthenticationKind.NONE);
        LcpNegotiation otherwise = this;
        for (PppOption option : theirs) {
            if (!verdicts.isFirst(option)) {
                continue;
            }
            switch (option.type()) {
                case LcpOption.MRU -> onAck = judgeMru(option, verdicts, onAck);
                case LcpOption.MAGIC_NUMBER -> {
                    if (isOurs(option)) {
                        otherwise = otherwise.withNextSeed().withLoops(loops + 1);
                        verdicts.nak(option, LcpOption.magicNumber(drawn(seed)));
                    } else {
                        onAck = judgeMagic(option, verdicts, onAck.withLoops(0));
                        otherwise = otherwise.withLoops(0);
                    }
                }
                case LcpOption.AUTHENTICATION_PROTOCOL -> {
                    AuthenticationKind kind = kind(option.value());
                    if (kind != AuthenticationKind.NONE && allowed.contains(kind)) {
                        onAck = onAck.withPeer(onAck.peerMruBytes, onAck.peerMagic, kind);
                    } else {
                        judgeAuthentication(option, verdicts);
                        otherwise = otherwise.withAuthenticationNaks(authenticationNaks + 1);
                    }
                }
                default -> verdicts.reject(option);
            }
        }
        return verdicts.answer(onAck, otherwise);
    }

    private LcpNegotiation judgeMru(
            PppOption option, OptionVerdicts verdicts, LcpNegotiation onAck) {
        if (option.value().length() != 2) {
            verdicts.reject(option);
            return onAck;
        }
        int mru = option.value().toShort();
        if (mru < MIN_MRU_BYTES) {
            verdicts.nak(option, LcpOption.mru(MIN_MRU_BYTES));
        }
        return onAck.withPeer(mru, onAck.peerMagic, onAck.authentication);
    }

    private boolean isOurs(PppOption option) {
        return magicNumber != 0
                && option.value().length() == 4
                && option.value().toInt() == magicNumber;
    }

    private LcpNegotiation judgeMagic(
            PppOption option, OptionVerdicts verdicts, LcpNegotiation onAck) {
        if (option.value().length() != 4) {
            verdicts.reject(option);
            return onAck;
        }
        int magic = option.value().toInt();
        if (magic == 0) {
            verdicts.nak(option, LcpOption.magicNumber(drawn(seed)));
        }
        return onAck.withPeer(onAck.peerMruBytes, magic, onAck.authentication);
    }

    /** Proposes what we like best, then the next best, in turn; with nothing to offer, rejects. */
    private void judgeAuthentication(PppOption option, OptionVerdicts verdicts) {
        List<PppOption> offers = new ArrayList<>();
        if (allowed.contains(AuthenticationKind.CHAP_MD5)) {
            offers.add(LcpOption.chapMd5());
        }
        if (allowed.contains(AuthenticationKind.PAP)) {
            offers.add(LcpOption.pap());
        }
        if (offers.isEmpty()) {
            verdicts.reject(option);
        } else {
            verdicts.nak(option, offers.get(authenticationNaks % offers.size()));
        }
    }

    /** Returns the kind asked for, or {@code NONE} when we do not speak it. */
    private static AuthenticationKind kind(Octets value) {
        if (value.length() == 2 && value.toShort() == PppHeader.PROTOCOL_PAP) {
            return AuthenticationKind.PAP;
        }
        boolean chapMd5 =
                value.length() == 3
                        && value.toShort() == PppHeader.PROTOCOL_CHAP
                        && value.at(2) == LcpOption.CHAP_MD5;
        return chapMd5 ? AuthenticationKind.CHAP_MD5 : AuthenticationKind.NONE;
    }

    private LcpNegotiation withMru(int suggested) {
        int mru = Math.clamp(suggested, MIN_MRU_BYTES, mruLimitBytes);
        return mruBytes == 0 ? this : with(mru, magicNumber, seed);
    }

    private LcpNegotiation withNextMagic() {
        return with(mruBytes, drawn(seed), nextSeed(seed));
    }

    private LcpNegotiation withNextSeed() {
        return with(mruBytes, magicNumber, nextSeed(seed));
    }

    private static long nextSeed(long seed) {
        return seed + 0x9e37_79b9_7f4a_7c15L;
    }

    /** Mixes a seed into a magic number that is never 0 (RFC 1661 section 6.4). */
    private static int drawn(long seed) {
        long mixed = (seed ^ seed >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d0_49bb_1331_11ebL;
        int magic = (int) (mixed >>> 32);
        return magic == 0 ? 1 : magic;
    }

    private LcpNegotiation with(int mru, int magic, long nextSeed) {
        return new LcpNegotiation(
                mru,
                mruLimitBytes,
                magic,
                nextSeed,
                allowed,
                peerMruBytes,
                peerMagic,
                authentication,
                authenticationNaks,
                loops);
    }

    private LcpNegotiation withPeer(int mru, int magic, AuthenticationKind kind) {
        return new LcpNegotiation(
                mruBytes,
                mruLimitBytes,
                magicNumber,
                seed,
                allowed,
                mru,
                magic,
                kind,
                authenticationNaks,
                loops);
    }

    private LcpNegotiation withLoops(int count) {
        return new LcpNegotiation(
                mruBytes,
                mruLimitBytes,
                magicNumber,
                seed,
                allowed,
                peerMruBytes,
                peerMagic,
                authentication,
                authenticationNaks,
                count);
    }

    private LcpNegotiation withAuthenticationNaks(int count) {
        return new LcpNegotiation(
                mruBytes,
                mruLimitBytes,
                magicNumber,
                seed,
                allowed,
                peerMruBytes,
                peerMagic,
                authentication,
                count,
                loops);
    }
}
