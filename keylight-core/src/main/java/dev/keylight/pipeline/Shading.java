package dev.keylight.pipeline;

import dev.keylight.engine.Engine;
import dev.keylight.engine.EngineOptions;
import dev.keylight.engine.Portrait;
import dev.keylight.engine.Shot;
import dev.keylight.engine.Step;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.media.Frame;
import dev.keylight.mesh.ScanlineRasterizer;
import dev.keylight.motion.AlignedFace;
import dev.keylight.shading.FivePanel;
import dev.keylight.shading.LandmarkMap;
import dev.keylight.shading.ShadingHint;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Draws what an engine would be told instead of what it would make of it: shading hints, alone or as the published
 * five-panel pictures. In the five-panel form the portrait under its own light comes first, as published, with itself in
 * the driver's place.
 */
final class Shading implements Engine {
  private final boolean fivePanels;
  private final DriverPictures driver;

  /** @param driver what drives, or null where it has no pictures: then the portrait stands in for them */
  Shading(boolean fivePanels, DriverPictures driver) {
    this.fivePanels = fivePanels;
    this.driver = driver;
  }

  /** A step and the moment of it in the driver, or NaN for the portrait itself. */
  private record Told(Step step, double driverSeconds) {}

  @Override
  public String id() {
    return "hints";
  }

  @Override
  public String weightsHash() {
    return "";
  }

  @Override
  public Iterator<Frame> animate(Portrait portrait, Iterator<Step> steps, EngineOptions options) {
    int width = fivePanels ? FivePanel.SIZE : portrait.frame().width();
    int height = fivePanels ? FivePanel.SIZE : portrait.frame().height();
    ShadingHint hint = new ShadingHint(portrait.topology(), width, height, new ScanlineRasterizer());
    float scaleX = (float) width / portrait.frame().width();
    float scaleY = (float) height / portrait.frame().height();
    double unit = options.timeBase().value();
    Iterator<Told> told =
        fivePanels
            ? withSelf(portrait, steps, options, unit)
            : Iterators.map(steps, step -> new Told(step, step.presentationTime() * unit));
    return Iterators.map(
        told,
        one -> {
          Step step = one.step;
          float[] vertices = scaled(step.face(), scaleX, scaleY);
          Frame drawn = hint.draw(vertices, step.light());
          Frame result = fivePanels ? joined(portrait, driving(portrait, one), vertices, drawn) : drawn;
          return Frame.of(result.pixels(), step.presentationTime(), options.timeBase());
        });
  }

  /** The portrait as it is, under its own light, and then the steps, each later by as much as the first takes. */
  private static Iterator<Told> withSelf(
      Portrait portrait, Iterator<Step> steps, EngineOptions options, double unit) {
    if (!steps.hasNext() || options.sourceLight().isEmpty()) {
      return Iterators.map(steps, step -> new Told(step, step.presentationTime() * unit));
    }
    Step first = steps.next();
    List<Step> seen = new ArrayList<>(List.of(first));
    if (steps.hasNext()) {
      seen.add(steps.next());
    }
    long delay = seen.size() > 1 ? seen.get(1).presentationTime() - first.presentationTime() : 1;
    FaceObservation face = portrait.face();
    AlignedFace asItIs =
        new AlignedFace(face.vertices(), face.canonical(), face.pose(), AlignedFace.STILL_CAMERA, false);
    Step self = new Step(asItIs, options.sourceLight().get(), first.presentationTime());
    Iterator<Told> delayed =
        Iterators.map(
            Iterators.concat(seen, steps),
            step ->
                new Told(
                    new Step(step.face(), step.light(), step.presentationTime() + delay), step.presentationTime() * unit));
    return Iterators.concat(List.of(new Told(self, Double.NaN)), delayed);
  }

  private Frame driving(Portrait portrait, Told told) {
    return driver == null || Double.isNaN(told.driverSeconds) ? portrait.frame() : driver.at(told.driverSeconds);
  }

  private static Frame joined(Portrait portrait, Frame driving, float[] vertices, Frame drawn) {
    try (drawn;
        Frame matte = grey(portrait.matte());
        Frame landmarks = LandmarkMap.draw(vertices, FivePanel.SIZE, FivePanel.SIZE)) {
      return FivePanel.join(portrait.frame(), matte, driving, landmarks, drawn);
    }
  }

  private static Frame grey(Mat matte) {
    try (Mat bytes = new Mat()) {
      matte.convertTo(bytes, opencv_core.CV_8U, 255, 0);
      Mat rgb = new Mat();
      opencv_imgproc.cvtColor(bytes, rgb, opencv_imgproc.COLOR_GRAY2RGB);
      return Frame.still(rgb);
    }
  }

  private static float[] scaled(AlignedFace face, float scaleX, float scaleY) {
    float[] vertices = face.vertices().clone();
    for (int k = 0; k < vertices.length; k += 3) {
      vertices[k] *= scaleX;
      vertices[k + 1] *= scaleY;
      vertices[k + 2] *= scaleX;
    }
    return vertices;
  }

  @Override
  public Iterator<Frame> relight(Iterator<Shot> shots, FaceTopology topology, EngineOptions options) {
    throw new IllegalStateException("hints are drawn for portraits that are animated");
  }

  @Override
  public void endRenders() {
    // Nothing of it belongs to one render.
  }

  @Override
  public void close() {
    if (driver != null) {
      driver.close();
    }
  }
}
