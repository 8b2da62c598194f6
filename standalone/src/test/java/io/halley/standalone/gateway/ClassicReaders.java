package io.halley.standalone.gateway;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Pages of {@code /classic/messages}. */
final class ClassicReaders {

    private ClassicReaders() {}

    /** One at each of these servers, which has begun. */
    static List<RawConnection> open(List<URI> servers) throws IOException {
        List<RawConnection> readers = new ArrayList<>();
        for (URI server : servers) {
            RawConnection reader = new RawConnection(server);
            reader.get("/classic/messages").readHead();
            readers.add(reader);
            for (int i = 0; i < 4_006; i++) {
                reader.readBody();
            }
        }
        return readers;
    }

    /** What these readers are shown, until all is shown and an event more. */
    static List<String> shown(List<URI> servers) throws Exception {
        List<String> shown = new ArrayList<>();
        List<RawConnection> readers = open(servers);
        for (RawConnection reader : readers) {
            reader.patience(Duration.ofMillis(500));
            StringBuilder text = new StringBuilder();
            try {
                for (int b = reader.readBody(); b != -1; b = reader.readBody()) {
                    text.append((char) b);
                }
            } catch (SocketTimeoutException silent) {
                Stream.of(text.toString().split("<br />"))
                        .map(String::strip)
                        .filter(word -> !word.isEmpty())
                        .forEach(shown::add);
            }
            reader.kill();
        }
        return shown;
    }
}
