package bauta.service.mapping.portcontrol;

import bauta.engine.DropCounters;
import bauta.service.mapping.StoreRig;
import bauta.wire.Ipv4Address;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Requests and answers as octets, written as hex with blanks. */
final class PortControlRig {
    final StoreRig house = new StoreRig();
    final DropCounters drops = new DropCounters();
    final PortControlMachine machine =
            new PortControlMachine(house.store, house.timers::nanos, drops);

    static byte[] octets(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /** Returns the only answer as hex, or nothing when there is none. */
    String ask(String hex) {
        return ask(hex, StoreRig.HOST);
    }

    String ask(String hex, Ipv4Address from) {
        List<String> answers = new ArrayList<>();
        ask(octets(hex), from, answers);
        return answers.isEmpty() ? "" : answers.getFirst();
    }

    void ask(byte[] octets, Ipv4Address from, List<String> answers) {
        machine.next(
                Unpooled.wrappedBuffer(octets),
                from,
                answer -> answers.add(ByteBufUtil.hexDump(answer)));
    }

    static String hex(ByteBuf buf) {
        return ByteBufUtil.hexDump(buf);
    }

    static String plain(String hex) {
        return hex.replace(" ", "");
    }
}
