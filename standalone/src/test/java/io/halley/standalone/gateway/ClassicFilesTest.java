package io.halley.standalone.gateway;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.runtime.Logging;
import io.halley.standalone.Await;
import io.halley.standalone.RunningHalley;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which files of the operator's are shown beside the demos. */
@Timeout(60)
class ClassicFilesTest {

    private static final List<String> SOURCES = List.of(
            "other.php", "o.PHP3", "backend.php.bak", "config.phtml", "db.inc", "page.html~", ".a.swp", "a.swp");

    private static final long HUGE = 64 * 1024 * 1024;

    @TempDir
    private Path folder;

    @Test
    void shows_files_of_the_folder_and_none_beyond_it() throws Exception {
        try (RunningHalley halley =
                new RunningHalley(Map.of("HALLEY_CLASSIC_PAGES", oldPages().toString()))) {
            for (String shown : List.of("chat/", "chat/index.html", "within.html", "php/")) {
                HttpResponse<String> page = halley.get("/classic/" + shown);
                assertThat(page.body()).as(shown).isEqualTo("<script>1</script>");
                assertThat(page.headers().firstValue("Content-Type")).contains("text/html");
                assertThat(page.headers().firstValue("Content-Security-Policy")).isEmpty();
                assertThat(page.headers().firstValue("Cache-Control")).contains("no-cache");
            }
            assertThat(halley.get("/classic/chat/a+b%20c.js").body()).isEqualTo("1");
            assertThat(halley.get("/classic/chat/backend.php?msg=x").body()).isEmpty();
            assertThat(halley.get("/classic/").body()).contains("Comet");
            HttpResponse<String> folder = halley.get("/classic/php?id=1&x=%0D");
            assertThat(folder.statusCode()).isEqualTo(302);
            assertThat(folder.headers().firstValue("Location")).contains("/classic/php/?id=1&x=%0D");
            try (RawConnection raw = new RawConnection(halley.gateway())) {
                raw.get("/classic/php?\u0001\u007f%20\u00c3\u00a9");
                assertThat(raw.readHead().header("Location")).isEqualTo("/classic/php/?%01%7F%20%C3%A9");
            }
            assertHidden(halley);
        }
    }

    @Test
    void a_large_file_comes_whole() throws Exception {
        byte[] large = new byte[3 * 1024 * 1024 + 1];
        new Random(1).nextBytes(large);
        Files.write(folder.resolve("large.bin"), large);
        try (RunningHalley halley = new RunningHalley(Map.of("HALLEY_CLASSIC_PAGES", folder.toString()))) {
            HttpRequest request = HttpRequest.newBuilder(halley.gateway().resolve("/classic/large.bin"))
                    .build();
            HttpResponse<byte[]> whole = halley.http().send(request, BodyHandlers.ofByteArray());
            assertThat(whole.body()).isEqualTo(large);
            assertThat(whole.headers().firstValue("Content-Type")).contains("application/octet-stream");
        }
    }

    @Test
    void one_who_breaks_off_is_no_fault() throws Exception {
        // more than both kernels take, and nothing on the disk
        try (FileChannel file = FileChannel.open(folder.resolve("huge.bin"), CREATE_NEW, WRITE)) {
            file.write(ByteBuffer.allocate(1), HUGE);
        }
        // as whoever runs it: Vert.x itself takes it for a fault
        Logging.setUp();
        try (RunningHalley halley = new RunningHalley(Map.of("HALLEY_CLASSIC_PAGES", folder.toString()));
                Complaints complaints = new Complaints();
                RawConnection half = new RawConnection(halley.gateway(), 4 * 1024)) {
            assertThat(half.get("/classic/huge.bin").readHead().status()).isEqualTo(200);
            half.kill();
            Await.until("it is given up", Duration.ofSeconds(10), () -> complaints
                    .levelOf("sending ")
                    .isPresent());
            assertThat(halley.get("/classic/").statusCode()).isEqualTo(200);
            // told to developers only
            assertThat(complaints.levelOf("sending ")).contains(Level.FINE);
            assertThat(complaints.all()).isEmpty();
        }
    }

    private Path oldPages() throws IOException {
        Path pages = folder.resolve("pages");
        for (String page : List.of("chat/index.html", "php/index.html")) {
            Files.createDirectories(pages.resolve(page).getParent());
            Files.writeString(pages.resolve(page), "<script>1</script>");
        }
        Files.writeString(pages.resolve("chat/a+b c.js"), "1");
        Files.writeString(pages.resolve("chat/backend.php"), "secret");
        for (String source : SOURCES) {
            Files.writeString(pages.resolve("chat").resolve(source), "secret");
        }
        Files.writeString(pages.resolve(".hidden"), "secret");
        Files.writeString(folder.resolve("outside.txt"), "secret");
        Files.createSymbolicLink(pages.resolve("link.txt"), folder.resolve("outside.txt"));
        Files.createSymbolicLink(pages.resolve("up"), folder);
        Files.createSymbolicLink(pages.resolve("within.html"), pages.resolve("chat/index.html"));
        return pages;
    }

    private static void assertHidden(RunningHalley halley) throws IOException {
        List<String> hidden = new ArrayList<>(List.of(
                "chat/no.html",
                ".hidden",
                "link.txt",
                "up/outside.txt",
                "../outside.txt",
                "%2e%2e/outside.txt",
                "..%2foutside.txt",
                "chat/..%5c..%5coutside.txt",
                "chat/%00",
                "/etc/passwd",
                "%2fetc/passwd",
                "pages"));
        SOURCES.forEach(source -> hidden.add("chat/" + source));
        for (String path : hidden) {
            RawConnection.Answer answer = raw(halley, "/classic/" + path);
            assertThat(answer.status()).as(path).isIn(400, 404);
            assertThat(answer.body()).doesNotContain("secret", "root:");
        }
    }

    private static RawConnection.Answer raw(RunningHalley halley, String path) throws IOException {
        try (RawConnection connection = new RawConnection(halley.gateway())) {
            return connection
                    .send(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1))
                    .readAnswer();
        }
    }
}
