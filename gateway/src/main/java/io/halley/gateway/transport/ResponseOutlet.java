package io.halley.gateway.transport;

import io.halley.shared.wire.Wire;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** A response of unknown length: chunked, or to a client of HTTP/1.0 all that comes until the connection is closed. */
public final class ResponseOutlet implements Outlet {

    private final HttpServerResponse response;
    private final MultiMap requestHeaders;
    private final HttpConnection connection;
    private final boolean untilClosed;
    private long sent;
    private boolean cut;

    /** Takes a request whose answer has its head not written yet. */
    public ResponseOutlet(HttpServerRequest request) {
        response = request.response();
        requestHeaders = request.headers();
        connection = request.connection();
        untilClosed = request.version() == HttpVersion.HTTP_1_0;
        if (untilClosed) {
            // last, because a client that asks to keep the connection would be promised it
            response.headersEndHandler(head -> response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE));
        } else {
            response.setChunked(true);
        }
    }

    @Override
    public boolean isOver() {
        return cut || isOver(response);
    }

    @Override
    public boolean isFull() {
        return response.writeQueueFull();
    }

    @Override
    public long taken() {
        return sent - Wire.unsent(Wire.of(connection));
    }

    @Override
    public void send(Buffer bytes) {
        sent += bytes.length();
        boolean first = !response.headWritten();
        response.write(bytes).onFailure(lost -> {
            // for want of memory, say: it must not be passed over
            if (!isOver()) {
                cut();
            }
        });
        if (first) {
            // they have been sent, and would be kept for as long as the stream is open: a third of what it takes
            response.headers().clear();
        }
    }

    @Override
    public void end(Buffer last, Ending ending) {
        if (!isOver()) {
            if (untilClosed) {
                response.end(last).onComplete(ended -> connection.close());
            } else {
                response.end(last);
            }
        }
    }

    /** Over HTTP/1 a response that has begun can only be cut off with its connection; one that is full, only below that. */
    @Override
    public void cut() {
        boolean stuck = isOver() || isFull();
        cut = true;
        if (stuck) {
            Wire.cut(Wire.of(connection));
            return;
        }
        response.reset().onFailure(tooLate -> connection.close());
    }

    @Override
    public void attach(Runnable drained, Runnable over) {
        requestHeaders.clear();
        if (!isOver()) {
            response.drainHandler(ready -> drained.run());
        }
        whenOver(response, over);
    }

    /**
     * Says whom to tell, once or more often, that an answer is over; at once if it is by now. Its end and that of its
     * connection come in no sure order, and not always both.
     */
    static void whenOver(HttpServerResponse response, Runnable over) {
        if (isOver(response)) {
            over.run();
            return;
        }
        Handler<Void> end = ended -> over.run();
        response.exceptionHandler(failure -> over.run());
        response.closeHandler(end);
        response.endHandler(end);
    }

    private static boolean isOver(HttpServerResponse response) {
        return response.closed() || response.ended();
    }
}
