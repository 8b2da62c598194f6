package io.halley.gateway.classic;

import io.halley.shared.event.Event;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Looks for the event that comes next, to say {@code {"msg":"…","timestamp":N}}.
 *
 * @param timestamp what the page has sent; it gets it back if there is nothing
 */
record EventLook(String timestamp, Supplier<Future<Optional<Event>>> find, Function<Event, String> say)
        implements Look {

    @Override
    public Future<Optional<String>> answer() {
        return find.get().map(found -> found.map(say));
    }

    @Override
    public String nothing() {
        return Answers.message("", Stamp.echo(timestamp));
    }
}
