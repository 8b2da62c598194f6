package io.halley.standalone.fault;

import io.halley.standalone.fault.Medium.Listener;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A WebSocket. */
final class SocketStream {

    /** Codes after which a page comes back; 1006 stands for none. */
    private static final Set<Integer> COME_BACK = Set.of(1006, 1011, 1012, 1013);

    private final EventObjects objects;
    private final Listener listener;
    private @Nullable WebSocket socket;
    private boolean ended;

    private SocketStream(Browser browser, Listener listener) {
        this.objects = new EventObjects(browser.reading().channels(), listener);
        this.listener = listener;
    }

    /** As {@link Medium#open}. */
    static Runnable open(Browser browser, String cursor, Listener listener) {
        SocketStream stream = new SocketStream(browser, listener);
        WebSocketConnectOptions options = new WebSocketConnectOptions(
                browser.subscribe(HttpStream.from(cursor), "*/*").toJson());
        browser.sockets().connect(options).onSuccess(stream::opened).onFailure(stream::refused);
        return stream::end;
    }

    private void opened(WebSocket opened) {
        socket = opened;
        opened.exceptionHandler(failure -> listener.over());
        opened.closeHandler(closed -> closed(opened.closeStatusCode()));
        opened.textMessageHandler(text -> {
            listener.heard();
            text.lines().filter(line -> !ended).forEach(objects::takeLine);
        });
        if (ended) {
            opened.close();
        }
    }

    private void closed(@Nullable Short code) {
        if (!ended && code != null && !COME_BACK.contains(code.intValue())) {
            listener.gaveUp("closed with " + code);
        }
        listener.over();
    }

    private void refused(Throwable failure) {
        if (failure instanceof UpgradeRejectedException answer && answer.getStatus() != 503) {
            listener.gaveUp("status " + answer.getStatus());
        }
        listener.over();
    }

    private void end() {
        ended = true;
        if (socket != null) {
            socket.close();
        }
    }
}
