package io.halley.gateway.classic;

import io.halley.gateway.transport.Outlet.Ending;
import io.halley.shared.bus.ReadOutcome;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a user has not read, each message to one reader: it is claimed by marking it as read, and written by the one that
 * has made it so. Little is claimed at once, and only while the client takes what is written, so that little is lost with a
 * connection that breaks in that moment. What may have been claimed by an answer that never came is shown all the same:
 * better twice than never.
 */
final class MessagesStream extends Watcher {

    /** How many messages are claimed at once. */
    private static final int CLAIM = 4;

    private static final ReadLimit AHEAD = new ReadLimit(CLAIM, 32 * 1024);

    /** How long a stop waits for a claim; shorter than what a stop leaves to its connections. */
    private static final long PATIENCE_MS = 300;

    private static final Buffer LINE_BREAK = Buffer.buffer("\n");

    private final StoreClient store;
    private final UserId user;
    private final Reading reading;
    private final boolean comesFreely;
    private final List<Channel> channels;

    /** Asked for, and not known to be anyone else's; once a claim is answered there is nothing in it. */
    private final Map<EventId, Event> unsure = new LinkedHashMap<>();

    private List<Position> places = List.of();
    private boolean begun;
    private boolean claiming;
    private boolean ending;

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
        this.reading = reading;
        this.comesFreely = comesFreely;
        this.channels = List.of(Channel.ofUser(user), Channel.USERS);
    }

    @Override
    protected Future<Void> lookOnce() {
        if (!isWritable()) {
            // looked again when it has drained
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

    private Future<Portion> read() {
        return Future.all(
                        reading.log().read(channels.get(0), places.get(0), AHEAD),
                        reading.log().read(channels.get(1), places.get(1), AHEAD))
                .map(both -> Portion.of(List.of(both.<Backlog>resultAt(0), both.<Backlog>resultAt(1)), CLAIM));
    }

    private Future<Void> claim(Portion portion) {
        if (outlet().isOver()) {
            return Future.succeededFuture();
        }
        if (portion.events().isEmpty()) {
            places = portion.ends();
            return Future.succeededFuture();
        }
        Set<EventId> before = Set.copyOf(unsure.keySet());
        portion.events().forEach(event -> unsure.put(Stamp.id(event), event));
        claiming = true;
        return store.markRead(user, List.of(), portion.ids())
                .compose(outcome -> claimed(portion, outcome, before))
                .onComplete(over -> {
                    claiming = false;
                    if (ending) {
                        end();
                    }
                });
    }

    /** @param before what an earlier claim may have made read */
    private Future<Void> claimed(Portion portion, ReadOutcome outcome, Set<EventId> before) {
        if (outcome instanceof Marked marked) {
            unsure.keySet().removeIf(id -> !before.contains(id) && !marked.ids().contains(id));
            show();
            places = portion.ends();
            lookAgain();
            return Future.succeededFuture();
        }
        // nothing was marked, because one of the channels is another one by now
        unsure.keySet().retainAll(before);
        places = List.of();
        return Future.failedFuture("the inbox has changed");
    }

    private void show() {
        if (!outlet().isOver()) {
            send(messages());
            unsure.clear();
        }
    }

    private Buffer messages() {
        StringBuilder messages = new StringBuilder();
        for (Event event : unsure.values()) {
            messages.append(Answers.PAD)
                    .append("<br />")
                    .append(Escaped.html(words(event)))
                    .append("<br />");
        }
        return Buffer.buffer(messages.toString());
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
    protected void drained() {
        look();
    }

    @Override
    protected Buffer heartbeat() {
        return LINE_BREAK;
    }

    @Override
    protected void drain(int millis) {
        ending = true;
        if (claiming) {
            reading.pause().of(PATIENCE_MS).onComplete(waited -> end());
        } else {
            end();
        }
    }

    private void end() {
        if (!outlet().isOver()) {
            outlet().end(messages(), Ending.DRAIN);
        }
    }
}
