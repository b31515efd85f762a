package dev.keylight.eval.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.keylight.BadInputException;
import dev.keylight.eval.network.MetricSuite;
import dev.keylight.eval.network.SuppliedNetwork;
import dev.keylight.eval.score.ScoringOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One case for one method, with how it is scored, in plain words: to be sent to another process.
 *
 * @param engine an engine and its options, or null
 * @param tool another tool's name, or null; with neither engine nor tool, the source as it is
 * @param folder of the tool's results, or null
 * @param name of the case
 * @param task what is asked for
 * @param source absolute path
 * @param driver absolute path, or null
 * @param truth absolute path, or null
 * @param light as it was named, or null
 * @param networks whether the shipped networks take part
 * @param supplied the user's networks by kind
 * @param scoring how clips are walked through
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CaseOrder(
    EngineMethod engine, String tool, String folder, String name, Case.Task task, String source, String driver, String truth,
    String light, boolean networks, Map<SuppliedNetwork, String> supplied, ScoringOptions scoring) {

  /** @throws BadInputException when a path is not absolute, as another process may stand in another folder */
  public static CaseOrder of(Method method, Case wanted, MetricSuite suite, ScoringOptions scoring) {
    Map<SuppliedNetwork, String> supplied = new TreeMap<>();
    suite.supplied().forEach((kind, file) -> supplied.put(kind, absolute(file)));
    FolderMethod tool = method instanceof FolderMethod there ? there : null;
    return new CaseOrder(
        method instanceof EngineMethod engine ? engine : null, tool == null ? null : tool.name(),
        tool == null ? null : absolute(tool.folder()), wanted.name(), wanted.task(), absolute(wanted.source()),
        wanted.driver().map(CaseOrder::absolute).orElse(null), wanted.truth().map(CaseOrder::absolute).orElse(null),
        wanted.light().orElse(null), suite.networks(), supplied, scoring);
  }

  /** Who is asked. */
  public Method method() {
    return engine != null ? engine : tool != null ? new FolderMethod(tool, Path.of(folder)) : new SourceMethod();
  }

  /** What is asked for. */
  public Case wanted() {
    return new Case(
        name, task, Path.of(source), Optional.ofNullable(driver).map(Path::of), Optional.ofNullable(truth).map(Path::of),
        Optional.ofNullable(light));
  }

  /** What is measured. */
  public MetricSuite suite() {
    Map<SuppliedNetwork, Path> files = new TreeMap<>();
    supplied.forEach((kind, file) -> files.put(kind, Path.of(file)));
    return new MetricSuite(networks, files);
  }

  private static String absolute(Path path) {
    if (!path.isAbsolute()) {
      throw new BadInputException(path + " is seen from this folder only; with --master name files and -o by absolute paths");
    }
    return path.toString();
  }
}
