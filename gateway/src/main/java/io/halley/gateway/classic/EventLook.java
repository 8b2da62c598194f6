package io.halley.gateway.classic;

import io.halley.shared.event.Event;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Looks for the event that comes next, to say {@code {"msg":"…","timestamp":N}}.
 *
 * @param timestamp what the page has sent; it gets it back if there is nothing
 * @param answered is told of the event once it has been written
 */
record EventLook(
        String timestamp, Supplier<Future<Optional<Event>>> find, Function<Event, String> say, Consumer<Event> answered)
        implements Look {

    EventLook(String timestamp, Supplier<Future<Optional<Event>>> find, Function<Event, String> say) {
        this(timestamp, find, say, event -> {});
    }

    @Override
    public Future<Optional<Answer>> answer() {
        return find.get().map(found -> found.map(event -> new Answer(say.apply(event), () -> answered.accept(event))));
    }

    @Override
    public String nothing() {
        return Answers.message("", Stamp.echo(timestamp));
    }
}
