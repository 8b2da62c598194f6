package io.halley.shared.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URL;
import org.jspecify.annotations.Nullable;

/** Asks a management server whether its process is ready. Without Vert.x, since this is a new JVM every few seconds. */
final class HealthCheck {

    private static final int CONNECT_MS = 1_000;

    /** A machine that starts much at once is slow, not ill. Docker waits a second longer than both. */
    private static final int ANSWER_MS = 3_000;

    private HealthCheck() {}

    /** Says in one line how it is, and answers the status of this process. Blocks for four seconds at most. */
    static int status(String managementUrl) {
        String problem = problem(managementUrl);
        if (problem == null) {
            System.out.println("ready");
            return 0;
        }
        System.err.println("halley: not ready: " + problem);
        return 1;
    }

    private static @Nullable String problem(String managementUrl) {
        try {
            HttpURLConnection ready =
                    (HttpURLConnection) new URL(managementUrl + "/ready").openConnection(Proxy.NO_PROXY);
            ready.setConnectTimeout(CONNECT_MS);
            ready.setReadTimeout(ANSWER_MS);
            int status = ready.getResponseCode();
            return status == HttpURLConnection.HTTP_OK ? null : detail(status, ready.getErrorStream());
        } catch (IOException e) {
            return managementUrl + ": " + e.getMessage();
        }
    }

    /** What the problem says of itself. */
    private static String detail(int status, @Nullable InputStream body) throws IOException {
        if (body != null) {
            try (JsonParser json = new JsonFactory().createParser(body)) {
                for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                    if (token == JsonToken.VALUE_STRING && "detail".equals(json.currentName())) {
                        return json.getText();
                    }
                }
            }
        }
        return "status " + status;
    }
}
