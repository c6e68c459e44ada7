package bauta.fuzz;

import bauta.engine.DropCounters;
import bauta.service.mapping.MappingLease;
import bauta.service.mapping.StoreRig;
import bauta.service.mapping.portcontrol.PortControlMachine;
import bauta.wire.PcpRequest;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Tag;

/** Any bytes on port 5351 are answered in order, or not at all, and map nobody else's address. */
@Tag("fuzz")
class PcpRequestFuzz {
    @FuzzTest
    void parse(byte[] bytes) {
        PcpRequest.parse(Unpooled.wrappedBuffer(bytes), 0, bytes.length);
    }

    @FuzzTest
    void answer(byte[] bytes) {
        StoreRig house = new StoreRig();
        PortControlMachine machine =
                new PortControlMachine(house.store, house.timers::nanos, new DropCounters());
        int half = bytes.length / 2;
        machine.next(Unpooled.wrappedBuffer(bytes, 0, half), StoreRig.HOST, PcpRequestFuzz::check);
        machine.next(
                Unpooled.wrappedBuffer(bytes, half, bytes.length - half).slice(),
                StoreRig.HOST,
                PcpRequestFuzz::check);
        machine.next(Unpooled.wrappedBuffer(bytes), StoreRig.HOST, PcpRequestFuzz::check);
        for (MappingLease lease : house.store.all()) {
            assert lease.internal().address().equals(StoreRig.HOST) : "another's address";
            assert lease.externalPort() >= 1024 : "a port that is not given away";
        }
    }

    private static void check(ByteBuf answer) {
        assert answer.readableBytes() <= PcpRequest.MOST_OCTETS : "too long";
        assert answer.getUnsignedByte(1) >= 128 : "no answer";
    }
}
