package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.standalone.RunningHalley;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That pages which only send back the last number get everything once. */
@Timeout(90)
class ClassicDeliveryTest {

    private static final int MANY = 300;
    private static final Numbered NUMBERED = new Numbered(MANY);
    private static final String CHAT = "/classic/chat?room=ties";

    @Test
    void each_of_many_in_one_moment_is_shown_once_also_over_a_restart() throws Exception {
        try (RunningHalley halley = new RunningHalley()) {
            halley.postAsBackEnd("/v1/batch", NUMBERED.batch("chat:ties"));
            ClassicPage page = new ClassicPage(CHAT, halley::gateway);
            List<String> shown = page.next(MANY / 2);
            halley.restart();
            halley.publish("chat:ties", "\"last\"");
            shown.addAll(page.next(MANY / 2 + 1));
            List<String> expected = new ArrayList<>(NUMBERED.words());
            expected.add("last");
            assertThat(shown).isEqualTo(expected);
            try (RawConnection nothing = new RawConnection(halley.gateway())) {
                nothing.get("/classic/novcomet?subscribed[k]=0&tries=0");
                assertThat(nothing.readAnswer().body()).isEqualTo("{\"s\":0}");
            }
        }
    }

    @Test
    void pushes_to_one_user_and_to_all_come_once_each_though_the_offsets_are_far_apart() throws Exception {
        try (RunningHalley halley = new RunningHalley()) {
            halley.postAsBackEnd("/v1/batch", NUMBERED.batch("users"));
            ClassicPage page = new ClassicPage("/classic/push?id=1", halley::gateway);
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                String to = i % 3 == 0 ? "\"all\"" : "[\"1\"]";
                halley.postAsBackEnd("/v1/push", "{\"to\":" + to + ",\"url\":\"a.example/" + i + "\"}");
                expected.add("1a.example/" + i);
            }
            assertThat(page.next(6)).isEqualTo(expected.subList(0, 6));
            halley.restart();
            assertThat(page.next(6)).isEqualTo(expected.subList(6, 12));
        }
    }
}
