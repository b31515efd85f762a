package dev.keylight.pipeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.keylight.BadInputException;
import dev.keylight.Keylight;
import dev.keylight.RenderOptions;
import dev.keylight.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a result came about: what marks it as made by a machine, and all that is needed to make it again.
 *
 * @param keylight version that made it
 * @param aiGenerated always true
 * @param digitalSourceType IPTC's term for pictures in which a trained algorithm had a part
 * @param operation {@code animate} or {@code relight}
 * @param inputs what was said on the command line by role (reference, drive, light), with the hash of files
 * @param engine the engine that made the frames
 * @param options everything else
 * @param settings hash over version, inputs, engine and options: the same settings give the same frames
 */
@JsonPropertyOrder({"keylight", "aiGenerated", "digitalSourceType", "operation", "settings", "engine", "inputs", "options"})
public record Provenance(
    String keylight,
    boolean aiGenerated,
    String digitalSourceType,
    String operation,
    Map<String, Input> inputs,
    EngineMark engine,
    RenderOptions options,
    String settings) {
  /** IPTC NewsCodes digital source type: a composite in which trained algorithms had a part. */
  public static final String SOURCE_TYPE =
      "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /**
   * One input.
   *
   * @param said as the user named it
   * @param sha256 of the file, absent where no file was meant
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Input(String said, String sha256) {
    /** A word that may name a file. */
    public static Input of(String said) {
      return new Input(said, FileHash.ofFileNamed(said));
    }
  }

  /**
   * The engine that made the frames.
   *
   * @param id its name
   * @param weights hash of its weights, empty when it has none
   */
  public record EngineMark(String id, String weights) {}

  /** The provenance of a result that is about to be made by this version. */
  static Provenance of(String operation, Map<String, String> said, Engine engine, RenderOptions options) {
    return of(operation, said, new EngineMark(engine.id(), engine.weightsHash()), options);
  }

  /** The provenance of a result whose frames are made by something that is no engine. */
  public static Provenance of(String operation, Map<String, String> said, EngineMark mark, RenderOptions options) {
    Map<String, Input> inputs = new LinkedHashMap<>();
    said.forEach((role, words) -> inputs.put(role, Input.of(words)));
    Provenance unhashed =
        new Provenance(Keylight.version(), true, SOURCE_TYPE, operation, inputs, mark, options, "");
    return new Provenance(
        unhashed.keylight, true, SOURCE_TYPE, operation, inputs, mark, options, FileHash.ofText(write(unhashed)));
  }

  /** Tags for the file itself; without the folders of this machine. */
  Map<String, String> metadata() {
    Map<String, Input> named = new LinkedHashMap<>();
    inputs.forEach(
        (role, input) ->
            named.put(
                role,
                input.sha256 == null ? input : new Input(Path.of(input.said).getFileName().toString(), input.sha256)));
    Provenance anonymous =
        new Provenance(keylight, aiGenerated, digitalSourceType, operation, named, engine, options, settings);
    return Map.of(
        "comment", "AI-generated: made with Keylight " + keylight + " (engine " + engine.id + "), " + digitalSourceType,
        "description", write(anonymous));
  }

  /** Where the sidecar of a result stands. */
  public static Path sidecarOf(Path result) {
    return result.resolveSibling(result.getFileName() + ".json");
  }

  /** Reads a sidecar. */
  public static Provenance read(Path sidecar) {
    try {
      Provenance read = JSON.readValue(Files.readString(sidecar), Provenance.class);
      if (read.options == null || read.inputs == null) {
        throw new BadInputException(sidecar + " is no settings file: it has no options or no inputs; give a sidecar that Keylight wrote");
      }
      return read;
    } catch (JsonProcessingException e) {
      throw new BadInputException(sidecar + " is no settings file: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new BadInputException(sidecar + " cannot be read; give the .json file that Keylight wrote beside a result", e);
    }
  }

  /** Writes the sidecar: this record and what came out. */
  void writeSidecar(Path result, Map<String, ?> outcome) {
    Map<String, Object> tree = new LinkedHashMap<>(JSON.convertValue(this, new TypeReference<LinkedHashMap<String, Object>>() {}));
    tree.put("output", outcome);
    try {
      WholeFile.write(sidecarOf(result), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(tree));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("provenance cannot be written as JSON", e);
    }
  }

  private static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("provenance cannot be written as JSON", e);
    }
  }
}
