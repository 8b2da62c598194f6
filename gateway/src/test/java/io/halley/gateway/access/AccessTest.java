package io.halley.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.halley.shared.event.Channel;
import io.halley.shared.event.UserId;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AccessTest {

    private static final String SECRET = "a-secret-of-at-least-32-characters";

    private final Vertx vertx = Vertx.vertx();
    private Instant now = Instant.now();
    private final SessionTokens tokens = new SessionTokens(vertx, SECRET, () -> now);
    private final UserId alice = new UserId("alice@example.org");

    @BeforeAll
    void start() {
        now = Instant.now();
    }

    @AfterAll
    void close() {
        vertx.close().await();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
            -, public:news, true
            -, clock, true
            -, users, false
            -, chat:lobby, false
            -, user:1, false
            1, public:news, true
            1, clock, true
            1, users, true
            1, chat:lobby, true
            1, user:1, true
            1, user:2, false
            1, presence, false
            1, orders:7, false
            """)
    void who_may_subscribe(@Nullable String user, String channel, boolean may) {
        assertThat(AccessRules.maySubscribe(user == null ? null : new UserId(user), new Channel(channel)))
                .isEqualTo(may);
    }

    @ParameterizedTest
    @CsvSource({"chat:lobby,true", "public:news,false", "users,false", "user:1,false", "orders:7,false"})
    void what_a_user_may_publish_to(String channel, boolean may) {
        assertThat(AccessRules.mayPublish(new Channel(channel))).isEqualTo(may);
    }

    @Test
    void a_session_is_read_back_until_it_is_over() {
        String token = tokens.issue(alice);
        Session session = tokens.read(token);
        assertThat(session).isNotNull();
        assertThat(session.user()).isEqualTo(alice);

        now = now.plus(SessionTokens.LIFETIME).plusSeconds(1);
        assertThat(tokens.read(token)).isNull();
        now = Instant.now();
    }

    @Test
    void nothing_else_passes_for_a_session() {
        String token = tokens.issue(alice);
        String[] parts = token.split("\\.");
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.US_ASCII));
        SessionTokens others = new SessionTokens(vertx, SECRET + "!", () -> now);

        assertThat(tokens.read(others.issue(alice))).as("another secret").isNull();
        assertThat(tokens.read(none + "." + parts[1] + ".")).as("no signature").isNull();
        assertThat(tokens.read(parts[0] + "." + parts[1])).as("two parts").isNull();
        assertThat(tokens.read(login(SECRET, "alice", 600))).as("a login token").isNull();
        assertThat(tokens.read("")).isNull();
        assertThat(tokens.read("\u0000.ä.💥")).isNull();
    }

    @Test
    void a_login_token_needs_our_secret_and_an_expiry() {
        assertThat(tokens.readLogin(login(SECRET, "alice", 600))).isEqualTo(new UserId("alice"));
        assertThat(tokens.readLogin(login(SECRET, "alice", -1))).as("over").isNull();
        assertThat(tokens.readLogin(login(SECRET, "alice", 0)))
                .as("without expiry")
                .isNull();
        assertThat(tokens.readLogin(login(SECRET, "no user id", 600))).isNull();
        assertThat(tokens.readLogin(login(SECRET + "!", "alice", 600))).isNull();
        assertThat(tokens.readLogin(tokens.issue(alice))).as("a session").isNull();
    }

    @Test
    void a_cookie_name_holds_only_what_it_may() {
        assertThat(Sessions.cookieName(alice)).isEqualTo("halley_alice%40example.org");
        assertThat(Sessions.cookieName(new UserId("a~b+c-d_e"))).matches("halley_[A-Za-z0-9%._*-]+");
    }

    private String login(String secret, String user, int seconds) {
        JWTAuth signer = JWTAuth.create(
                vertx,
                new JWTAuthOptions()
                        .addPubSecKey(
                                new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(secret)));
        JsonObject claims = new JsonObject().put("sub", user);
        if (seconds != 0) {
            claims.put("exp", Instant.now().getEpochSecond() + seconds);
        }
        return signer.generateToken(
                claims, new JWTOptions().setAlgorithm("HS256").addAudience("halley-login"));
    }
}
