package io.halley.shared.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PushUrlTest {

    @ParameterizedTest
    @CsvSource({
        "example.com, http://example.com",
        "' example.com/a ', http://example.com/a",
        "localhost:8080/x, http://localhost:8080/x",
        "HTTPS://Example.COM/A?b=C#d, https://example.com/A?b=C#d",
        "http://[2001:DB8::1]:81/, http://[2001:DB8::1]:81/",
        "192.168.0.1:81, http://192.168.0.1:81",
        "http://my_host.local./, http://my_host.local./",
        "http://bücher.example/käse?grün=ü#ß, http://xn--bcher-kva.example/k%C3%A4se?gr%C3%BCn=%C3%BC#%C3%9F",
        "http://例え.jp/\ud83d\ude00, http://xn--r8jz45g.jp/%F0%9F%98%80",
        "'http://x/a|b{c}\"<d>^`\\e', http://x/a%7Cb%7Bc%7D%22%3Cd%3E%5E%60%5Ce",
        "http://x/%41%zz[1]?a[]=1&b='c', http://x/%41%zz[1]?a[]=1&b='c'",
        "http://x?to=http://y, http://x?to=http://y",
    })
    void an_address_is_written_as_a_browser_would_send_it(String typed, String url) {
        assertThat(PushUrl.parse(typed).text()).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "http://",
                "http:///path",
                "//example.com",
                "/path",
                "?q",
                "javascript:alert(1)",
                "javascript://x/%0aalert(1)",
                "data:text/html,x",
                "file:///etc/passwd",
                "ftp://x/",
                "ws://x/",
                "mailto:a@example.com",
                "http://user@example.com/",
                "http://bank.example@evil.example/",
                "http://bank.example\\@evil.example/",
                "http://a b/",
                "http://x/a b",
                "http://x/a\nb",
                "http://x/\u0000",
                "http://x/\u00a0",
                "http://x/\u2028y",
                "http://x/\ud800",
                "http://x:99999/",
                "http://x:-1/",
                "http://x:8o/",
                "http://a..b/",
                "http://.a/",
                "http://[::1/",
                "http://[zz]/",
                "http://%65xample.com/",
                "http://straße.de/",
                "http://<x>/",
            })
    void anything_else_is_refused(String typed) {
        assertThatThrownBy(() -> PushUrl.parse(typed))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("url: ");
    }

    @Test
    void the_longest_address_has_2048_characters() {
        String longest = "http://x/" + "a".repeat(2048 - 9);

        assertThat(PushUrl.parse(longest).text()).isEqualTo(longest);
        assertThatThrownBy(() -> PushUrl.parse(longest + "a"))
                .hasMessageContaining("at most 2048 characters, not 2049");
        assertThatThrownBy(() -> PushUrl.parse("http://x/" + "é".repeat(500))).hasMessageContaining("not 3009");
    }

    @Property(tries = 3000)
    void whatever_is_typed_is_an_ascii_address_or_refused(@ForAll("typed") String typed) {
        String url;
        try {
            url = PushUrl.parse(typed).text();
        } catch (InvalidValueException refused) {
            return;
        }
        assertThat(url).matches("https?://[\\x21-\\x7e]+").doesNotContainPattern("[\"<>\\\\^`{|}]");
        assertThat(PushUrl.parse(url).text()).isEqualTo(url);
    }

    @Provide
    Arbitrary<String> typed() {
        Arbitrary<String> parts = Arbitraries.of(
                "http://",
                "HTTPS://",
                "://",
                ":",
                "/",
                "//",
                "\\",
                "@",
                "?",
                "#",
                "[",
                "]",
                "::1",
                ".",
                "..",
                "%",
                "%zz",
                "é",
                "ß",
                "\ud83d",
                "\ude00",
                "\u200d",
                " ",
                "\t",
                "xn--",
                "xn--a",
                "80",
                "99999",
                "a",
                "-",
                "javascript:");
        Arbitrary<String> built = parts.list().ofMaxSize(10).map(list -> String.join("", list));
        return Arbitraries.oneOf(built, Arbitraries.strings().ofMaxLength(40));
    }
}
