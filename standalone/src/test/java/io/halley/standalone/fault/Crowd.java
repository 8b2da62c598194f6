package io.halley.standalone.fault;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.WebSocketClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Who takes part in a round. Half of the subscribers stream, a quarter of them in each way that there is, and half poll; a
 * third each reads one channel, two and three. Two more are pages of old that chat, and one shows the clock.
 * Each channel has two publishers, one of them with keys; most are back ends, two are users who publish by a gateway.
 */
final class Crowd {

    private static final List<String> CHANNELS = List.of(
            "public:a", "public:b", "public:c", "public:d", "public:e", "public:f", "chat:lobby", "chat:garden");

    private static final List<String> STREAMS = List.of("SSE", "NDJSON", "iframe", "WebSocket");
    private static final List<Medium> MEDIA =
            List.of(HttpStream::sse, HttpStream::ndjson, HttpStream::iframe, SocketStream::open);

    /** Of this one the publishers are users. */
    private static final String OF_USERS = "chat:garden";

    private static final int USERS = 10;

    /** Of each of the 16 publishers, so that together they publish about 50 events a second. */
    private static final int PERIOD_MS = 300;

    private final List<Reading> readings = new ArrayList<>();
    private final List<Subscriber> subscribers = new ArrayList<>();
    private final List<OldChatPage> pagesOfOld = new ArrayList<>();
    private final OldClock clock;
    private final List<Lane> lanes = new ArrayList<>();

    /** On the event loop on which all of them live. */
    Crowd(
            Vertx vertx,
            HttpClient http,
            WebSocketClient sockets,
            Site site,
            List<String> cookies,
            int size,
            Ledger ledger,
            Counts counts,
            long seed) {
        for (int i = 0; i < size; i++) {
            // each way to stream meets every channel
            int way = (i / 2 + i / 2 / CHANNELS.size()) % MEDIA.size();
            String name = (i % 2 == 0 ? STREAMS.get(way) : "poll") + " " + i;
            Reading reading = ledger.reading(name, channels(i / 2));
            readings.add(reading);
            String cookie = needsUser(reading) ? cookies.get(i % cookies.size()) : "";
            Browser browser = new Browser(vertx, http, sockets, site.gateway(), cookie, reading, counts);
            subscribers.add(
                    i % 2 == 0
                            ? new StreamSubscriber(browser, MEDIA.get(way))
                            : new PollSubscriber(browser, new Random(seed + i)));
        }
        for (int i = 0; i < 2; i++) {
            // nobody waits until it has all: with one message in each answer it falls behind on a busy machine
            Reading reading = new Reading("page of old " + i, List.of(OldChatPage.CHANNEL), ledger);
            pagesOfOld.add(new OldChatPage(new Browser(vertx, http, sockets, site.gateway(), "", reading, counts)));
        }
        subscribers.addAll(pagesOfOld);
        // it reads no channel that has a log
        Reading clockReading = ledger.reading("clock", List.of());
        clock = new OldClock(new Browser(vertx, http, sockets, site.gateway(), "", clockReading, counts));
        subscribers.add(clock);
        for (Lane.Plan plan : plans(site, cookies.get(0))) {
            lanes.add(new Lane(vertx, http, plan, ledger, counts, new Random(seed - lanes.size() - 1)));
        }
    }

    /** Signs users in; answers what each of them sends as {@code Cookie}. Blocks. */
    static List<String> signIn(URI gateway) {
        java.net.http.HttpClient http = java.net.http.HttpClient.newBuilder()
                .version(java.net.http.HttpClient.Version.HTTP_1_1)
                .build();
        List<String> cookies = new ArrayList<>();
        try {
            for (int i = 0; i < USERS; i++) {
                HttpRequest request = HttpRequest.newBuilder(gateway.resolve("/v1/session"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"user\":\"f" + i + "\"}"))
                        .build();
                HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                String cookie = answer.headers()
                        .firstValue("Set-Cookie")
                        .orElseThrow(() -> new IllegalStateException(answer.statusCode() + " " + answer.body()));
                cookies.add(cookie.substring(0, cookie.indexOf(';')));
            }
        } catch (IOException e) {
            throw new IllegalStateException("nobody can sign in at " + gateway, e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return cookies;
    }

    /** Whether each subscriber has had its first cursor, and so misses nothing from now on, and the clock goes. */
    boolean isReading() {
        return clock.second() > 0
                && readings.stream().noneMatch(reading -> reading.cursor().isEmpty());
    }

    /** How many messages each page of old has shown. */
    List<Integer> shown() {
        return pagesOfOld.stream().map(OldChatPage::shown).toList();
    }

    OldClock clock() {
        return clock;
    }

    List<Subscriber> subscribers() {
        return subscribers;
    }

    List<Lane> lanes() {
        return lanes;
    }

    private static List<String> channels(int subscriber) {
        List<String> channels = new ArrayList<>();
        for (int i = 0; i <= subscriber / CHANNELS.size() % 3; i++) {
            channels.add(CHANNELS.get((subscriber + 3 * i) % CHANNELS.size()));
        }
        return channels;
    }

    private static boolean needsUser(Reading reading) {
        return reading.channels().stream().anyMatch(channel -> channel.startsWith("chat:"));
    }

    private static List<Lane.Plan> plans(Site site, String cookie) {
        String key = "Bearer " + site.publishKey();
        List<Lane.Plan> plans = new ArrayList<>();
        for (String channel : CHANNELS) {
            for (boolean keyed : List.of(true, false)) {
                plans.add(
                        channel.equals(OF_USERS)
                                ? new Lane.Plan(site.gateway(), "Cookie", cookie, channel, keyed, PERIOD_MS)
                                : new Lane.Plan(site.publisher(), "Authorization", key, channel, keyed, PERIOD_MS));
            }
        }
        return plans;
    }
}
