package dev.keylight.engine.warp;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import dev.keylight.engine.EngineOptions;
import dev.keylight.engine.Shot;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.light.Srgb;
import dev.keylight.media.Frame;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A video being relit in place: every frame is multiplied by the ratio of target to source shading, as far as its pixels
 * are the person. Motion, camera and background stay as filmed.
 */
final class WarpRelight {
  private final FaceTopology topology;
  private final EngineOptions options;
  private ShadedGrid grid;
  private SurfaceNormals normals;
  private int width;
  private int height;
  private byte[] picture;
  private float[] matte;
  private float[] source;

  WarpRelight(FaceTopology topology, EngineOptions options) {
    this.topology = topology;
    this.options = options;
  }

  Frame frame(Shot shot) {
    if (shot.face().isEmpty()) {
      return shot.frame();
    }
    try (Frame filmed = shot.frame();
        Mat person = shot.matte()) {
      fit(filmed);
      Pixels.bytes(filmed.pixels()).get(picture);
      Pixels.floats(person).get(matte);
      options.clock().time(() -> shade(shot, shot.face().get(), person));
      develop(grid.diffuseRows(), grid.glossRows());
      Mat result = new Mat(height, width, CV_8UC3);
      Pixels.bytes(result).put(picture);
      return Frame.of(result, filmed.presentationTime(), filmed.timeBase());
    }
  }

  /** Makes room for pictures of this size. */
  private void fit(Frame frame) {
    if (grid != null && frame.width() == width && frame.height() == height) {
      return;
    }
    width = frame.width();
    height = frame.height();
    grid = new ShadedGrid(width, height);
    normals = null;
    picture = new byte[3 * width * height];
    matte = new float[width * height];
    source = new float[grid.diffuse().length];
  }

  /** Leaves the ratio of target to source shading in the grid. */
  private void shade(Shot shot, FaceObservation face, Mat person) {
    HeadMesh mesh = new HeadMesh(face.vertices(), face.pose(), topology, width, height);
    normals = new SurfaceNormals(mesh, face.pose(), person, normals);
    SphericalHarmonics own = Balance.normalised(shot.sourceLight(), normals.reference());
    SphericalHarmonics wanted =
        Balance.mixed(
            own,
            Balance.target(
                shot.light(), Balance.tint(shot.sourceLight()), normals.reference()),
            options.lightStrength(),
            options.exposure());
    SelfShadow shadow = SelfShadow.none(mesh);
    grid.draw(mesh, mesh.reference(), normals.reference(), shadow.under(own, face.pose()));
    grid.light(own);
    ResidualShading.include(grid, mesh, Pixels.luminance(picture, width, height, grid.columns(), grid.rows()));
    System.arraycopy(grid.diffuse(), 0, source, 0, source.length);
    grid.light(wanted);
    float[] ratio = grid.diffuse();
    for (int i = 0; i < ratio.length; i++) {
      ratio[i] /= Math.max(LightField.DARKEST_SOURCE, source[i]);
    }
  }

  private void develop(GridRows ratio, GridRows gloss) {
    float[] person = new float[3];
    for (int y = 0; y < height; y++) {
      float[] change = ratio.row(y);
      float[] shine = gloss.row(y);
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        float alpha = matte[i];
        if (alpha <= 0.004f) {
          continue;
        }
        for (int c = 0; c < 3; c++) {
          person[c] = Srgb.toLinear(picture[3 * i + c]) * change[3 * x + c] + shine[3 * x + c];
        }
        LinearLight.rollOff(person);
        for (int c = 0; c < 3; c++) {
          float was = Srgb.toLinear(picture[3 * i + c]);
          picture[3 * i + c] = LinearLight.encode(was + alpha * (person[c] - was));
        }
      }
    }
  }
}
