package io.halley.standalone.cli;

import io.halley.shared.config.PublisherAccess;
import io.halley.shared.runtime.CommandException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;

/** Asks a publisher over HTTP. */
final class PublisherClient {

    /** The publisher's own bound for what it asks of the store, and a little more. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int UNAUTHORIZED = 401;
    private static final int UNAVAILABLE = 503;

    private final PublisherAccess access;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    PublisherClient(Map<String, String> environment) {
        this.access = PublisherAccess.read(environment);
    }

    String url() {
        return access.url();
    }

    /**
     * GETs JSON.
     *
     * @param wait how long the publisher may hold the request
     * @throws AwayException if it is worth asking again
     * @throws CommandException if it is not
     */
    String get(String path, Duration wait) throws AwayException, InterruptedException {
        return send(request(path).timeout(PATIENCE.plus(wait)).GET());
    }

    /** POSTs JSON; fails as {@link #get}. */
    String post(String path, String json) throws AwayException, InterruptedException {
        return send(request(path)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    /** What is thrown where an answer is not what a publisher answers. */
    CommandException strange() {
        return new CommandException("what answers at " + url() + " is no publisher of Halley");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path)).header("Authorization", "Bearer " + access.key());
    }

    private String send(HttpRequest.Builder request) throws AwayException, InterruptedException {
        HttpResponse<String> response;
        try {
            response = http.send(request.build(), BodyHandlers.ofString());
        } catch (HttpTimeoutException e) {
            throw new AwayException("the publisher at " + url() + " does not answer in time");
        } catch (ConnectException e) {
            throw new AwayException("no publisher can be reached at " + url());
        } catch (IOException e) {
            throw new AwayException("no answer from the publisher at " + url() + ": " + e.getMessage());
        }
        int status = response.statusCode();
        if (status == UNAUTHORIZED) {
            throw new CommandException("the publisher at " + url() + " does not take the key of " + access.keySource());
        }
        if (status == UNAVAILABLE) {
            throw new AwayException("the publisher at " + url() + " can't do it now: " + detail(response.body()));
        }
        if (status / 100 != 2) {
            throw new CommandException(detail(response.body()));
        }
        return response.body();
    }

    /** What a problem says of itself. */
    private String detail(String body) {
        try {
            return JsonText.string(JsonText.fields(body).get("detail"));
        } catch (IOException e) {
            throw strange();
        }
    }
}
