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
  /** How far the frame's light is from its own, 0..1. */
  private float change;

  private SelfShadow shadow;
  private int shadowed;

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
    shadow = null;
    picture = new byte[3 * width * height];
    matte = new float[width * height];
    source = new float[grid.diffuse().length];
  }

  /** Leaves the ratio of target to source shading in the grid. */
  private void shade(Shot shot, FaceObservation face, Mat person) {
    HeadMesh mesh = new HeadMesh(face.vertices(), face.pose(), topology, width, height);
    normals = new SurfaceNormals(mesh, face.pose(), person, normals);
    SphericalHarmonics own = Balance.normalised(shot.sourceLight(), normals.reference());
    float departure = Balance.departure(shot.sourceLight(), shot.light());
    SphericalHarmonics wanted =
        Balance.mixed(
            own,
            Balance.target(shot.light(), Balance.tint(shot.sourceLight()), normals.reference()),
            departure * options.lightStrength(),
            options.exposure());
    SelfShadow shadow = shadow(mesh, face);
    grid.draw(mesh, mesh.reference(), normals.reference(), shadow.under(own, face.pose()));
    grid.light(own);
    OwnShading taken =
        OwnShading.include(grid, mesh, Pixels.luminance(picture, width, height, grid.columns(), grid.rows()));
    System.arraycopy(grid.diffuse(), 0, source, 0, source.length);
    if (options.shadows()) {
      grid.draw(mesh, mesh.reference(), normals.reference(), shadow.under(wanted, face.pose()));
    }
    grid.light(wanted);
    change = departure * Math.min(1, options.lightStrength());
    taken.giveBack(grid, 1 - change);
    float[] ratio = grid.diffuse();
    for (int i = 0; i < ratio.length; i++) {
      ratio[i] /= source[i];
    }
  }

  /**
   * What is in the light's way on this head. Made once for a person, since it takes longer than a frame may and a head
   * keeps its form; only the pose is new in every frame.
   */
  private SelfShadow shadow(HeadMesh mesh, FaceObservation face) {
    if (shadow == null || shadowed != face.id()) {
      shadow = options.shadows() ? SelfShadow.of(mesh, face.pose()) : SelfShadow.none(mesh);
      shadowed = face.id();
    }
    return shadow;
  }

  private void develop(GridRows ratio, GridRows gloss) {
    float rollOff = Math.min(1, change + Math.abs(options.exposure()));
    float[] person = new float[3];
    for (int y = 0; y < height; y++) {
      float[] factor = ratio.row(y);
      float[] shine = gloss.row(y);
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        float alpha = matte[i];
        if (alpha <= 0.004f) {
          continue;
        }
        for (int c = 0; c < 3; c++) {
          person[c] = Srgb.toLinear(picture[3 * i + c]) * factor[3 * x + c] + change * shine[3 * x + c];
        }
        LinearLight.rollOff(person, rollOff);
        for (int c = 0; c < 3; c++) {
          float was = Srgb.toLinear(picture[3 * i + c]);
          picture[3 * i + c] = LinearLight.encode(was + alpha * (person[c] - was));
        }
      }
    }
  }
}
