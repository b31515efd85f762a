package dev.keylight.cli;

import dev.keylight.Animator;
import dev.keylight.BadInputException;
import dev.keylight.Light;
import dev.keylight.Progress;
import dev.keylight.RenderOptions;
import dev.keylight.RenderReport;
import dev.keylight.engine.EngineSource;
import dev.keylight.pipeline.Provenance;
import dev.keylight.pipeline.Renders;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code keylight animate}. */
@Command(
    name = "animate",
    description = "Animates a portrait with the motion of a video, a picture or a template, under a light.",
    sortOptions = false,
    footer = {"", "Example: keylight animate me.jpg --drive talking --light rembrandt -o me.mp4"})
final class AnimateCommand extends RenderCommand {
  @Mixin private DriveMixin drive;
  @Mixin private SparkMixin spark;

  @Override
  public Integer call() {
    if (spark.wanted() && !batch()) {
      throw new BadInputException("--master spreads many renders over a cluster; give their table with --batch");
    }
    return super.call();
  }

  @Override
  int many(Batch rows, Path table, Reporter reporter) {
    return spark.wanted() ? new SparkRenders(rows, spark, reporter).run(table) : rows.run(table);
  }

  @Override
  RenderReport render(Path target, Light under, RenderOptions options, Progress progress) {
    return new Animator().animate(drive.portrait(this), drive.driver(this), under, target, options, progress);
  }

  @Override
  Provenance plan(Light under, RenderOptions options) {
    return Renders.planAnimation(EngineSource.EACH, drive.portrait(this), drive.driver(this), under, options);
  }

  @Override
  MotionMixin motion() {
    return drive.motion();
  }
}
