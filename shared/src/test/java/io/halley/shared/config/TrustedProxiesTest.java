package io.halley.shared.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.1.2.3, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "192.168.1.128/25, 192.168.1.200, true",
        "192.168.1.128/25, 192.168.1.100, false",
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, ::ffff:127.0.0.1, true",
        "::ffff:10.0.0.1, 10.0.0.1, true",
        "127.0.0.1, 127.0.0.2, false",
        "2001:db8::/32, 2001:db8:1::5, true",
        "2001:db8::/32, 2001:db9::5, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "127.0.0.1, localhost, false",
        "127.0.0.1, '', false"
    })
    void contains_the_addresses_of_its_networks(String networks, String address, boolean contained) {
        assertThat(TrustedProxies.parse(networks).contains(address)).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.0/8/8",
                "::1/129",
                "::ffff:10.0.0.1/120",
                "10.0.0",
                ",",
                "10.0.0.1,"
            })
    void refuses_what_is_no_list_of_addresses(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> TrustedProxies.parse(text));
    }

    @Property(tries = 300)
    void a_network_contains_exactly_the_addresses_with_its_first_bits(
            @ForAll @Size(4) byte[] network, @ForAll @Size(4) byte[] peer, @ForAll @IntRange(max = 32) int prefix) {
        int mask = prefix == 0 ? 0 : -1 << (32 - prefix);
        boolean expected = (asInt(network) & mask) == (asInt(peer) & mask);
        assertThat(TrustedProxies.parse(text(network) + "/" + prefix).contains(text(peer)))
                .isEqualTo(expected);
    }

    @Property
    void any_text_is_a_list_or_refused(
            @ForAll @Chars({'.', ':', '/', ',', ' ', '%'}) @CharRange(from = '0', to = 'f') String text) {
        assertThatNoException().isThrownBy(() -> {
            try {
                TrustedProxies.parse(text).contains(text);
            } catch (IllegalArgumentException e) {
                assertThat(text).isNotEmpty();
            }
        });
    }

    private static int asInt(byte[] bytes) {
        return (bytes[0] & 0xff) << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
    }

    private static String text(byte[] bytes) {
        return (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + "." + (bytes[3] & 0xff);
    }
}
