package io.halley.gateway.transport;

import io.halley.gateway.framing.LineFormat;
import io.halley.gateway.framing.OwnEvent;
import io.halley.gateway.subscription.Subscriptions;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * A stream whose client may speak, too. Its commands are answered in their order, each behind the events of its turn.
 * While too many are not answered yet, or it does not read, no more are taken from it.
 */
final class WebSocketConnection extends StreamConnection {

    private static final int MOST_OUTSTANDING = 16;

    private final WebSocketOutlet socket;
    private final Subscriptions subscriptions;
    private final Commands commands;
    private final Deque<Future<Supplier<OwnEvent>>> outstanding = new ArrayDeque<>(0);
    private boolean told;

    WebSocketConnection(
            WebSocketOutlet socket, StreamRequest request, int retry, Subscriptions subscriptions, Commands commands) {
        super(socket, LineFormat.WEB_SOCKET, request, retry);
        this.socket = socket;
        this.subscriptions = subscriptions;
        this.commands = commands;
        socket.inlet().listen(this::isListening, new WebSocketMessages(this::run, socket::close)::take);
    }

    /** What was said before is heard only now, so that {@code $open} tells of the channels that were asked for. */
    @Override
    public void opened() {
        super.opened();
        socket.afterwards(() -> {
            told = true;
            socket.inlet().takeMore();
        });
    }

    private boolean isListening() {
        return told && outstanding.size() < MOST_OUTSTANDING && !socket.isFull();
    }

    private void run(String message) {
        Future<Supplier<OwnEvent>> answer = commands.run(message, subscription());
        outstanding.add(answer);
        answer.onComplete(done -> subscriptions.mark(subscription()));
    }

    @Override
    protected List<OwnEvent> takeAnswers() {
        if (outstanding.isEmpty()) {
            return List.of();
        }
        List<OwnEvent> answers = new ArrayList<>();
        while (!outstanding.isEmpty() && outstanding.peek().succeeded()) {
            answers.add(outstanding.remove().result().get());
        }
        // once they are said; more may come at once
        socket.afterwards(socket.inlet()::takeMore);
        return answers;
    }
}
