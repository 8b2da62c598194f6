package io.halley.shared.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogLineTest {

    private static final String TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3} ";

    @Test
    void has_time_level_short_name_and_message() {
        assertThat(line(Level.INFO, "up", null)).matches(TIME + "INFO  Boot: up\n");
    }

    @Test
    void a_failure_that_was_expected_takes_no_second_line() {
        assertThat(line(Level.WARNING, "read", new IllegalStateException("store\r\naway")))
                .matches(TIME + "WARN  Boot: read: java\\.lang\\.IllegalStateException: store away\n");
    }

    @Test
    void a_fault_of_our_own_has_its_stack_trace_below() {
        assertThat(line(Level.SEVERE, "broken", new IllegalStateException("x")))
                .contains(
                        "ERROR Boot: broken: java.lang.IllegalStateException: x\n",
                        "\tat " + getClass().getName());
    }

    @Test
    void text_from_outside_makes_up_no_line_of_its_own() {
        assertThat(line(Level.INFO, "user \"a\n2026-01-01 00:00:00.000 ERROR Boot: b\u001b[2J\u2028\"", null))
                .hasLineCount(1)
                .doesNotContain("\u001b");
    }

    private static String line(Level level, String message, @Nullable Throwable thrown) {
        LogRecord record = new LogRecord(level, message);
        record.setLoggerName("io.halley.shared.runtime.Boot");
        record.setThrown(thrown);
        return new LogLine().format(record);
    }
}
