package io.halley.standalone.gateway;

import io.halley.standalone.Await;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

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

    /** What readers at these servers are shown, all at once, until they have been shown so many, and a moment more. */
    static List<String> shown(List<URI> servers, int count) throws Exception {
        Queue<String> shown = new ConcurrentLinkedQueue<>();
        List<RawConnection> readers = open(servers);
        List<Thread> threads = new ArrayList<>();
        for (RawConnection reader : readers) {
            Thread thread = new Thread(() -> read(reader, shown));
            thread.start();
            threads.add(thread);
        }
        Await.until(count + " are shown", Duration.ofSeconds(30), () -> shown.size() >= count);
        threads.get(0).join(200);
        for (int i = 0; i < readers.size(); i++) {
            readers.get(i).kill();
            threads.get(i).join();
        }
        return List.copyOf(shown);
    }

    private static void read(RawConnection reader, Queue<String> shown) {
        try {
            reader.patience(Duration.ofSeconds(30));
            while (true) {
                String word = reader.readUntil("<br />").replace("<br />", "").strip();
                if (!word.isEmpty()) {
                    shown.add(word);
                }
            }
        } catch (IOException killed) {
            // by who has seen enough
        }
    }
}
