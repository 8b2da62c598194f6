package io.halley.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** A process that a test started. It is gone once this is closed, or at the latest with this JVM. */
public final class Spawned implements AutoCloseable {

    private static final Set<Process> ALL = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ALL.forEach(Spawned::kill)));
    }

    private final Path folder;
    private final Process process;

    private Spawned(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /** Runs a command with this working folder; what it says is kept in files. No HALLEY variable gets through. */
    public static Spawned run(Path workingFolder, Map<String, String> environment, List<String> command) {
        try {
            Path folder = Files.createTempDirectory("spawned");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(workingFolder.toFile())
                    .redirectOutput(folder.resolve("out").toFile())
                    .redirectError(folder.resolve("err").toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("HALLEY_"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            ALL.add(process);
            process.getOutputStream().close();
            return new Spawned(folder, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whatever it wrote to standard output until now. */
    public String output() {
        return text("out");
    }

    /** Whatever it wrote to standard error until now. */
    public String errors() {
        return text("err");
    }

    /** The same without that a thread was held up for a while, which says how busy the machine is. */
    public String complaints() {
        return errors().lines()
                .filter(line -> !line.contains("BlockedThreadChecker"))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    /** Waits until it has said this on standard output. */
    public Spawned awaitOutput(String text, Duration atMost) {
        await("output of " + text, () -> output().contains(text), atMost);
        return this;
    }

    /** Waits until it has said this on standard error. */
    public Spawned awaitErrors(String text, Duration atMost) {
        await("complaint of " + text, () -> errors().contains(text), atMost);
        return this;
    }

    /** What Ctrl-C, {@code kill} and their like send: INT, TERM … */
    public void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for its end; answers its status. */
    public int awaitEnd(Duration atMost) {
        try {
            assertThat(process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS))
                    .as("ends within %s; it said: %s%s", atMost, output(), errors())
                    .isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        kill(process);
        try {
            process.waitFor();
            Files.deleteIfExists(folder.resolve("out"));
            Files.deleteIfExists(folder.resolve("err"));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        ALL.remove(process);
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void await(String what, BooleanSupplier condition, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            while (!condition.getAsBoolean()) {
                boolean ended = process.waitFor(20, TimeUnit.MILLISECONDS);
                if (!condition.getAsBoolean() && (ended || System.nanoTime() > deadline)) {
                    throw new AssertionError("no " + what + " within " + atMost + "; it said: " + output() + errors());
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String text(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
