package dev.keylight.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API is what its description says: no route more, none less, and answers of the described form. */
class ApiDescriptionTest {
  private static final Set<String> PAGE = Set.of("GET /", "GET /studio.js", "GET /studio.css", "GET /icon.svg", "GET /enter");

  @TempDir static Path folder;
  private static TestStudio studio;
  private static JsonNode api;

  @BeforeAll
  static void open() throws Exception {
    studio = TestStudio.in(folder);
    api = TestStudio.json(studio.get("/openapi.json"));
  }

  @AfterAll
  static void close() {
    studio.close();
  }

  @Test
  void every_route_is_described_and_every_description_is_a_route() {
    Set<String> described = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : api.get("paths").properties()) {
      path.getValue().fieldNames().forEachRemaining(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey()));
    }
    Set<String> routes = new TreeSet<>(studio.studio.routes());
    routes.removeAll(PAGE);
    assertThat(described).isEqualTo(routes);
    assertThat(api.get("openapi").asText()).startsWith("3.1");
  }

  @Test
  void answers_have_the_described_form() throws Exception {
    for (String path : new String[] {"/v1/studio", "/v1/engines", "/v1/lights", "/v1/uploads", "/v1/jobs", "/healthz", "/readyz"}) {
      conforms("GET", path, path, null, "200");
    }
    conforms("POST", "/v1/portraits", "/v1/portraits", "{\"upload\": \"example-portrait\"}", "200");
    conforms("POST", "/v1/drivers", "/v1/drivers", "{\"template\": \"nodding\"}", "200");
    conforms("POST", "/v1/lights", "/v1/lights", "{\"said\": \"dir:az=40,el=20\"}", "200");
    JsonNode job = conforms("POST", "/v1/jobs", "/v1/jobs", TestStudio.SMALL_JOB, "201");
    studio.await(job.get("id").asText(), "done");
    conforms("GET", "/v1/jobs/" + job.get("id").asText(), "/v1/jobs/{job}", null, "200");
    conforms("GET", "/v1/uploads/example-portrait", "/v1/uploads/{upload}", null, "200");
    JsonNode problem = TestStudio.json(studio.get("/v1/jobs/nobody-knows"));
    check(problem, api.at("/components/schemas/Problem"), "problem");
  }

  @Test
  void metrics_are_prometheus_text() throws Exception {
    String text = new String(studio.get("/metrics").body(), StandardCharsets.UTF_8);
    assertThat(text.lines().filter(line -> !line.startsWith("#")))
        .isNotEmpty()
        .allMatch(line -> line.matches("[a-z_]+(\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*})? [0-9.E+-]+"));
    assertThat(text).contains("keylight_jobs{state=\"queued\"}", "keylight_http_seconds_bucket");
  }

  private static JsonNode conforms(String method, String path, String template, String body, String status) throws Exception {
    var answer = body == null ? studio.get(path) : studio.post(path, body);
    assertThat(answer.statusCode()).as(path).isEqualTo(Integer.parseInt(status));
    JsonNode described = api.get("paths").get(template).get(method.toLowerCase(Locale.ROOT)).get("responses").get(status);
    JsonNode json = TestStudio.json(answer);
    check(json, described.at("/content/application~1json/schema"), method + " " + path);
    return json;
  }

  /** As much of JSON Schema as the description uses. */
  private static void check(JsonNode value, JsonNode schema, String where) {
    if (schema.has("$ref")) {
      check(value, api.at(schema.get("$ref").asText().substring(1)), where);
      return;
    }
    if (schema.has("enum")) {
      assertThat(schema.get("enum")).as(where).contains(value);
    }
    if (schema.has("type")) {
      String types = schema.get("type").toString();
      String own =
          value.isObject() ? "object" : value.isArray() ? "array" : value.isTextual() ? "string" : value.isBoolean() ? "boolean" : value.isNull() ? "null" : value.isIntegralNumber() ? "integer" : "number";
      assertThat(types.contains(own) || own.equals("integer") && types.contains("number")).as("%s is %s, described as %s", where, own, types).isTrue();
    }
    for (JsonNode name : schema.path("required")) {
      assertThat(value.has(name.asText())).as("%s has %s", where, name).isTrue();
    }
    if (schema.has("properties")) {
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        assertThat(schema.get("properties").has(entry.getKey())).as("%s.%s is described", where, entry.getKey()).isTrue();
        check(entry.getValue(), schema.get("properties").get(entry.getKey()), where + "." + entry.getKey());
      }
    }
    for (int i = 0; schema.has("items") && i < value.size(); i++) {
      check(value.get(i), schema.get("items"), where + "[" + i + "]");
    }
  }
}
