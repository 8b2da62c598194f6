package io.halley.standalone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;

/** What every error answer has to be. */
final class Problems {

    private Problems() {}

    /** problem+json of this kind, whose detail shows this, and that gives nothing away of the inside. */
    static void assertProblem(HttpResponse<String> answer, int status, String slug, String shown) {
        String type = answer.headers().firstValue("Content-Type").orElse("none");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertProblem(answer.statusCode(), type, answer.body(), status, slug, shown);
    }

    static void assertProblem(RawConnection.Answer answer, int status, String slug, String shown) {
        String type = String.valueOf(answer.header("Content-Type"));
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertProblem(answer.status(), type, answer.body(), status, slug, shown);
    }

    private static void assertProblem(
            int actual, String contentType, String body, int status, String slug, String shown) {
        assertThat(actual).as(body).isEqualTo(status);
        assertThat(contentType).isEqualTo("application/problem+json");
        JsonObject problem = new JsonObject(body);
        assertThat(problem.fieldNames()).containsExactlyInAnyOrder("type", "title", "status", "detail");
        assertThat(problem.getString("type")).isEqualTo("urn:problem-type:halley:" + slug);
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("title")).isNotBlank();
        assertThat(problem.getString("detail")).contains(shown);
        assertThat(body).doesNotContain("Exception", "\\tat ", "java.", "io.halley", "io.vertx", "io.netty");
    }
}
