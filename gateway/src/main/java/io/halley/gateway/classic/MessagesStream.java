package io.halley.gateway.classic;

import io.halley.gateway.transport.Outlet.Ending;
import io.halley.shared.bus.ReadOutcome.Marked;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.halley.shared.event.UserId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a user has not read, each message to one reader: it is claimed by marking it as read, and written by the one that
 * has made it so. Little is claimed at once, and only while the client takes what is written, so that little is lost with a
 * connection that breaks in that moment.
 */
final class MessagesStream extends Watcher {

    private static final ReadLimit CLAIM = new ReadLimit(16, 32 * 1024);

    private static final Buffer LINE_BREAK = Buffer.buffer("\n");

    private final StoreClient store;
    private final UserId user;
    private final boolean comesFreely;
    private final List<Channel> channels;
    private List<Position> places = List.of();
    private boolean begun;

    /** @param comesFreely whether the user is written down here, since nothing else has done so */
    MessagesStream(
            HttpServerRequest http,
            UserId user,
            Reading reading,
            long sessionEnd,
            StoreClient store,
            boolean comesFreely) {
        super(http, List.of(Channel.ofUser(user), Channel.USERS), reading.agenda(), sessionEnd);
        this.store = store;
        this.user = user;
        this.comesFreely = comesFreely;
        this.channels = List.of(Channel.ofUser(user), Channel.USERS);
    }

    @Override
    protected Future<Void> lookOnce() {
        if (!isWritable()) {
            lookLater();
            return Future.succeededFuture();
        }
        return findPlaces().compose(found -> read()).compose(this::claim);
    }

    /** Everything before it was read. */
    private Future<Void> findPlaces() {
        if (!places.isEmpty()) {
            return Future.succeededFuture();
        }
        return (comesFreely ? store.signIn(user) : Future.<Void>succeededFuture())
                .compose(known -> store.inbox(user))
                .map(state -> {
                    places = state.readUpTo().positions();
                    return null;
                });
    }

    private Future<List<Backlog>> read() {
        return Future.all(
                        store.read(channels.get(0), places.get(0), CLAIM),
                        store.read(channels.get(1), places.get(1), CLAIM))
                .map(both -> List.of(both.<Backlog>resultAt(0), both.<Backlog>resultAt(1)));
    }

    private Future<Void> claim(List<Backlog> read) {
        List<Event> events = read.stream()
                .flatMap(backlog -> backlog.events().stream())
                .sorted(Comparator.comparingLong(Event::time))
                .toList();
        if (outlet().isOver()) {
            return Future.succeededFuture();
        }
        if (events.isEmpty()) {
            moveOn(read);
            return Future.succeededFuture();
        }
        List<EventId> ids = events.stream().map(Stamp::id).toList();
        return store.markRead(user, List.of(), ids).map(outcome -> {
            moveOn(read);
            if (outcome instanceof Marked marked) {
                show(events, new HashSet<>(marked.ids()));
            }
            lookAgain();
            return null;
        });
    }

    private void moveOn(List<Backlog> read) {
        places = new ArrayList<>(
                Stream.of(read.get(0), read.get(1)).map(Backlog::end).toList());
    }

    private void show(List<Event> events, Set<EventId> claimed) {
        StringBuilder messages = new StringBuilder();
        for (Event event : events) {
            if (claimed.contains(Stamp.id(event))) {
                messages.append(Answers.PAD)
                        .append("<br />")
                        .append(Escaped.html(words(event)))
                        .append("<br />");
            }
        }
        if (!outlet().isOver()) {
            send(Buffer.buffer(messages.toString()));
        }
    }

    private static String words(Event event) {
        String url = Pushes.url(event);
        if (url == null) {
            return Escaped.words(event.data());
        }
        String title = Pushes.title(event);
        return title == null ? url : url + " " + title;
    }

    @Override
    public void opened() {
        begin();
        super.opened();
    }

    @Override
    protected void begin() {
        if (!begun) {
            begun = true;
            send(Buffer.buffer(Answers.PAD + "<br />"));
        }
    }

    @Override
    protected Buffer heartbeat() {
        return LINE_BREAK;
    }

    @Override
    protected void drain(int millis) {
        outlet().end(Buffer.buffer(), Ending.DRAIN);
    }
}
