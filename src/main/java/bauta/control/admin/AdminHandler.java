package bauta.control.admin;

import static io.netty.handler.codec.http.HttpResponseStatus.INTERNAL_SERVER_ERROR;
import static io.netty.handler.codec.http.HttpResponseStatus.METHOD_NOT_ALLOWED;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;
import tools.jackson.core.JacksonException;

/**
 * Answers {@code GET /api/v1/status} with the status document, everything else with a clear error.
 */
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final String STATUS_PATH = "/api/v1/status";

    private final Supplier<CompletionStage<StatusDocument>> status;

    AdminHandler(Supplier<CompletionStage<StatusDocument>> status) {
        this.status = status;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (!request.uri().equals(STATUS_PATH)) {
            answer(context, NOT_FOUND, "{\"error\":\"only " + STATUS_PATH + " is here\"}");
        } else if (!request.method().equals(HttpMethod.GET)) {
            answer(context, METHOD_NOT_ALLOWED, "{\"error\":\"only GET is allowed\"}");
        } else {
            status.get()
                    .whenComplete((document, failure) ->
                            context.executor().execute(() -> finish(context, document, failure)));
        }
    }

    private static void finish(
            ChannelHandlerContext context,
            @Nullable StatusDocument document,
            @Nullable Throwable failure) {
        if (document == null) {
            Logger.error(failure, "status could not be gathered");
            answer(context, INTERNAL_SERVER_ERROR, "{\"error\":\"status could not be gathered\"}");
            return;
        }
        try {
            answer(context, OK, ApiJson.pretty(document));
        } catch (JacksonException e) {
            Logger.error(e, "status could not be written");
            answer(context, INTERNAL_SERVER_ERROR, "{\"error\":\"status could not be written\"}");
        }
    }

    private static void answer(
            ChannelHandlerContext context, HttpResponseStatus code, String body) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        code,
                        Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
                .set(HttpHeaderNames.CONNECTION, "close");
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof ReadTimeoutException)) {
            Logger.debug(cause, "admin connection failed");
        }
        context.close();
    }
}
