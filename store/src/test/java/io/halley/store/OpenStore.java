package io.halley.store;

import io.halley.shared.bus.AppendOutcome;
import io.halley.shared.bus.AppendOutcome.Appended;
import io.halley.shared.bus.ChannelInfo;
import io.halley.shared.bus.GatewayId;
import io.halley.shared.bus.InboxNotice;
import io.halley.shared.bus.Lease;
import io.halley.shared.bus.ReadOutcome;
import io.halley.shared.bus.UserInfo;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventData;
import io.halley.shared.event.EventDraft;
import io.halley.shared.event.EventId;
import io.halley.shared.event.EventType;
import io.halley.shared.event.IdempotencyKey;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.halley.shared.event.UserId;
import io.halley.store.embedded.EmbeddedStore;
import io.halley.store.redis.RedisStore;
import io.halley.store.spi.ChannelDirectory;
import io.halley.store.spi.EventStore;
import io.halley.store.spi.Inbox;
import io.halley.store.spi.InboxStore;
import io.halley.store.spi.Notice;
import io.halley.store.spi.Notices;
import io.halley.store.spi.PresenceStore;
import io.halley.store.spi.UserDirectory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A backend on a context of its own, for tests: called from their thread, which waits for the answer. */
public final class OpenStore {

    private final HeardNotices heard = new HeardNotices();

    /** Every notice that came, in order. */
    public final BlockingQueue<Notice> notices = heard.notices;
    /** What a carrier brings to the bus of the channels followed with {@link #carry}. */
    public final BlockingQueue<Backlog> bus = heard.bus;
    /** What it says beside events. */
    public final BlockingQueue<InboxNotice> told = heard.told;

    private final Context context;
    private final Backend backend;

    /** Opens a backend; throws what that fails with. */
    OpenStore(Vertx vertx, Function<Notices, Future<Backend>> opening) {
        context = ((VertxInternal) vertx).createEventLoopContext();
        backend = on(() -> opening.apply(heard));
        heard.carrier = new Carrier(
                (ms, action) -> vertx.setTimer(ms, id -> action.run()),
                backend.events(),
                heard,
                new SimpleMeterRegistry());
    }

    /** Opens an embedded store. */
    public static OpenStore embedded(Vertx vertx, Function<Notices, Future<EmbeddedStore>> opening) {
        return new OpenStore(vertx, notices -> opening.apply(notices).map(Backend::of));
    }

    /** Opens a store on Redis. */
    public static OpenStore redis(Vertx vertx, Function<Notices, Future<RedisStore>> opening) {
        return new OpenStore(vertx, notices -> opening.apply(notices).map(Backend::of));
    }

    Backend backend() {
        return backend;
    }

    public EventStore events() {
        return backend.events();
    }

    public ChannelDirectory channels() {
        return backend.channels();
    }

    public UserDirectory users() {
        return backend.users();
    }

    public PresenceStore presence() {
        return backend.presence();
    }

    public InboxStore inboxes() {
        return backend.inboxes();
    }

    public Optional<ChannelInfo> describe(Channel channel) {
        return on(() -> backend.channels().describe(channel));
    }

    public Optional<UserInfo> user(String user) {
        return on(() -> backend.users().find(new UserId(user)));
    }

    /** Runs on the store's context, and waits. */
    public <T extends @Nullable Object> T on(Supplier<Future<T>> call) {
        return wait(start(call));
    }

    /** Runs on the store's context. */
    public <T extends @Nullable Object> Future<T> start(Supplier<Future<T>> call) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(turn -> {
            try {
                call.get().onComplete(promise);
            } catch (RuntimeException e) {
                promise.fail(e);
            }
        });
        return promise.future();
    }

    private static <T extends @Nullable Object> T wait(Future<T> answer) {
        try {
            return answer.await(120, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }

    public List<AppendOutcome> append(EventDraft... drafts) {
        return on(() -> backend.events().append(Arrays.asList(drafts)));
    }

    /** Appends one event of a channel; answers its id. */
    public EventId append(Channel channel, String data) {
        return ((Appended) append(draft(channel, data)).get(0)).id();
    }

    public Backlog read(Channel channel, Position from, ReadLimit limit) {
        return on(() -> backend.events().read(channel, from, limit));
    }

    public Backlog read(Channel channel, Position from) {
        return read(channel, from, ReadLimit.PAGE);
    }

    /** All that is retained, page by page. */
    public List<Event> readAll(Channel channel) {
        Backlog page = read(channel, Position.START);
        List<Event> events = new ArrayList<>(page.events());
        while (page.hasMore()) {
            page = read(channel, page.end());
            events.addAll(page.events());
        }
        return events;
    }

    /** The data of all that is retained. */
    public List<String> texts(Channel channel) {
        return texts(readAll(channel));
    }

    public static List<String> texts(List<Event> events) {
        return events.stream().map(event -> event.data().json()).toList();
    }

    public EventId follow(Channel channel) {
        return on(() -> backend.events().follow(channel));
    }

    /** Follows a channel by way of a carrier. */
    public EventId carry(Channel channel) {
        return wait(startCarrying(channel));
    }

    /** The same, without waiting. */
    public Future<EventId> startCarrying(Channel channel) {
        return start(() -> Objects.requireNonNull(heard.carrier).follow(channel, "a"));
    }

    public boolean delete(Channel channel) {
        return on(() -> backend.channels().delete(channel));
    }

    public void signIn(String user) {
        on(() -> backend.users().signIn(new UserId(user)));
    }

    public Inbox inbox(UserId user) {
        return on(() -> backend.inboxes().find(user));
    }

    public ReadOutcome markRead(UserId user, List<EventId> upTo, List<EventId> ids) {
        return on(() -> backend.inboxes().markRead(user, upTo, ids));
    }

    /** A gateway holds these users, each on one device. */
    public void hold(Collection<UserId> users) {
        List<Lease> leases =
                users.stream().map(user -> new Lease(user, "device", "sse")).toList();
        on(() -> backend.presence().report(new GatewayId("gateway", 0), leases, List.of(), List.of()));
    }

    public void close() {
        on(() -> backend.events().close());
    }

    public static EventDraft draft(Channel channel, String data) {
        return new EventDraft(channel, EventType.MESSAGE, new EventData(data), null, null);
    }

    public static EventDraft keyed(Channel channel, String data, String principal, String key) {
        EventData value = new EventData(data);
        return new EventDraft(
                channel, EventType.MESSAGE, value, null, IdempotencyKey.of(principal, key, EventType.MESSAGE, value));
    }
}
