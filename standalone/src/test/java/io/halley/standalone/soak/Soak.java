package io.halley.standalone.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** One soak. Its methods are for the thread of the test, and block; what they start lives on one event loop. */
final class Soak implements AutoCloseable {

    private static final Duration LOOK_EVERY = Duration.ofMillis(1_500);
    private static final int MOST_VIOLATIONS = 50;
    private static final int PERIOD_MS = 20_000;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context loop = vertx.getOrCreateContext();
    private final HttpClient http;
    private final Site site;
    private final Observer observer;
    private final List<String> violations = new ArrayList<>();
    private final List<Visitor> visitors = new ArrayList<>();
    private final List<InboxModel> inboxes = new ArrayList<>();
    private final List<Correspondent> correspondents = new ArrayList<>();
    private final Crowd crowd;
    private int looks;

    Soak(SoakStack stack, int users, long seed) {
        http = vertx.httpClientBuilder()
                .with(new HttpClientOptions().setConnectTimeout(5_000))
                .with(new PoolOptions().setHttp1MaxSize(10_000).setMaxWaitQueueSize(10_000))
                // whoever has a request on it is told; that it was cut is what this is about
                .withConnectHandler(connection -> connection.exceptionHandler(cut -> {}))
                .build();
        vertx.exceptionHandler(failure -> violation("the checker failed: " + failure));
        site = new Site(vertx, http, new Random(seed), stack.gateways(), stack.publisherPort());
        observer = new Observer(site);
        List<String> cookies = ask(() -> signIn(users, new ArrayList<>()));
        for (int i = 0; i < users; i++) {
            visitors.add(new Visitor(site, name(i), cookies.get(i), i % 2 == 1));
            inboxes.add(new InboxModel(SoakStack.INBOX_EVENTS));
            correspondents.add(
                    new Correspondent(site, name(i), cookies.get(i), inboxes.get(i), PERIOD_MS, this::violation));
        }
        crowd = new Crowd(site, visitors);
    }

    void start() {
        run(() -> {
            crowd.start();
            correspondents.forEach(Correspondent::start);
        });
    }

    /** Looks at who is online for so long, whenever the store can say it. */
    void watch(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            ask(this::look);
        }
    }

    /** A fault is over. */
    void faultOver(boolean ofTheStore) {
        run(() -> crowd.faultOver(ofTheStore));
    }

    /** One push to every user; repeated until it is answered. */
    void pushToEverybody() {
        JsonObject body = new JsonObject().put("to", "all").put("url", "https://example.org/all");
        Site.Answer answer = ask(() -> site.ask(site.toPublisher(HttpMethod.POST, "/v1/push"), body));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        run(() -> inboxes.forEach(InboxModel::pushedToEverybody));
    }

    /** All but the steady ones go. Presence has to show exactly these before long, and what was told has to agree. */
    void finish(Duration patience) {
        run(() -> {
            crowd.end();
            correspondents.forEach(Correspondent::stop);
        });
        Set<String> steady = crowd.steady().stream().map(Visitor::user).collect(Collectors.toSet());
        Await.until("only the steady ones are online", patience, () -> ask(observer::online)
                .equals(steady));
        Await.until("all pushes and reads are done", patience, () -> correspondents.stream()
                .allMatch(Correspondent::isIdle));
        PresenceLedger ledger = new PresenceLedger();
        ask(() -> observer.history(ledger));
        assertThat(ledger.violations()).isEmpty();
        assertThat(ledger.online()).isEqualTo(steady);
        assertThat(crowd.steady()).allSatisfy(visitor -> assertThat(ledger.leavesOf(visitor.user()))
                .as("leaves of %s", visitor.user())
                .isZero());
        for (int i = 0; i < visitors.size(); i++) {
            requireInbox(visitors.get(i), inboxes.get(i));
        }
        assertThat(violations).isEmpty();
        assertThat(looks).as("looks at who is online").isGreaterThan(10);
    }

    @Override
    public void close() {
        run(crowd::endAll);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void requireInbox(Visitor visitor, InboxModel model) {
        Site.Answer answer =
                ask(() -> site.ask(site.toGateway(HttpMethod.GET, "/v1/inbox?limit=1", visitor.cookie()), null));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        JsonObject inbox = answer.json();
        assertThat(List.of(inbox.getLong("unread"), inbox.getLong("dropped")))
                .as("unread and dropped of %s", visitor.user())
                .containsExactly(model.unread(), model.dropped());
    }

    private Future<Void> look() {
        long asked = System.nanoTime();
        return observer.online()
                .onSuccess(online -> {
                    looks++;
                    crowd.compare(online, asked, System.nanoTime()).forEach(this::violation);
                })
                // while the store is away nothing can be said, and nothing is
                .recover(away -> Future.succeededFuture())
                .mapEmpty();
    }

    private Future<List<String>> signIn(int users, List<String> cookies) {
        if (cookies.size() == users) {
            return Future.succeededFuture(cookies);
        }
        JsonObject body = new JsonObject().put("user", name(cookies.size()));
        return site.ask(site.toGateway(HttpMethod.POST, "/v1/session", ""), body)
                .compose(answer -> {
                    cookies.add(answer.cookie());
                    return signIn(users, cookies);
                });
    }

    private void violation(String what) {
        if (violations.size() < MOST_VIOLATIONS) {
            violations.add(what);
        }
    }

    private static String name(int user) {
        return "s" + user;
    }

    private void run(Runnable action) {
        ask(() -> {
            action.run();
            return Future.succeededFuture();
        });
    }

    private <T> T ask(Supplier<Future<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.runOnContext(turn -> {
            try {
                question.get().onComplete(answer::complete, answer::completeExceptionally);
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer.orTimeout(60, TimeUnit.SECONDS).join();
    }
}
