package io.halley.gateway.hub;

import io.halley.shared.bus.Addresses;
import io.halley.shared.bus.IdentityCodec;
import io.halley.shared.bus.InboxNotice;
import io.halley.shared.bus.InboxState;
import io.halley.shared.bus.StoreCommand;
import io.halley.shared.bus.StoreException;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Cursor;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventId;
import io.halley.shared.event.UserId;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A store of one channel that does on the bus what the real one promises, and on command everything that it may do at
 * the worst moment: be away, be late with its notices, trim, begin a new epoch.
 */
final class ScriptedStore {

    static final Channel CHANNEL = new Channel("chat:a");

    private final Vertx vertx;
    private final Channel channel;
    private final ScriptedLog log;
    private final Map<Channel, ScriptedStore> others = new HashMap<>();
    private final Deque<Backlog> late = new ArrayDeque<>();
    private EventId told = EventId.NONE;
    private boolean away;
    private boolean holdsNotices;
    int follows;
    int reads;
    int inboxes;
    private int version;
    private boolean holdsAnswers;
    private final Deque<Runnable> lateAnswers = new ArrayDeque<>();
    private boolean holdsReads;
    private final Deque<Runnable> lateReads = new ArrayDeque<>();

    /** To be made and used on one context only. */
    ScriptedStore(Vertx vertx) {
        this(vertx, CHANNEL);
    }

    /** The same with a channel of another name. */
    ScriptedStore(Vertx vertx, Channel channel) {
        this.vertx = vertx;
        this.channel = channel;
        this.log = new ScriptedLog(channel);
        IdentityCodec.register(vertx.eventBus());
        vertx.eventBus().<StoreCommand>localConsumer(Addresses.STORE, this::answer);
    }

    /** Takes another channel on, on the same bus; each is commanded for itself. */
    ScriptedStore beside(Channel other) {
        ScriptedStore store = new ScriptedStore(other, vertx);
        others.put(other, store);
        return store;
    }

    private ScriptedStore(Channel channel, Vertx vertx) {
        this.vertx = vertx;
        this.channel = channel;
        this.log = new ScriptedLog(channel);
    }

    Channel channel() {
        return channel;
    }

    void append(int count) {
        List<Event> events = log.append(count);
        late.add(new Backlog(channel, told, events, log.head(), log.head(), null));
        told = log.head();
        if (!holdsNotices) {
            releaseNotices();
        }
    }

    /** A clean restart: offsets go on under another name. */
    void beginEpoch(int number) {
        log.beginEpoch(number);
    }

    void trim(int count) {
        log.trim(count);
    }

    void setAway(boolean away) {
        this.away = away;
    }

    void holdNotices() {
        holdsNotices = true;
    }

    void releaseNotices() {
        holdsNotices = false;
        while (!late.isEmpty()) {
            vertx.eventBus().publish(Addresses.of(channel), late.poll());
        }
    }

    /** A notice got lost, and nobody noticed: what the hub must survive though the store promises otherwise. */
    void loseNotices() {
        late.clear();
    }

    /** Reads are answered late, with what there was when they were asked for. */
    void holdReads() {
        holdsReads = true;
    }

    void releaseReads() {
        holdsReads = false;
        while (!lateReads.isEmpty()) {
            lateReads.poll().run();
        }
    }

    EventId head() {
        return log.head();
    }

    long earliest() {
        return log.earliest();
    }

    private void answer(Message<StoreCommand> message) {
        ScriptedStore other = null;
        if (message.body() instanceof StoreCommand.Follow follow) {
            other = others.get(follow.channel());
        } else if (message.body() instanceof StoreCommand.Read read) {
            other = others.get(read.channel());
        }
        (other == null ? this : other).answerMine(message);
    }

    private void answerMine(Message<StoreCommand> message) {
        if (away) {
            message.reply(new StoreException("away"));
        } else if (message.body() instanceof StoreCommand.Follow) {
            follows++;
            // what the bus has carried, which may be less than the log holds
            message.reply(late.isEmpty() ? log.head() : late.peek().start());
        } else if (message.body() instanceof StoreCommand.Read read) {
            reads++;
            Backlog backlog = log.read(read.from(), read.limit());
            lateReads.add(() -> message.reply(backlog));
            if (!holdsReads) {
                releaseReads();
            }
        } else if (message.body() instanceof StoreCommand.FindInbox) {
            inboxes++;
            InboxState state = state();
            lateAnswers.add(() -> message.reply(state));
            if (!holdsAnswers) {
                releaseAnswers();
            }
        } else {
            message.reply(null);
        }
    }

    /** Something is read; pages are told. */
    void read() {
        version++;
        vertx.eventBus().publish(Addresses.of(channel), new InboxNotice.Read(state(), List.of()));
    }

    /** Something is read, and the notice is lost. */
    void readUnnoticed() {
        version++;
    }

    void beUnsure() {
        vertx.eventBus().publish(Addresses.of(channel), new InboxNotice.Unsure());
    }

    /** Questions about the inbox are answered late, with what was true when they were asked. */
    void holdAnswers() {
        holdsAnswers = true;
    }

    void releaseAnswers() {
        holdsAnswers = false;
        while (!lateAnswers.isEmpty()) {
            lateAnswers.poll().run();
        }
    }

    String version() {
        return version + ".0-0.0";
    }

    private InboxState state() {
        Cursor nothing = Cursor.all(EventId.NONE, 2);
        return new InboxState(new UserId("1"), 0, 0, nothing, nothing, version());
    }
}
