package bauta.arch.borders.ppp;

import bauta.arch.borders.uplink.Parent;
import io.netty.channel.EventLoop;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Method;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Breaks every border on purpose. */
public final class KnowsTooMuch extends Parent {
    /** A use of everything it must not know. */
    public List<Object> everything(
            EventLoop loop, MemorySegment segment, Method method, JsonNode node) {
        return List.of(
                loop.inEventLoop(),
                segment.byteSize(),
                method.getName(),
                node.isNull(),
                bauta.arch.borders.linux.Native.CALLS);
    }
}
