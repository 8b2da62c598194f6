package io.halley.standalone.soak;

import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import org.jspecify.annotations.Nullable;

/**
 * A user who comes and goes, by a stream or by polls, loads the page anew, and each time ends up at any gateway. Says at any
 * time whether a right presence has to show this user, may, or must not.
 */
final class Visitor {

    private static final long SECOND = 1_000_000_000L;

    /** A connection takes so long to be seen by all. */
    private static final long TO_JOIN = 3 * SECOND;

    /** Without a connection for so long, as when the gateway was killed, nothing is promised: the page was slow. */
    private static final long TO_COME_BACK = 6 * SECOND;

    private final Site site;
    private final String user;
    private final String cookie;
    private final boolean polls;
    private boolean wanted;
    private long wantedSince;
    private long goneSince = System.nanoTime() - 3_600 * SECOND;
    private long connectedAt;
    private long brokenSince;
    private int turn;
    private String client = "";
    private String cursor = "now";
    private @Nullable HttpClientRequest stream;

    Visitor(Site site, String user, String cookie, boolean polls) {
        this.site = site;
        this.user = user;
        this.cookie = cookie;
        this.polls = polls;
    }

    String user() {
        return user;
    }

    String cookie() {
        return cookie;
    }

    boolean isHere() {
        return wanted;
    }

    void come() {
        wanted = true;
        wantedSince = System.nanoTime();
        connectedAt = 0;
        open();
    }

    void go() {
        wanted = false;
        goneSince = System.nanoTime();
        drop();
    }

    /** The page goes, and another instance of it comes within two seconds. */
    void reload() {
        drop();
        int now = turn;
        site.later(1_000, () -> {
            if (wanted && turn == now) {
                open();
            }
        });
    }

    /** Whether presence has to show this user from one time to another. */
    boolean mustBeOnline(long from, long to, long storeBackSince) {
        long joined = Math.max(Math.max(wantedSince, storeBackSince), connectedAt) + TO_JOIN;
        boolean isBroken = brokenSince != 0 && to - brokenSince > TO_COME_BACK;
        return wanted && connectedAt != 0 && joined - from < 0 && !isBroken;
    }

    /** Whether presence must not show this user any more at a time. */
    boolean mustBeOffline(long at, long limit, long since) {
        return !wanted && at - Math.max(goneSince, since) > limit;
    }

    @Override
    public String toString() {
        return user + (polls ? ", who polls," : "");
    }

    private void open() {
        turn++;
        client = Long.toString(site.random().nextLong(1L << 60), 36);
        if (polls) {
            poll(turn, 0);
        } else {
            stream(turn);
        }
    }

    private void drop() {
        turn++;
        HttpClientRequest open = stream;
        stream = null;
        if (open != null) {
            open.reset();
        }
    }

    private RequestOptions subscribe(String parameters) {
        return site.toGateway(
                HttpMethod.GET,
                "/v1/events?channel=user:" + user + "&channel=users&client=" + client + parameters,
                cookie);
    }

    private void stream(int mine) {
        site.http()
                .request(subscribe("&transport=sse&cursor=" + cursor))
                .compose(request -> {
                    request.exceptionHandler(cut -> broken(mine));
                    if (mine == turn) {
                        stream = request;
                    } else {
                        request.reset();
                    }
                    return request.send();
                })
                .onFailure(failure -> broken(mine))
                .onSuccess(response -> {
                    response.exceptionHandler(cut -> broken(mine));
                    response.endHandler(end -> broken(mine));
                    response.handler(bytes -> connected(mine));
                });
    }

    private void poll(int mine, int wait) {
        if (mine != turn) {
            return;
        }
        RequestOptions request = subscribe("&transport=poll&wait=" + wait + "&cursor=" + cursor);
        site.http()
                .request(request.setTimeout(25_000))
                .compose(opened -> {
                    if (mine == turn) {
                        stream = opened;
                    } else {
                        opened.reset();
                    }
                    return opened.send();
                })
                .compose(response -> response.body().map(body -> new Site.Answer(response.statusCode(), body, null)))
                .onFailure(failure -> broken(mine))
                .onSuccess(answer -> {
                    if (answer.status() != 200) {
                        broken(mine);
                        return;
                    }
                    cursor = answer.json().getString("cursor");
                    connected(mine);
                    poll(mine, 10);
                });
    }

    private void connected(int mine) {
        if (mine == turn) {
            brokenSince = 0;
            connectedAt = connectedAt == 0 ? System.nanoTime() : connectedAt;
        }
    }

    /** Comes back as the same page instance, as a browser does. */
    private void broken(int mine) {
        if (mine != turn) {
            return;
        }
        brokenSince = brokenSince == 0 ? System.nanoTime() : brokenSince;
        turn++;
        stream = null;
        int now = turn;
        site.later(1_000, () -> {
            if (wanted && turn == now) {
                turn++;
                if (polls) {
                    poll(turn, 0);
                } else {
                    stream(turn);
                }
            }
        });
    }
}
