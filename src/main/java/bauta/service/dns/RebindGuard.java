package bauta.service.dns;

import bauta.engine.DropReason;
import bauta.wire.DnsHeader;
import bauta.wire.DnsName;
import bauta.wire.DnsRecord;
import bauta.wire.Ipv4Address;
import bauta.wire.Ipv4Prefix;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds answers in which a public name leads to an address inside: private, loopback, link-local or
 * the router's own, as an address record or as a hint of a service (RFC 9460 section 7.3). A page
 * from outside could otherwise reach the devices of the house under its own name. Pure.
 */
final class RebindGuard {
    private static final int HINT_IPV4 = 4;
    private static final int HINT_IPV6 = 6;
    private static final int IPV6_BYTES = 16;

    private static final List<Ipv4Prefix> INSIDE =
            Stream.of(
                            "0.0.0.0/8",
                            "10.0.0.0/8",
                            "127.0.0.0/8",
                            "169.254.0.0/16",
                            "172.16.0.0/12",
                            "192.168.0.0/16",
                            "255.255.255.255/32")
                    .map(Ipv4Prefix::parse)
                    .toList();

    /** Stands for the address in an answer that cannot be read to its end. */
    static final String UNREADABLE = "unreadable";

    private final DnsSettings.Rebind settings;
    private final List<Ipv4Prefix> inside;

    /**
     * Makes the guard.
     *
     * @param settings whether, and which domains may
     * @param networks the networks of the house, inside even when their addresses are public
     */
    RebindGuard(DnsSettings.Rebind settings, List<Ipv4Prefix> networks) {
        this.settings = settings;
        this.inside = new ArrayList<>(INSIDE);
        inside.addAll(networks);
    }

    /**
     * Looks for an inside address.
     *
     * @param name what was asked for, in small letters
     * @param question the same as a message
     * @param answer that repeats the question
     * @return the first one as text, or {@link #UNREADABLE}, when the answer must not pass
     */
    Optional<String> blocked(String name, Question question, byte[] answer) {
        if (!settings.enabled()
                || question.questionClass() != DnsRecord.CLASS_IN
                || settings.allow().stream().anyMatch(domain -> isIn(name, domain))) {
            return Optional.empty();
        }
        ByteBuf view = Unpooled.wrappedBuffer(answer);
        int at = question.end();
        for (int i = recordCount(view); i > 0; i--) {
            if (DnsRecord.check(view, at, answer.length) != DropReason.NONE) {
                return Optional.of(UNREADABLE); // a client may see in it what we do not
            }
            int fixed = DnsName.skip(view, at, answer.length);
            Optional<String> found = inRecord(view, fixed);
            if (found.isPresent()) {
                return found;
            }
            at = DnsRecord.next(view, fixed);
        }
        return Optional.empty();
    }

    private static int recordCount(ByteBuf view) {
        return DnsHeader.answerCount(view, 0)
                + DnsHeader.authorityCount(view, 0)
                + DnsHeader.additionalCount(view, 0);
    }

    private static boolean isIn(String name, String domain) {
        return name.equals(domain) || name.endsWith("." + domain);
    }

    private Optional<String> inRecord(ByteBuf view, int fixed) {
        int at = fixed + DnsRecord.FIXED_LENGTH;
        int length = DnsRecord.dataLength(view, fixed);
        return switch (DnsRecord.type(view, fixed)) {
            case DnsRecord.A -> length == 4 ? inside4(view, at) : Optional.empty();
            case DnsRecord.AAAA -> length == IPV6_BYTES ? inside6(view, at) : Optional.empty();
            case DnsRecord.SVCB, DnsRecord.HTTPS -> inHints(view, at, at + length);
            default -> Optional.empty();
        };
    }

    private Optional<String> inHints(ByteBuf view, int from, int end) {
        int at = end - from < 3 ? DnsName.BAD : DnsName.skipUncompressed(view, from + 2, end);
        while (at != DnsName.BAD && end - at >= 4) {
            int key = view.getUnsignedShort(at);
            int stop = at + 4 + view.getUnsignedShort(at + 2);
            if (stop > end) {
                break;
            }
            Optional<String> found = inHint(view, key, at + 4, stop);
            if (found.isPresent()) {
                return found;
            }
            at = stop;
        }
        return Optional.empty();
    }

    private Optional<String> inHint(ByteBuf view, int key, int from, int end) {
        int step = key == HINT_IPV4 ? 4 : IPV6_BYTES;
        Optional<String> found = Optional.empty();
        if (key == HINT_IPV4 || key == HINT_IPV6) {
            for (int at = from; end - at >= step && found.isEmpty(); at += step) {
                found = key == HINT_IPV4 ? inside4(view, at) : inside6(view, at);
            }
        }
        return found;
    }

    private Optional<String> inside4(ByteBuf view, int at) {
        Ipv4Address address = new Ipv4Address(view.getInt(at));
        return inside.stream().anyMatch(prefix -> prefix.contains(address))
                ? Optional.of(address.toString())
                : Optional.empty();
    }

    /** Loopback, unspecified, link-local, unique local, and IPv4 in its usual disguises. */
    private Optional<String> inside6(ByteBuf view, int at) {
        long high = view.getLong(at);
        long low = view.getLong(at + 8);
        boolean itself = high == 0 && (low == 0 || low == 1);
        boolean link = high >>> 54 == 0xfe80 >>> 6;
        boolean local = high >>> 57 == 0xfc >>> 1;
        if (itself || link || local) {
            return Optional.of(text6(view, at));
        }
        boolean mapped = high == 0 && (low >>> 32 == 0xffff || low >>> 32 == 0);
        boolean translated = high == 0x0064_ff9b_0000_0000L && low >>> 32 == 0;
        return mapped || translated ? inside4(view, at + 12) : Optional.empty();
    }

    private static String text6(ByteBuf view, int at) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < IPV6_BYTES; i += 2) {
            text.append(i == 0 ? "" : ":")
                    .append(Integer.toHexString(view.getUnsignedShort(at + i)));
        }
        return text.toString();
    }
}
