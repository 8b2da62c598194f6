package io.halley.shared.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.AsciiString;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.http1.VertxHttpRequestDecoder;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Reads requests as Vert.x does, and refuses a head of too many lines while it reads it: the shortest line is four bytes, and
 * as objects a hundred. What heads take is counted, of one that has begun and of those that wait behind a request: each is
 * bounded, and thousands of them are all memory that there is.
 */
public final class RequestHeads extends VertxHttpRequestDecoder {

    /** Longest request line, and largest headers: 100 channels fit. */
    public static final int LARGEST_BYTES = 16 * 1024;

    /** Headers and trailers of one request. A browser sends up to 40, and proxies some more. */
    public static final int MOST_LINES = 100;

    /** What a line takes beside its bytes: two strings, and its entry. */
    private static final int LINE_BYTES = 96;

    /** What is as large as that of a browser counts for nothing: it is a part of what every connection takes. */
    private static final int ORDINARY_BYTES = 8 * 1024;

    private static final Http1ServerConfig LIMITS =
            new Http1ServerConfig().setMaxInitialLineLength(LARGEST_BYTES).setMaxHeaderSize(LARGEST_BYTES);

    private final LongConsumer taken;
    private int lines;
    private int bytes;
    /** Read, and not given to who answers them: Vert.x keeps some behind one that is not answered. */
    private int waiting;

    /** Takes whom to tell how many bytes a head has taken. */
    private RequestHeads(LongConsumer taken) {
        super(LIMITS);
        this.taken = taken;
    }

    /** Has them read in a channel of HTTP/1 on which nothing has come yet. */
    static void read(Channel channel, LongConsumer taken) {
        channel.pipeline().replace(HttpRequestDecoder.class, null, new RequestHeads(taken));
    }

    /** About how many bytes the heads of a channel take that wait, and the one that is being answered. */
    static long bytes(Channel channel) {
        RequestHeads heads = channel.pipeline().get(RequestHeads.class);
        if (heads == null) {
            return 0;
        }
        int all = heads.bytes + heads.internalBuffer().capacity();
        return all > ORDINARY_BYTES ? all : 0;
    }

    /** A request does not wait any more: from now on it is being answered. */
    public static void answering(HttpServerRequest request) {
        RequestHeads heads = Wire.of(request.connection()).pipeline().get(RequestHeads.class);
        if (heads != null && --heads.waiting > 0) {
            // as if all were alike
            heads.bytes -= heads.bytes / (heads.waiting + 1);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out) throws Exception {
        int from = buffer.readerIndex();
        int before = out.size();
        super.decode(context, buffer, out);
        boolean isWhole = out.size() > before;
        if (isWhole && !(out.get(before) instanceof HttpRequest)) {
            // a part of a body
            return;
        }
        // once in what is made of it, and once where a line is put together
        bytes += 2 * (buffer.readerIndex() - from);
        if (isWhole) {
            waiting++;
        }
        if (bytes > ORDINARY_BYTES) {
            taken.accept(2L * (buffer.readerIndex() - from));
        }
    }

    @Override
    protected HttpMessage createMessage(String[] initialLine) {
        lines = 0;
        if (waiting == 0) {
            bytes = 0;
        }
        return super.createMessage(initialLine);
    }

    /** Once for each line; a line that goes on with the one before is none of its own. */
    @Override
    protected AsciiString splitHeaderName(byte[] line, int start, int length) {
        if (++lines > MOST_LINES) {
            throw new TooManyLinesException();
        }
        bytes += LINE_BYTES;
        return super.splitHeaderName(line, start, length);
    }
}
