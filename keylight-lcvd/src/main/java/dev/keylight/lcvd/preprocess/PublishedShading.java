package dev.keylight.lcvd.preprocess;

import dev.keylight.BadInputException;
import dev.keylight.Light;
import dev.keylight.Motion;
import dev.keylight.Progress;
import dev.keylight.RenderOptions;
import dev.keylight.RenderReport;
import dev.keylight.face.MeshFaceModel;
import dev.keylight.face.PortraitMatte;
import dev.keylight.face.TrackingOptions;
import dev.keylight.lcvd.matte.PersonMatte;
import dev.keylight.lcvd.model.FaceFolder;
import dev.keylight.light.Lighting;
import dev.keylight.light.LightSpec;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSource;
import dev.keylight.media.Media;
import dev.keylight.media.MediaInfo;
import dev.keylight.media.Rational;
import dev.keylight.pipeline.FrameMaking;
import dev.keylight.pipeline.LightReader;
import dev.keylight.pipeline.Provenance;
import dev.keylight.pipeline.Renders;
import dev.keylight.shading.FivePanel;
import java.nio.file.Path;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** {@code keylight shade} with DECA and FLAME: from files to the published hand-over video or folder. */
public final class PublishedShading {
  private final FaceFolder files;
  private final PreprocessOptions preprocess;
  private final boolean fivePanels;

  /** @param fivePanels whether in the published form, else the driven shading alone, 512² */
  public PublishedShading(FaceFolder files, PreprocessOptions preprocess, boolean fivePanels) {
    this.files = files;
    this.preprocess = preprocess;
    this.fivePanels = fivePanels;
  }

  /** The provenance that a result would have. */
  public Provenance plan(Path reference, Motion motion, Light light, RenderOptions options) {
    String how = preprocess.composed() + "," + preprocess.ownDetector() + "," + preprocess.matting();
    return Provenance.of("shade", Renders.said(reference, motion, light),
        new Provenance.EngineMark("hints-flame(" + how + ")", files.fingerprint()), options);
  }

  /**
   * Makes the panels.
   *
   * @throws BadInputException when an input cannot be read, or shows no face
   */
  public RenderReport run(
      Path reference, Motion motion, Light light, Path target, RenderOptions options, Progress progress) {
    return Renders.deliver(() -> new Making(reference, Path.of(motion.said()), light, progress),
        plan(reference, motion, light, options), target, options, progress);
  }

  /** The panels in the making; owns everything that was opened for them. */
  private final class Making implements FrameMaking {
    private final FaceReader reader;
    private LightReader lights;
    private FrameSource driver;
    private PublishedPanels panels;
    private boolean selfSkipped = fivePanels;

    Making(Path reference, Path drive, Light light, Progress progress) {
      reader = FaceReader.open(files, preprocess.ownDetector(), progress::note);
      try (FrameSource picture = Media.open(reference); Frame first = picture.next(); Mat portrait = first.opaque();
          Mat matte = matte(portrait, progress)) {
        lights = new LightReader(progress);
        Lighting lighting = LightSpec.parse(light.said()).resolve(new DecaLights(reader, lights));
        driver = Media.open(drive);
        panels = new PublishedPanels(reference.toString(), portrait, matte, reader, driver, lighting, preprocess);
      } catch (RuntimeException e) {
        close();
        throw e;
      }
    }

    /** The portrait's matte at the size of the panels. */
    private Mat matte(Mat portrait, Progress progress) {
      try (Mat square = PillowBicubic.resize(portrait, FivePanel.SIZE, FivePanel.SIZE)) {
        if (files.hasMatting()) {
          try (PersonMatte person = new PersonMatte(files.u2net(preprocess.matting()), preprocess.matting())) {
            return person.of(square);
          }
        }
        progress.note(FaceFolder.U2NET + " is not there; the built-in matting cuts the person out");
        return builtIn(square);
      }
    }

    private static Mat builtIn(Mat square) {
      try (MeshFaceModel mesh = new MeshFaceModel(TrackingOptions.still()); PortraitMatte mattes = new PortraitMatte()) {
        Frame frame = Frame.still(square);
        var faces = mesh.observe(frame);
        if (faces.isEmpty()) {
          throw new BadInputException("the portrait shows no face that can be found; use a picture in which one looks "
              + "roughly towards the camera");
        }
        try (Mat share = mattes.of(frame, faces.get(0))) {
          Mat levels = new Mat();
          share.convertTo(levels, opencv_core.CV_8U, 255, 0);
          return levels;
        }
      }
    }

    @Override
    public boolean hasNext() {
      skipSelf();
      return panels.hasNext();
    }

    @Override
    public Frame next() {
      skipSelf();
      Frame joined = panels.next();
      if (fivePanels) {
        return joined;
      }
      try (joined) {
        return FivePanel.panel(joined, FivePanel.COUNT - 1);
      }
    }

    private void skipSelf() {
      if (!selfSkipped) {
        selfSkipped = true;
        panels.next().close();
      }
    }

    @Override
    public Rational frameRate() {
      MediaInfo info = driver.info();
      return info.variableRate() ? null : info.frameRate();
    }

    @Override
    public long expected() {
      long frames = driver.info().frameCount();
      return frames < 0 || !fivePanels ? frames : frames + 1;
    }

    @Override
    public long held() {
      return panels.held();
    }

    @Override
    public void close() {
      for (AutoCloseable open : new AutoCloseable[] {panels, driver, lights, reader}) {
        try {
          if (open != null) {
            open.close();
          }
        } catch (Exception e) {
          throw new IllegalStateException("what was opened for the panels could not be closed", e);
        }
      }
    }
  }
}
