package bauta.control.admin;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;

/** Puts requests together with their bodies; one that is too long is answered by name. */
final class BodyHandler extends HttpObjectAggregator {
    /** More than any configuration of a house. */
    static final int MAX_BYTES = 256 * 1024;

    BodyHandler() {
        super(MAX_BYTES);
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
        context.fireUserEventTriggered(new TooLong());
    }

    /** Tells the next handler. */
    record TooLong() {}
}
