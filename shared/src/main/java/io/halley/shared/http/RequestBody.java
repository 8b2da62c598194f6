package io.halley.shared.http;

import io.halley.shared.config.Machine;
import io.halley.shared.event.TooLargeException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body up to a limit, and then calls the next handler. It has to come before anything that answers later, or
 * the body goes by. Apart from the limit it differs from the handler of Vert.x in that forms are bytes like any other
 * body (so that they can be refused in our words), and a client that goes away half-way is no error. One instance serves
 * one route on one event loop.
 */
public final class RequestBody implements Handler<RoutingContext> {

    /** Fits the largest event data, with white space in it. */
    public static final int OF_AN_EVENT = 256 * 1024;

    /** Fits commands such as signing in. */
    public static final int OF_A_COMMAND = 16 * 1024;

    private static final String KEY = "halley.body";

    /** A body that takes longer is cut off with its connection. */
    private static final long PATIENCE_MS = 15_000;

    /** What one route may hold of bodies that are not complete, per event loop: where the heap is small, less. */
    private static final long MOST_READING = Math.min(32L * 1024 * 1024, Machine.heapOfEachLoop(16));

    private final int limit;
    private long reading;

    private RequestBody(int limit) {
        this.limit = limit;
    }

    /** Reads up to {@code limit} bytes; more is refused with 413, at once where it is announced. */
    public static RequestBody upTo(int limit) {
        return new RequestBody(limit);
    }

    /** The body that was read; empty if there was none. */
    public static Buffer of(RoutingContext context) {
        return Objects.requireNonNull(context.<Buffer>get(KEY), "no body was read on this route");
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        long announced = announced(request);
        if (announced > limit) {
            throw new TooLargeException("body", announced, limit);
        }
        if (reading > MOST_READING) {
            throw new ProblemException(Problem.unavailable("too many bodies are on their way (expected: try again)"));
        }
        answerExpectation(request);
        read(context);
    }

    /** Memory is taken for what has come, not for what was announced. */
    private void read(RoutingContext context) {
        HttpServerRequest request = context.request();
        Buffer body = Buffer.buffer();
        long timer = context.vertx()
                .setTimer(PATIENCE_MS, late -> request.connection().close());
        Runnable over = () -> {
            context.vertx().cancelTimer(timer);
            reading -= body.length();
            request.handler(null).endHandler(null).exceptionHandler(gone -> {});
        };
        request.handler(chunk -> {
            body.appendBuffer(chunk);
            reading += chunk.length();
            if (body.length() > limit) {
                over.run();
                context.fail(new TooLargeException("body", body.length(), limit));
            }
        });
        request.exceptionHandler(gone -> over.run());
        request.endHandler(read -> {
            over.run();
            context.put(KEY, body);
            context.next();
        });
        request.resume();
    }

    private static void answerExpectation(HttpServerRequest request) {
        String expectation = request.getHeader(HttpHeaders.EXPECT);
        if (expectation == null || request.version() == HttpVersion.HTTP_1_0) {
            return;
        }
        if (!expectation.equalsIgnoreCase("100-continue")) {
            String detail = "Expect: can't be met (expected: 100-continue, or no such header)";
            throw new ProblemException(
                    new Problem("expectation-failed", 417, "Expectation can't be met", detail, Map.of()));
        }
        request.response().writeContinue();
    }

    private static long announced(HttpServerRequest request) {
        @Nullable String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            throw new ProblemException(Problem.badRequest("Content-Length: can't be read (expected: a number)"));
        }
    }
}
