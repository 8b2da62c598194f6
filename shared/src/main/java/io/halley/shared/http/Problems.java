package io.halley.shared.http;

import io.halley.shared.bus.StoreException;
import io.halley.shared.event.InvalidValueException;
import io.halley.shared.event.TooLargeException;
import io.halley.shared.wire.RequestHeads;
import io.halley.shared.wire.TooManyLinesException;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns whatever ends a request early into a {@link Problem}. */
public final class Problems {

    /** What Vert.x says of a request whose connection is gone; it has no type of its own for that. */
    private static final String CLOSED = "Connection was closed";

    private static final String TOO_LARGE = "too large (expected: at most " + RequestHeads.LARGEST_BYTES + " bytes)";

    private static final System.Logger LOG = System.getLogger(Problems.class.getName());

    private Problems() {}

    /**
     * Has a router answer every failure with problem+json: what a handler throws or passes to {@code fail}, unknown
     * paths, methods that a path does not take. Handlers may be added before and after.
     */
    public static void install(Router router) {
        for (int status = 400; status < 600; status++) {
            int refused = status;
            router.errorHandler(status, context -> answer(router, refused, context));
        }
    }

    /** Answers a request that could not be parsed; for {@code HttpServer.invalidRequestHandler}. */
    public static void answerUnreadable(HttpServerRequest request) {
        unreadable(request.decoderResult().cause()).answer(request.response(), "no-store");
    }

    /** The problem that a failure is to the client. Whatever was not foreseen is logged, and is {@code internal}. */
    public static Problem of(Throwable failure) {
        Problem known = known(failure);
        if (known == null) {
            LOG.log(System.Logger.Level.ERROR, "a request failed", failure);
            return Problem.internal();
        }
        return known;
    }

    private static void answer(Router router, int status, RoutingContext context) {
        if (context.response().closed() || isGone(context.failure())) {
            return;
        }
        problem(router, status, context).answer(context.response(), "no-store");
        UnreadBody.discard(context);
    }

    /** Whether the client went before it was answered: nobody's fault, and nobody is there to be told. */
    public static boolean isGone(@Nullable Throwable failure) {
        return failure instanceof ClosedChannelException
                || failure instanceof NativeIoException
                || failure instanceof HttpClosedException
                || (failure instanceof VertxException && CLOSED.equals(failure.getMessage()));
    }

    private static Problem problem(Router router, int status, RoutingContext context) {
        Throwable failure = context.failure();
        Problem known = failure == null ? null : known(failure);
        if (known != null) {
            return known;
        }
        return switch (status) {
            case 404 -> Problem.notFound("path: \"" + context.normalizedPath() + "\" (expected: one from the docs)");
            case 405 -> methodNotAllowed(router, context);
            default -> status >= 400 && status < 500 ? unspecific(status) : of(failure != null ? failure : noReason());
        };
    }

    private static @Nullable Problem known(Throwable failure) {
        if (failure instanceof ProblemException e) {
            return e.problem();
        }
        if (failure instanceof InvalidValueException e) {
            return Problem.invalid(e.what(), String.valueOf(e.getMessage()));
        }
        if (failure instanceof TooLargeException e) {
            return Problem.tooLarge(String.valueOf(e.getMessage()));
        }
        if (failure instanceof StoreException e) {
            return Problem.unavailable(String.valueOf(e.getMessage()));
        }
        return null;
    }

    private static Problem methodNotAllowed(Router router, RoutingContext context) {
        List<String> allowed = AllowedMethods.of(router, context.normalizedPath());
        String names = String.join(", ", allowed);
        return Problem.methodNotAllowed(
                "method: \"" + context.request().method() + "\" (expected: " + names + ")", names);
    }

    private static Problem unreadable(@Nullable Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new Problem(
                    "request-line-too-long", 414, "Request line too long", "request line: " + TOO_LARGE, Map.of());
        }
        if (cause instanceof TooManyLinesException) {
            return headers("too many (expected: at most " + RequestHeads.MOST_LINES + ", trailers included)");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return headers(TOO_LARGE);
        }
        return Problem.badRequest("this is no HTTP request: its first line or a header can't be read");
    }

    private static Problem headers(String fault) {
        return new Problem("headers-too-large", 431, "Headers too large", "headers: " + fault, Map.of());
    }

    /** What the router itself refuses: a path or query that can't be decoded. */
    private static Problem unspecific(int status) {
        String detail = "path or query: can't be decoded (expected: UTF-8, percent-encoded)";
        return new Problem("invalid-request", status, "The request breaks a rule", detail, Map.of());
    }

    private static IllegalStateException noReason() {
        return new IllegalStateException("a handler failed and gave no reason");
    }
}
