package io.halley.gateway.transport;

import io.halley.gateway.framing.LineFormat;
import io.halley.gateway.framing.OwnEvent;
import io.halley.gateway.subscription.Subscriptions;
import io.vertx.core.Future;
import io.vertx.core.http.WebSocketFrame;
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

    /** Beyond it, what the client says stays in its own socket. */
    static final int MOST_OUTSTANDING = 16;

    private final WebSocketOutlet socket;
    private final Subscriptions subscriptions;
    private final Commands commands;
    private final WebSocketMessages messages = new WebSocketMessages(this::run, this::close);
    private final Deque<Future<Supplier<OwnEvent>>> outstanding = new ArrayDeque<>();
    private final Deque<WebSocketFrame> early = new ArrayDeque<>();
    private long earlyBytes;
    private boolean listening;

    WebSocketConnection(
            WebSocketOutlet socket, StreamRequest request, int retry, Subscriptions subscriptions, Commands commands) {
        super(socket, LineFormat.WEB_SOCKET, request, retry);
        this.socket = socket;
        this.subscriptions = subscriptions;
        this.commands = commands;
        socket.listen(this::take, this::takeMore);
    }

    /** What was said before is heard only now, so that {@code $open} tells of the channels that were asked for. */
    @Override
    public void opened() {
        super.opened();
        socket.afterwards(this::listen);
    }

    private void listen() {
        listening = true;
        while (!early.isEmpty() && !socket.isOver()) {
            messages.take(early.remove());
        }
        earlyBytes = 0;
        takeMore();
    }

    private void take(WebSocketFrame frame) {
        if (listening || !isText(frame)) {
            messages.take(frame);
        } else {
            early.add(frame);
            earlyBytes += frame.binaryData().length();
        }
        // a ping, too, is answered with something that the client has to read
        if (isBusy()) {
            socket.pause();
        }
    }

    private static boolean isText(WebSocketFrame frame) {
        return frame.isText() || frame.isContinuation();
    }

    private void takeMore() {
        if (!isBusy()) {
            socket.resume();
        }
    }

    private boolean isBusy() {
        return early.size() + outstanding.size() >= MOST_OUTSTANDING
                || earlyBytes >= WebSocketUpgrade.LARGEST_MESSAGE_BYTES
                || socket.isFull();
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
        socket.afterwards(this::takeMore);
        return answers;
    }

    private void close(CloseCode code) {
        socket.close(code, "");
    }
}
