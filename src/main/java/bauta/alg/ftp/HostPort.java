package bauta.alg.ftp;

import bauta.alg.Decimal;
import bauta.alg.Payload;
import bauta.wire.Ipv4Address;
import org.jspecify.annotations.Nullable;

/**
 * Where an end awaits a data connection, as it has written it, and which bytes of the line say so.
 * A number out of its range makes the whole line one that is not understood.
 *
 * @param form how it is written
 * @param mark what stands between the parts, in {@link Form#EXTENDED}
 * @param address an IPv4 address as an int
 * @param port 0 to 65,535
 * @param first index of its first byte
 * @param last index after its last byte
 */
record HostPort(Form form, char mark, int address, int port, int first, int last) {
    /** The ways to write it. */
    enum Form {
        /** RFC 959 section 5.3.2: {@code h1,h2,h3,h4,p1,p2}. */
        NUMBERS,
        /** RFC 2428 section 2, without its first part: {@code 132.235.1.2|6275}. */
        EXTENDED,
        /** RFC 2428 section 3: the port alone. */
        PORT_ONLY
    }

    private static final int NUMBERS = 6;
    private static final int OCTETS = 4;
    private static final int OCTET = 255;
    private static final int HIGHEST_PORT = 0xffff;

    /** Reads what PORT is followed by: six numbers and nothing more. */
    static @Nullable HostPort ofPort(Payload line, int first, int end) {
        HostPort numbers = numbers(line, first, end);
        return numbers == null || numbers.last != end ? null : numbers;
    }

    /** Reads the text of a reply with code 227: the first six numbers in it. */
    static @Nullable HostPort ofPassive(Payload line, int first, int end) {
        int at = first;
        while (at < end) {
            int stop = Decimal.end(line, at, end);
            HostPort numbers = stop == at ? null : numbers(line, at, end);
            if (numbers != null) {
                return numbers;
            }
            at = Math.max(stop, at + 1);
        }
        return null;
    }

    private static @Nullable HostPort numbers(Payload line, int first, int end) {
        long value = 0;
        int at = first;
        for (int i = 0; i < NUMBERS; i++) {
            int stop = Decimal.end(line, at, end);
            long number = Decimal.read(line, at, stop, OCTET);
            if (number < 0 || i + 1 < NUMBERS && line.at(stop) != ',') {
                return null;
            }
            value = value << Byte.SIZE | number;
            at = stop + 1;
        }
        int address = (int) (value >>> Short.SIZE);
        return new HostPort(Form.NUMBERS, ',', address, (int) value & 0xffff, first, at - 1);
    }

    /** Reads what EPRT is followed by: {@code |1|132.235.1.2|6275|} and nothing more. */
    static @Nullable HostPort ofExtendedPort(Payload line, int first, int end) {
        int mark = line.at(first);
        if (!isMark(mark) || line.at(first + 1) != '1' || line.at(first + 2) != mark) {
            return null;
        }
        int begin = first + 3;
        int at = begin;
        int address = 0;
        for (int i = 0; i < OCTETS; i++) {
            int stop = Decimal.end(line, at, end);
            long number = Decimal.read(line, at, stop, OCTET);
            if (number < 0 || line.at(stop) != (i + 1 < OCTETS ? '.' : mark)) {
                return null;
            }
            address = address << Byte.SIZE | (int) number;
            at = stop + 1;
        }
        int last = Decimal.end(line, at, end);
        int port = (int) Decimal.read(line, at, last, HIGHEST_PORT);
        boolean whole = port >= 0 && line.at(last) == mark && last + 1 == end;
        return whole ? new HostPort(Form.EXTENDED, (char) mark, address, port, begin, last) : null;
    }

    /** Reads the text of a reply with code 229: {@code (|||6446|)}, by who has an address. */
    static @Nullable HostPort ofExtendedPassive(Payload line, int first, int end, int address) {
        int open = line.indexOf('(', first);
        int mark = line.at(open + 1);
        if (open < 0 || !isMark(mark) || line.at(open + 2) != mark || line.at(open + 3) != mark) {
            return null;
        }
        int begin = open + 4;
        int last = Decimal.end(line, begin, end);
        int port = (int) Decimal.read(line, begin, last, HIGHEST_PORT);
        boolean whole = port >= 0 && line.at(last) == mark && line.at(last + 1) == ')';
        return whole ? new HostPort(Form.PORT_ONLY, (char) mark, address, port, begin, last) : null;
    }

    /** RFC 2428 section 2: any printable character but, to be read at all, digits. */
    private static boolean isMark(int octet) {
        return octet > ' ' && octet < 0x7f && !Decimal.isDigit(octet);
    }

    /** Returns whether it says this address and port. */
    boolean says(int otherAddress, int otherPort) {
        return address == otherAddress && port == otherPort;
    }

    /** Writes another address and port the same way. */
    String write(int otherAddress, int otherPort) {
        return switch (form) {
            case NUMBERS ->
                    Ipv4Address.toString(otherAddress).replace('.', ',')
                            + ","
                            + (otherPort >>> Byte.SIZE)
                            + ","
                            + (otherPort & 0xff);
            case EXTENDED -> Ipv4Address.toString(otherAddress) + mark + otherPort;
            case PORT_ONLY -> Integer.toString(otherPort);
        };
    }
}
