package io.halley.standalone.fault;

import io.halley.shared.event.EventId;
import io.halley.standalone.fault.Violations.Kind;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Random;

/**
 * Publishes to one channel, one event after the other. With keys, it repeats what was not answered until it is, so that
 * each is in the log exactly once; without, it goes on, and such an event may be in the log once or not at all.
 */
final class Lane {

    /**
     * Who publishes what, and where.
     *
     * @param name of the header that lets it, as {@code Authorization}
     * @param value of that header
     * @param periodMs about how long it takes from an answer to the next event
     */
    record Plan(URI server, String name, String value, String channel, boolean keyed, int periodMs) {}

    private record Answer(HttpClientResponse response, Buffer body) {}

    private static final long PATIENCE_MS = 10_000;
    private static final int BACK_OFF_MS = 100;

    /** Every so many events, one is too large to go along with its notice. */
    private static final int LARGE_EVERY = 25;

    private static final String LARGE = "x".repeat(5_000);

    private final Vertx vertx;
    private final HttpClient http;
    private final Plan plan;
    private final ChannelLedger ledger;
    private final Violations violations;
    private final Counts counts;
    private final Random random;
    private final String keys;

    private boolean stopping;
    private boolean idle = true;
    private boolean keyOpen;
    private long answered;

    Lane(Vertx vertx, HttpClient http, Plan plan, Ledger ledger, Counts counts, Random random) {
        this.vertx = vertx;
        this.http = http;
        this.plan = plan;
        this.ledger = ledger.channel(plan.channel());
        this.violations = ledger.violations();
        this.counts = counts;
        this.random = random;
        this.keys = Long.toHexString(random.nextLong());
    }

    /** Goes on until it is told to stop. */
    void start() {
        idle = false;
        publish();
    }

    /** Begins nothing new; what has a key is still repeated until it is answered. */
    void stop() {
        stopping = true;
    }

    /** Whether it has stopped, with nothing left to be answered. */
    boolean isIdle() {
        return idle;
    }

    /** When the newest event that was answered by 201 had been sent, as System.nanoTime. */
    long answeredSince() {
        return answered;
    }

    /** The round is over: an event with a key that has no answer now never got one. */
    void end() {
        if (keyOpen) {
            violations.add(Kind.REFUSED, plan.channel() + ": a publish with a key is not answered at the end");
        }
    }

    private void publish() {
        if (stopping) {
            idle = true;
            return;
        }
        int number = ledger.send();
        keyOpen = plan.keyed();
        if (plan.keyed()) {
            counts.withKey++;
        } else {
            counts.withoutKey++;
        }
        attempt(number);
    }

    private void attempt(int number) {
        long sent = System.nanoTime();
        JsonObject data = new JsonObject().put("n", number);
        if (number % LARGE_EVERY == LARGE_EVERY - 1) {
            data.put("large", LARGE);
        }
        Buffer body = new JsonObject().put("data", data).toBuffer();
        http.request(request(number))
                .compose(request -> request.send(body))
                .compose(response -> response.body().map(answer -> new Answer(response, answer)))
                .onSuccess(answer -> answered(number, sent, answer.response(), answer.body()))
                .onFailure(failure -> {
                    counts.cut++;
                    unanswered(number, BACK_OFF_MS);
                });
    }

    private RequestOptions request(int number) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(plan.server().getHost())
                .setPort(plan.server().getPort())
                .setURI("/v1/channels/" + plan.channel() + "/events")
                .setTimeout(PATIENCE_MS)
                .putHeader("Content-Type", "application/json")
                .putHeader(plan.name(), plan.value());
        return plan.keyed() ? request.putHeader("Idempotency-Key", keys + "-" + number) : request;
    }

    private void answered(int number, long sent, HttpClientResponse response, Buffer body) {
        int status = response.statusCode();
        if (status == 201) {
            counts.acknowledged++;
            counts.replayed += response.getHeader("Idempotency-Replayed") == null ? 0 : 1;
            answered = sent;
            ledger.acknowledged(number, EventId.parse(body.toJsonObject().getString("id")));
            next();
        } else if (status == 502 || status == 503 || status == 504) {
            counts.unavailable++;
            String after = response.getHeader("Retry-After");
            unanswered(number, after == null ? BACK_OFF_MS : 1_000 * Integer.parseInt(after));
        } else {
            violations.add(Kind.REFUSED, plan.channel() + ": status " + status + ": " + body);
            next();
        }
    }

    private void unanswered(int number, int backOff) {
        if (plan.keyed()) {
            vertx.setTimer(backOff + random.nextInt(BACK_OFF_MS), timer -> attempt(number));
        } else {
            next();
        }
    }

    private void next() {
        keyOpen = false;
        vertx.setTimer(plan.periodMs() / 2 + random.nextInt(plan.periodMs()), timer -> publish());
    }
}
