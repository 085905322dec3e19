package loosethreads.workbook.live;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import loosethreads.workbook.json.Json;

/** One call of the API that the filter let in. */
final class Call {
  /** What is read of a body that is too long, so that the sender gets to read our answer. */
  private static final int PATIENCE = 4;

  private static final TypeAdapter<JsonElement> JSON = new Gson().getAdapter(JsonElement.class);

  private final HttpExchange exchange;
  private final String kata;
  private final Limits limits;

  Call(HttpExchange exchange, String kata, Limits limits) {
    this.exchange = exchange;
    this.kata = kata;
    this.limits = limits;
  }

  /** The kata that the path names. */
  String kata() {
    return kata;
  }

  /**
   * What was sent.
   *
   * @throws Refused if it is no JSON object, or too long
   */
  JsonObject body() throws IOException {
    var reader = new JsonReader(new StringReader(text()));
    reader.setStrictness(Strictness.STRICT);
    try {
      JsonElement element = JSON.read(reader);
      if (element.isJsonObject() && reader.peek() == JsonToken.END_DOCUMENT) {
        return element.getAsJsonObject();
      }
    } catch (JsonParseException | IOException e) {
      // Not JSON: said below.
    }
    throw new Refused(400, "Send one JSON object.");
  }

  private String text() throws IOException {
    InputStream in = exchange.getRequestBody();
    byte[] bytes = in.readNBytes(limits.body() + 1);
    if (bytes.length > limits.body()) {
      in.skip((long) PATIENCE * limits.body());
      throw new Refused(413, "That is too long: %d KB at most.".formatted(limits.body() / 1024));
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new Refused(400, "Send UTF-8.");
    }
  }

  /**
   * A text in what was sent.
   *
   * @throws Refused if there is none
   */
  static String text(JsonObject body, String name) {
    return primitive(body, name)
        .filter(JsonPrimitive::isString)
        .map(JsonPrimitive::getAsString)
        .orElseThrow(() -> new Refused(400, "\"" + name + "\" is missing, or is no text."));
  }

  /**
   * A whole number in what was sent.
   *
   * @throws Refused if there is none
   */
  static int number(JsonObject body, String name) {
    try {
      return primitive(body, name)
          .filter(JsonPrimitive::isNumber)
          .map(n -> n.getAsBigDecimal().intValueExact())
          .orElseThrow(() -> new Refused(400, "\"" + name + "\" is missing, or is no number."));
    } catch (ArithmeticException e) {
      throw new Refused(400, "\"" + name + "\" is no whole number of a sensible size.");
    }
  }

  private static Optional<JsonPrimitive> primitive(JsonObject body, String name) {
    return Optional.ofNullable(body.get(name))
        .filter(JsonElement::isJsonPrimitive)
        .map(JsonElement::getAsJsonPrimitive);
  }

  /** Answers with one document. */
  void answer(int status, Object document) throws IOException {
    answerText(status, Json.text(document));
  }

  /** Answers with a document that is text already. */
  void answerText(int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Answers that it is done. */
  void done() throws IOException {
    exchange.sendResponseHeaders(204, -1);
  }

  /** Answers with events, as they come. */
  EventStream stream() throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
    exchange.sendResponseHeaders(200, 0);
    return new EventStream(exchange.getResponseBody());
  }
}
