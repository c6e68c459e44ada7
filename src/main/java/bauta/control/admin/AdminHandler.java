package bauta.control.admin;

import bauta.control.admin.Answer.Body;
import bauta.control.admin.Dispatch.Step;
import bauta.wire.Ipv4Address;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * One connection of a client: takes its requests in turn, has each done on a virtual thread, and
 * sends the answers in the same order.
 */
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest>
        implements Seats.Seat {
    /** Requests that a client may send before it has the answer to the first. */
    static final int MOST_PIPELINED = 8;

    private static final int MOST_PARAMETERS = 16;

    private final DoorHandler.Inside inside;
    private final Approach approach;
    private final PatienceHandler patience;
    private final Deque<Asked> asked = new ArrayDeque<>();
    private @Nullable ChannelHandlerContext context;
    private boolean busy;
    private boolean ending;

    /** A request as it waits for its turn. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Asked(RequestHead head, byte[] body, boolean keepAlive) {}

    AdminHandler(DoorHandler.Inside inside, Approach approach, PatienceHandler patience) {
        this.inside = inside;
        this.approach = approach;
        this.patience = patience;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        if (!inside.seats().enter(this)) {
            added.close();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        if (!removed.channel().isActive()) {
            inside.seats().leave(this);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext here) {
        inside.seats().leave(this);
        asked.clear();
        ending = true;
        here.fireChannelInactive();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext here, FullHttpRequest request) {
        if (ending) {
            return;
        }
        if (request.decoderResult().isFailure()) {
            last(here, misread(request.decoderResult().cause()));
            return;
        }
        Optional<RequestHead> head = head(request);
        if (head.isEmpty()) {
            last(here, Answer.error(ApiError.BAD_REQUEST, "URI"));
        } else if (asked.size() >= MOST_PIPELINED) {
            ending = true;
            here.close();
        } else {
            byte[] body = ByteBufUtil.getBytes(request.content());
            asked.add(new Asked(head.get(), body, HttpUtil.isKeepAlive(request)));
            next(here);
        }
    }

    private static Answer misread(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException _ ->
                    tooLong(HttpResponseStatus.REQUEST_URI_TOO_LONG, DoorHandler.MAX_LINE_BYTES);
            case TooLongHttpHeaderException _ ->
                    tooLong(
                            HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                            DoorHandler.MAX_HEADERS_BYTES);
            default -> Answer.error(ApiError.BAD_REQUEST, "HTTP");
        };
    }

    private static Answer tooLong(HttpResponseStatus status, int most) {
        return new Answer(status.code(), Map.of(), Answer.error(ApiError.TOO_LARGE, most).body());
    }

    /** Answers once more, then nothing: where the next request begins is not known. */
    private void last(ChannelHandlerContext here, Answer answer) {
        if (!ending) {
            ending = true;
            asked.clear();
            if (busy) {
                here.close();
            } else {
                send(here, Reply.of(answer, Locale.ENGLISH), false);
            }
        }
    }

    private static Optional<RequestHead> head(FullHttpRequest request) {
        try {
            QueryStringDecoder uri =
                    new QueryStringDecoder(
                            request.uri(), StandardCharsets.UTF_8, true, MOST_PARAMETERS);
            Map<String, String> query = new HashMap<>();
            uri.parameters().forEach((name, values) -> query.put(name, values.getFirst()));
            return uri.path().startsWith("/")
                    ? Optional.of(
                            new RequestHead(
                                    request.method().name(), uri.path(), query, headers(request)))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Map<String, String> headers(HttpMessage request) {
        Map<String, String> headers = new HashMap<>();
        for (String name : RequestHead.HEADERS) {
            List<String> values = request.headers().getAll(name);
            if (!values.isEmpty()) {
                headers.put(name, String.join(name.equals("cookie") ? ";" : ",", values));
            }
        }
        return headers;
    }

    private void next(ChannelHandlerContext here) {
        Asked request = busy ? null : asked.poll();
        if (request == null) {
            return;
        }
        busy = true;
        patience.working();
        switch (inside.dispatch().step(approach, request.head(), request.body())) {
            case Step.Answered(Answer answer) -> finish(here, request, answer);
            case Step.Work work ->
                    Thread.ofVirtual().name("admin call").start(() -> work(here, request, work));
        }
    }

    private void work(ChannelHandlerContext here, Asked request, Step.Work work) {
        Answer answer;
        try {
            answer = work.work().call();
        } catch (Exception e) {
            Logger.error(e, "not done path={}", request.head().path());
            answer = Answer.error(ApiError.INTERNAL);
        }
        finish(here, request, answer);
    }

    /** Writes the answer out, here, and sends it on the loop. Any thread. */
    private void finish(ChannelHandlerContext here, Asked request, Answer answer) {
        Reply reply = reply(answer, request.head().locale());
        here.executor()
                .execute(() -> {
                    if (answer.body() instanceof Body.Events events
                            && request.head().method().equals("GET")) {
                        stream(here, reply, events);
                    } else {
                        send(here, reply, request.keepAlive() && !ending);
                    }
                });
    }

    private static Reply reply(Answer answer, Locale locale) {
        try {
            return Reply.of(answer, locale);
        } catch (RuntimeException e) {
            Logger.error(e, "answer could not be written");
            return Reply.of(Answer.error(ApiError.INTERNAL), locale);
        }
    }

    private void send(ChannelHandlerContext here, Reply reply, boolean keepAlive) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(reply.status()),
                        Unpooled.wrappedBuffer(reply.content()));
        fill(response.headers(), reply);
        if (reply.status() != HttpResponseStatus.NO_CONTENT.code()) {
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, reply.content().length);
        }
        if (!keepAlive) {
            ending = true;
            response.headers().set(HttpHeaderNames.CONNECTION, "close");
        }
        patience.answering();
        here.writeAndFlush(response)
                .addListener((ChannelFutureListener) sent -> sent(here, sent.isSuccess()));
    }

    private void sent(ChannelHandlerContext here, boolean success) {
        if (ending || !success) {
            here.close();
            return;
        }
        busy = false;
        patience.between();
        next(here);
    }

    private void fill(HttpHeaders headers, Reply reply) {
        Reply.SECURITY.forEach(headers::set);
        if (approach.plain()) {
            headers.remove(Reply.OPENER_POLICY); // browsers ignore it there, and complain
        }
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        reply.headers().forEach(headers::set);
        if (!reply.type().isEmpty()) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, reply.type());
        }
    }

    private void stream(ChannelHandlerContext here, Reply reply, Body.Events events) {
        if (!here.channel().isActive()) {
            return;
        }
        HttpResponse response =
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        fill(response.headers(), reply);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream")
                .set(HttpHeaderNames.TRANSFER_ENCODING, "chunked");
        here.writeAndFlush(response);
        asked.clear();
        here.pipeline()
                .addLast(
                        new EventStreamHandler(
                                inside.streams(), events.first(), events.lastSeen()));
        ending = true;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext here, Object event) {
        switch (event) {
            case BodyHandler.TooLong _ ->
                    last(here, Answer.error(ApiError.TOO_LARGE, BodyHandler.MAX_BYTES));
            case ChannelInputShutdownEvent _ -> {
                if (busy && !(here.pipeline().last() instanceof EventStreamHandler)) {
                    ending = true;
                } else {
                    here.close();
                }
            }
            default -> here.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext here, Throwable cause) {
        Logger.debug(cause, "admin connection failed");
        here.close();
    }

    @Override
    public Ipv4Address client() {
        return approach.client();
    }

    @Override
    public boolean idle() {
        return patience.idle();
    }

    @Override
    public long sinceNanos() {
        return patience.sinceNanos();
    }

    @Override
    public void close() {
        if (context != null) {
            context.close();
        }
    }
}
