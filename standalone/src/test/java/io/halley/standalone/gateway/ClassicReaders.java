package io.halley.standalone.gateway;

import io.halley.standalone.Await;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Pages of {@code /classic/messages}, all of one user, that read at once. */
final class ClassicReaders implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Queue<String> shown = new ConcurrentLinkedQueue<>();
    private final List<RawConnection> readers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /** One at each of these servers, all of which have begun. */
    ClassicReaders(List<URI> servers) throws IOException {
        this(servers, "/classic/messages");
    }

    ClassicReaders(List<URI> servers, String path) throws IOException {
        for (URI server : servers) {
            RawConnection reader = new RawConnection(server).patience(PATIENCE);
            readers.add(reader);
            reader.get(path).readHead();
            reader.readUntil("<br />");
        }
        for (RawConnection reader : readers) {
            Thread thread = new Thread(() -> read(reader));
            thread.start();
            threads.add(thread);
        }
    }

    /** Waits until so many messages are shown, whoever shows them. */
    void await(int count) {
        Await.until(count + " are shown", PATIENCE, () -> shown.size() >= count);
    }

    /** Whether one message is shown by now. */
    boolean show(String word) {
        return shown.contains(word);
    }

    /** Waits until one message is shown; answers all that have been by then. */
    List<String> upTo(String last) {
        Await.until(last + " is shown", PATIENCE, () -> shown.contains(last));
        return List.copyOf(shown);
    }

    private void read(RawConnection reader) {
        try {
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

    /** Breaks all of them off. */
    @Override
    public void close() {
        readers.forEach(RawConnection::kill);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
