package bauta.service.mapping.upnp;

import bauta.service.mapping.MappingServerSettings.Lan;
import bauta.service.mapping.RequestLimit;
import bauta.wire.Decoded;
import bauta.wire.Ipv4Address;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.tinylog.Logger;

/**
 * Port 1900 by TCP on one LAN: descriptions, actions and subscriptions, one request per connection.
 * Only for hosts of that network, and only by our address, so that a page in a browser that was led
 * here by a name of its own gets nothing.
 */
final class UpnpHttpHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final int MOST_LINE = 1024;
    private static final int MOST_HEADERS = 4096;
    private static final int PATIENCE_SECONDS = 10;
    private static final int MOST_CONNECTIONS = 64;
    private static final String CONTROL = "/control/";
    private static final String EVENTS = "/events/";

    private final Lan lan;
    private final Around around;

    /**
     * What it does not own.
     *
     * @param machine performs actions
     * @param discovery what we say we are
     * @param subscriptions who is told of changes
     * @param limit how often a host may ask
     * @param seats how many are connected
     * @param nanos the time now
     */
    record Around(
            IgdMachine machine,
            SsdpMachine discovery,
            Subscriptions subscriptions,
            RequestLimit limit,
            AtomicInteger seats,
            LongSupplier nanos) {}

    private UpnpHttpHandler(Lan lan, Around around) {
        this.lan = lan;
        this.around = around;
    }

    /** Returns what each accepted connection begins with. */
    static ChannelInitializer<Channel> connection(Lan lan, Around around) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                if (around.seats().get() >= MOST_CONNECTIONS) {
                    channel.close();
                    return;
                }
                around.seats().incrementAndGet();
                channel.closeFuture().addListener(_ -> around.seats().decrementAndGet());
                channel.pipeline()
                        .addLast(new ReadTimeoutHandler(PATIENCE_SECONDS))
                        .addLast(new HttpServerCodec(MOST_LINE, MOST_HEADERS, MOST_HEADERS))
                        .addLast(new HttpObjectAggregator(SoapCall.MOST_OCTETS))
                        .addLast(new UpnpHttpHandler(lan, around));
            }
        };
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        InetSocketAddress peer = (InetSocketAddress) context.channel().remoteAddress();
        Ipv4Address from = Ipv4Address.of((Inet4Address) peer.getAddress());
        if (!request.decoderResult().isSuccess() || !isByAddress(request)) {
            answer(context, HttpResponseStatus.BAD_REQUEST, "");
        } else if (!lan.isHost(from)) {
            answer(context, HttpResponseStatus.FORBIDDEN, "");
        } else if (!around.limit().takes(from, around.nanos().getAsLong())) {
            answer(context, HttpResponseStatus.SERVICE_UNAVAILABLE, "");
        } else {
            serve(context, request, from);
        }
    }

    private boolean isByAddress(FullHttpRequest request) {
        String host = request.headers().get(HttpHeaderNames.HOST, "");
        String ours = lan.address().address().toString();
        return host.equals(ours) || host.startsWith(ours + ":");
    }

    private void serve(ChannelHandlerContext context, FullHttpRequest request, Ipv4Address from) {
        String path = request.uri();
        String method = request.method().name();
        if (request.method().equals(HttpMethod.GET)) {
            Optional<String> document = document(path);
            HttpResponseStatus status =
                    document.isPresent() ? HttpResponseStatus.OK : HttpResponseStatus.NOT_FOUND;
            answer(context, status, document.orElse(""));
        } else if (request.method().equals(HttpMethod.POST) && path.startsWith(CONTROL)) {
            control(context, path.substring(CONTROL.length()), request, from);
        } else if (method.equals("SUBSCRIBE") && path.startsWith(EVENTS)) {
            subscribe(context, request, from);
        } else if (method.equals("UNSUBSCRIBE") && path.startsWith(EVENTS)) {
            boolean known = around.subscriptions().end(request.headers().get("SID", ""), from);
            answer(
                    context,
                    known ? HttpResponseStatus.OK : HttpResponseStatus.PRECONDITION_FAILED,
                    "");
        } else {
            answer(context, HttpResponseStatus.NOT_FOUND, "");
        }
    }

    private Optional<String> document(String path) {
        Ipv4Address ours = lan.address().address();
        for (IgdDevice device : around.discovery().devices()) {
            if (path.equals(device.path())) {
                return Optional.of(device.description("http://" + ours + "/"));
            }
        }
        if (path.startsWith("/") && path.endsWith(".xml")) {
            String name = path.substring(1, path.length() - ".xml".length());
            return ServiceDescription.actions(name).isEmpty()
                    ? Optional.empty()
                    : Optional.of(ServiceDescription.document(name));
        }
        return Optional.empty();
    }

    private void control(
            ChannelHandlerContext context, String path, FullHttpRequest request, Ipv4Address from) {
        String named = request.headers().get("SOAPACTION", "").replace("\"", "");
        switch (SoapCall.parse(ByteBufUtil.getBytes(request.content()))) {
            case Decoded.Malformed<SoapCall> _ -> fault(context, IgdFault.INVALID_ARGS);
            case Decoded.Ok<SoapCall>(SoapCall call)
                    when !named.equals(call.service() + "#" + call.action()) ->
                    fault(context, IgdFault.INVALID_ACTION);
            case Decoded.Ok<SoapCall>(SoapCall call) ->
                    around.machine()
                            .next(
                                    path,
                                    call,
                                    from,
                                    outcome -> {
                                        switch (outcome) {
                                            case IgdMachine.Outcome.Done(var values) ->
                                                    answer(
                                                            context,
                                                            HttpResponseStatus.OK,
                                                            Soap.done(call, values));
                                            case IgdMachine.Outcome.Failed(IgdFault fault) ->
                                                    fault(context, fault);
                                        }
                                    });
        }
    }

    private static void fault(ChannelHandlerContext context, IgdFault fault) {
        answer(context, HttpResponseStatus.INTERNAL_SERVER_ERROR, Soap.failed(fault));
    }

    private void subscribe(
            ChannelHandlerContext context, FullHttpRequest request, Ipv4Address from) {
        String sid = request.headers().get("SID", "");
        String seconds = request.headers().get("TIMEOUT", "");
        Optional<Subscriptions.Given> given =
                sid.isEmpty()
                        ? around.subscriptions()
                                .begin(
                                        request.headers().get("CALLBACK", ""),
                                        from,
                                        lan.name(),
                                        seconds)
                        : around.subscriptions().renew(sid, from, seconds);
        if (given.isEmpty()) {
            answer(context, HttpResponseStatus.PRECONDITION_FAILED, "");
            return;
        }
        FullHttpResponse response = response(HttpResponseStatus.OK, "");
        response.headers().set("SID", given.get().sid());
        response.headers().set("TIMEOUT", "Second-" + given.get().seconds());
        send(context, response);
        if (sid.isEmpty()) {
            around.subscriptions().first(given.get().sid());
        }
    }

    private static void answer(
            ChannelHandlerContext context, HttpResponseStatus status, String xml) {
        send(context, response(status, xml));
    }

    private static FullHttpResponse response(HttpResponseStatus status, String xml) {
        ByteBuf body = Unpooled.copiedBuffer(xml, StandardCharsets.UTF_8);
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
                .set(HttpHeaderNames.CONTENT_TYPE, "text/xml; charset=\"utf-8\"")
                .set(HttpHeaderNames.SERVER, IgdDevice.SERVER)
                .set("EXT", "")
                .set(HttpHeaderNames.CONNECTION, "close");
        return response;
    }

    private static void send(ChannelHandlerContext context, FullHttpResponse response) {
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    /** A host that is silent, or breaks off. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Logger.debug(cause, "upnp connection ended");
        context.close();
    }
}
