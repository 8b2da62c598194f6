package io.halley.gateway.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halley.shared.event.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The number called timestamp, as pages send it back. */
final class StampTest {

    @Test
    void reads_seconds_microseconds_and_nothing() {
        assertThat(Stamp.parse("")).isZero();
        assertThat(Stamp.parse("0")).isZero();
        assertThat(Stamp.parse("1795247708")).isEqualTo(1_795_247_708_000_000L);
        assertThat(Stamp.parse("99999999999")).isEqualTo(99_999_999_999_000_000L);
        assertThat(Stamp.parse("100000000000")).isEqualTo(100_000_000_000L);
        assertThat(Stamp.parse("1795247708000001")).isEqualTo(1_795_247_708_000_001L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1e30", "NaN", "1.5", "9999999999999999999", "0x1", " 1", "１"})
    void refuses_what_is_no_number(String text) {
        assertThatThrownBy(() -> Stamp.parse(text))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("timestamp: ");
    }
}
