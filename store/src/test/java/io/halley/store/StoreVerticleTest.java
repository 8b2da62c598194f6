package io.halley.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halley.shared.bus.Addresses;
import io.halley.shared.bus.AppendOutcome.Appended;
import io.halley.shared.bus.GatewayId;
import io.halley.shared.bus.GatewayInfo;
import io.halley.shared.bus.IdentityCodec;
import io.halley.shared.bus.Lease;
import io.halley.shared.bus.PresenceInfo;
import io.halley.shared.bus.ReadOutcome.Marked;
import io.halley.shared.bus.StoreClient;
import io.halley.shared.bus.StoreCommand;
import io.halley.shared.bus.StoreCommand.FindReceipts.Place;
import io.halley.shared.bus.StoreCommand.ListInbox.Filter;
import io.halley.shared.bus.StoreException;
import io.halley.shared.config.RedisUrl;
import io.halley.shared.config.StoreConfig;
import io.halley.shared.event.Backlog;
import io.halley.shared.event.Channel;
import io.halley.shared.event.Event;
import io.halley.shared.event.EventData;
import io.halley.shared.event.EventDraft;
import io.halley.shared.event.EventId;
import io.halley.shared.event.EventType;
import io.halley.shared.event.Position;
import io.halley.shared.event.ReadLimit;
import io.halley.shared.event.UserId;
import io.halley.shared.runtime.Health;
import io.halley.shared.runtime.StartException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verticle with the embedded store behind it, by way of the bus. */
final class StoreVerticleTest {

    private static final Channel LOBBY = new Channel("chat:lobby");

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final StoreClient store = new StoreClient(vertx);
    private final BlockingQueue<Backlog> carried = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() {
        IdentityCodec.register(vertx.eventBus());
        vertx.deployVerticle(new StoreVerticle(config(), new Health(), new SimpleMeterRegistry()))
                .await();
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void answers_every_kind_of_command() {
        // whoever adds one has to ask it here, too
        assertThat(StoreCommand.class.getPermittedSubclasses()).hasSize(17);
        Appended appended = (Appended) store.append(draft("1")).await();
        assertThat(appended.id().offset()).isEqualTo(1);
        assertThat(read(Position.START))
                .extracting(event -> event.data().json())
                .containsExactly("1");

        assertThat(store.follow(LOBBY, "a").await()).isEqualTo(appended.id());
        store.unfollow(LOBBY, "a").await();

        store.signIn(new UserId("alice")).await();
        assertThat(store.report(report(Map.of(LOBBY, 3), List.of(new Lease(new UserId("alice"), "c", "sse"))))
                        .await())
                .isEmpty();
        assertThat(store.user(new UserId("alice")).await().orElseThrow().online())
                .isTrue();
        assertThat(store.user(new UserId("bob")).await()).isEmpty();
        assertThat(store.users(true, "al", null, 10).await().items()).hasSize(1);

        assertThat(store.presence().await()).isEqualTo(new PresenceInfo(1, null));
        assertThat(store.gateways().await()).containsExactly(new GatewayInfo("g", 1, 0, 1, 0));

        assertThat(store.describe(LOBBY).await().orElseThrow().subscribers()).isEqualTo(3);
        assertThat(store.channels("chat:", null, 10).await().items()).hasSize(1);
        assertThat(store.delete(LOBBY).await()).isTrue();
        assertThat(store.delete(LOBBY).await()).isFalse();
        assertThat(store.describe(LOBBY).await()).isEmpty();
    }

    @Test
    void answers_what_of_an_inbox_is_read() {
        UserId alice = new UserId("alice");
        store.signIn(alice).await();
        EventDraft draft = new EventDraft(Channel.ofUser(alice), EventType.MESSAGE, new EventData("1"), null, null);
        EventId id = ((Appended) store.append(draft).await()).id();
        assertThat(store.inbox(alice).await().unread()).isEqualTo(1);
        assertThat(store.inbox(alice, Filter.UNREAD, null, 10).await().entries())
                .extracting(entry -> entry.event().id())
                .containsExactly(id);
        assertThat(store.markRead(alice, List.of(id), List.of()).await()).isInstanceOf(Marked.class);
        assertThat(store.inbox(alice, Filter.UNREAD, null, 10).await().entries())
                .isEmpty();
        assertThat(store.receipts(List.of(new Place(alice, id))).await().get(0).read())
                .isNotNull();
    }

    @Test
    void is_refused_a_folder_that_is_in_use_in_one_line() {
        assertThatThrownBy(
                        () -> vertx.deployVerticle(new StoreVerticle(config(), new Health(), new SimpleMeterRegistry()))
                                .await())
                .isInstanceOf(StartException.class)
                .hasMessage("data folder " + folder + " is in use by another Halley");
        assertThat(store.append(draft("1")).await()).isInstanceOf(Appended.class);
    }

    @Test
    void carries_what_follows_the_answer_of_follow_and_nothing_else() throws Exception {
        store.append(draft("0")).await();
        vertx.eventBus().<Backlog>localConsumer(Addresses.of(LOBBY), message -> carried.add(message.body()));
        EventId head = store.follow(LOBBY, "a").await();
        store.append(List.of(draft("1"), draft("2"))).await();
        Backlog first = next();
        assertThat(first.start()).isEqualTo(head);
        assertThat(first.events()).extracting(event -> event.data().json()).containsExactly("1", "2");

        store.delete(LOBBY).await();
        Backlog gap = next();
        assertThat(gap.gap()).isNotNull();
        store.append(draft("3")).await();
        Backlog again = next();
        assertThat(again.start()).isEqualTo(gap.end());
        assertThat(again.events()).extracting(event -> event.data().json()).containsExactly("3");

        store.unfollow(LOBBY, "a").await();
        store.append(draft("4")).await();
        assertThat(carried).isEmpty();
    }

    @Test
    void fails_every_command_once_it_is_closed() {
        vertx.deploymentIDs().forEach(id -> vertx.undeploy(id).await());
        List<Future<?>> answers = List.of(
                store.append(draft("1")),
                store.read(LOBBY, Position.START, ReadLimit.PAGE),
                store.follow(LOBBY, "a"),
                store.unfollow(LOBBY, "a"),
                store.describe(LOBBY),
                store.channels("", null, 10),
                store.delete(LOBBY),
                store.signIn(new UserId("alice")),
                store.report(report(Map.of(), List.of())),
                store.user(new UserId("alice")),
                store.users(false, "", null, 10));
        assertThat(answers)
                .allSatisfy(answer -> assertThatThrownBy(answer::await).isInstanceOf(StoreException.class));
    }

    private static StoreCommand.Report report(Map<Channel, Integer> subscribers, List<Lease> came) {
        GatewayInfo info = new GatewayInfo("g", 1, 0, 1, 0);
        return new StoreCommand.Report(new GatewayId("g", 0), info, subscribers, came, List.of(), List.of(), List.of());
    }

    private Backlog next() throws InterruptedException {
        return requireNonNull(carried.poll(5, TimeUnit.SECONDS));
    }

    private List<Event> read(Position from) {
        return store.read(LOBBY, from, ReadLimit.PAGE).await().events();
    }

    private static EventDraft draft(String data) {
        return new EventDraft(LOBBY, EventType.MESSAGE, new EventData(data), null, null);
    }

    private StoreConfig config() {
        return new StoreConfig(
                StoreConfig.Kind.EMBEDDED,
                folder,
                RedisUrl.LOCAL,
                new StoreConfig.Retention(1000, 16 << 20, Duration.ofDays(7)),
                new StoreConfig.Retention(1000, 16 << 20, Duration.ofDays(7)));
    }
}
