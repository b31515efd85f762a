package dev.keylight.engine.warp;

import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC4;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC4;

import dev.keylight.engine.EngineOptions;
import dev.keylight.engine.Portrait;
import dev.keylight.engine.Step;
import dev.keylight.face.FaceObservation;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.light.Srgb;
import dev.keylight.media.Frame;
import dev.keylight.mesh.RasterBuffer;
import dev.keylight.motion.AlignedFace;
import java.util.Arrays;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * One portrait being animated. Once: the background plate, the surface, and the albedo, which is the person with their own
 * light divided out. Per frame: the surface is moved and drawn on a coarse grid, the albedo is sampled at full resolution
 * from where the grid says, lit, and laid over the plate.
 */
final class WarpRender implements AutoCloseable {
  /** A sampling position that lies outside everything. */
  private static final float NOWHERE = -1e4f;

  /** A surface that has moved by less, in pixels, shows the portrait itself. */
  private static final float UNMOVED = 0.02f;

  private final EngineOptions options;
  private final int width;
  private final int height;
  private final int pad;
  private final HeadMesh mesh;
  private final SurfaceNormals normals;
  private final SelfShadow shadow;
  private final Portrait portrait;
  private final SphericalHarmonics takenIn;
  private final SphericalHarmonics sourceLight;
  private final float[] sourceTint;
  private final BodyInertia body = new BodyInertia();
  private final float[] skin;
  private final Mouth mouth;
  private final Eyes eyes;
  private final Mat plate;
  private final Mat albedo;
  private OwnShading own;

  private final ShadedGrid grid;
  private final float[] vertices;
  private final float[] vertexNormals;
  private final Mat gridX;
  private final Mat gridY;
  private final Mat mapX = new Mat();
  private final Mat mapY = new Mat();
  private final Mat warped = new Mat();
  private final float[] layer;
  private final byte[] background;
  private final byte[] moved;
  private final byte[] output;

  WarpRender(Portrait portrait, SphericalHarmonics sourceLight, EngineOptions options) {
    FaceObservation face = portrait.face();
    this.portrait = portrait;
    this.takenIn = sourceLight;
    this.options = options;
    this.width = portrait.frame().width();
    this.height = portrait.frame().height();
    this.pad = Math.max(8, Math.max(width, height) / 12);
    this.mesh = new HeadMesh(face.vertices(), face.pose(), portrait.topology(), width, height);
    this.normals = new SurfaceNormals(mesh, face.pose(), portrait.matte());
    this.shadow = options.shadows() ? SelfShadow.of(mesh, face.pose()) : SelfShadow.none(mesh);
    this.grid = new ShadedGrid(width, height);
    this.vertices = new float[3 * mesh.vertexCount()];
    this.vertexNormals = new float[3 * mesh.vertexCount()];
    this.gridX = new Mat(grid.rows(), grid.columns(), CV_32FC1);
    this.gridY = new Mat(grid.rows(), grid.columns(), CV_32FC1);
    this.layer = new float[4 * width * height];
    this.background = new byte[3 * width * height];
    this.moved = new byte[3 * width * height];
    this.output = new byte[3 * width * height];

    this.sourceTint = Balance.tint(sourceLight);
    this.sourceLight = Balance.normalised(sourceLight, normals.reference());
    this.plate = BackgroundPlate.paint(portrait.frame().pixels(), portrait.matte());
    Pixels.bytes(plate).get(background);
    this.albedo = albedo(portrait);
    this.skin = BareSkin.median(face, width, height, (pixel, c) -> layer[4 * pixel + c]);
    this.mouth = new Mouth(face.vertices(), face.pose(), skin, portrait.openMouth().map(LentMouth::new).orElse(null));
    this.eyes = new Eyes(face.vertices());
  }

  /** The person with the source's light divided out: linear RGB times alpha, and alpha, with a margin of {@code pad}. */
  private Mat albedo(Portrait portrait) {
    byte[] picture = new byte[3 * width * height];
    Pixels.bytes(portrait.frame().pixels()).get(picture);
    float[] matte = new float[width * height];
    Pixels.floats(portrait.matte()).get(matte);
    MatteEdge.refine(portrait.frame().pixels(), picture, background, matte);
    grid.draw(mesh, mesh.reference(), normals.reference(), shadow.under(sourceLight, portrait.face().pose()));
    grid.light(sourceLight);
    own = OwnShading.include(grid, mesh, Pixels.luminance(picture, width, height, grid.columns(), grid.rows()));
    GridRows shading = grid.diffuseRows();
    if (options.lightStrength() > 0) {
      ShadowNoise.quiet(portrait.frame().pixels(), picture, shading);
    }
    for (int y = 0; y < height; y++) {
      float[] row = shading.row(y);
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        float alpha = matte[i] < 0.01f ? 0 : matte[i];
        layer[4 * i + 3] = alpha;
        for (int c = 0; c < 3; c++) {
          float person =
              Srgb.toLinear(picture[3 * i + c]) - (1 - alpha) * Srgb.toLinear(background[3 * i + c]);
          layer[4 * i + c] = alpha == 0 ? 0 : Math.max(0, person) / row[3 * x + c];
        }
      }
    }
    if (options.lightStrength() > 0) {
      Catchlights.remove(layer, width, height, portrait.face().vertices());
    }
    Mat padded = new Mat();
    try (Mat flat = new Mat(height, width, CV_32FC4)) {
      Pixels.floats(flat).put(layer);
      Pixels.sharpen(flat);
      opencv_core.copyMakeBorder(flat, padded, pad, pad, pad, pad, opencv_core.BORDER_REPLICATE);
    }
    return padded;
  }

  Frame frame(Step step) {
    AlignedFace face = step.face();
    float departure = Balance.departure(takenIn, step.light());
    float change = departure * Math.min(1, options.lightStrength());
    mesh.pose(face, body.follow(mesh.lean(face), step.presentationTime() * options.timeBase().value()), vertices);
    if (change == 0 && options.exposure() == 0 && moved(face) < UNMOVED) {
      Pixels.bytes(portrait.frame().pixels()).get(output);
    } else {
      render(face, target(step.light(), departure), change);
    }
    Mat result = new Mat(height, width, CV_8UC3);
    Pixels.bytes(result).put(output);
    return Frame.of(result, step.presentationTime(), options.timeBase());
  }

  /** How far any vertex or iris is from where the portrait shows it, pixels. */
  private float moved(AlignedFace face) {
    if (!Arrays.equals(face.camera(), AlignedFace.STILL_CAMERA)) {
      return Float.MAX_VALUE;
    }
    float moved = 0;
    for (int i = 0; i < vertices.length; i++) {
      moved = Math.max(moved, i % 3 == 2 ? 0 : Math.abs(vertices[i] - mesh.reference()[i]));
    }
    float[] reference = portrait.face().vertices();
    for (int i = 3 * HeadMesh.FACE_VERTICES; i < reference.length; i++) {
      moved = Math.max(moved, i % 3 == 2 ? 0 : Math.abs(face.vertices()[i] - reference[i]));
    }
    return moved;
  }

  /** Draws the moved person under a light into {@link #output}. */
  private void render(AlignedFace face, SphericalHarmonics light, float change) {
    options.clock().time(() -> shade(face, light, change));
    sample(face);
    mouth.paint(layer, width, height, vertices, face.pose());
    if (change > 0) {
      Catchlights.set(layer, width, height, face.vertices(), light);
    }
    develop(background(face), change);
  }

  private void shade(AlignedFace face, SphericalHarmonics light, float change) {
    normals.of(vertices, face.pose(), vertexNormals);
    grid.draw(mesh, vertices, vertexNormals, shadow.under(light, face.pose()));
    grid.light(light);
    own.giveBack(grid, 1 - change);
  }

  /** The target, as bright on this face as its own light, mixed in as far as asked and as it differs. */
  private SphericalHarmonics target(SphericalHarmonics light, float departure) {
    return Balance.mixed(
        sourceLight,
        Balance.target(light, sourceTint, normals.reference()),
        departure * options.lightStrength(),
        options.exposure());
  }

  /** Takes the albedo from where the grid says, into {@link #layer}. */
  private void sample(AlignedFace face) {
    // Map values are pixel indices of the padded albedo; the mesh counts pixel centres at .5.
    float shift = pad - 0.5f;
    float[] u = grid.sourceX();
    float[] v = grid.sourceY();
    RasterBuffer drawn = grid.buffer();
    for (int i = 0; i < u.length; i++) {
      boolean covered = drawn.covered(i);
      u[i] = covered ? u[i] + shift : NOWHERE;
      v[i] = covered ? v[i] + shift : NOWHERE;
    }
    Pixels.floats(gridX).put(u);
    Pixels.floats(gridY).put(v);
    try (Size full = new Size(width, height);
        Scalar nothing = new Scalar(0)) {
      opencv_imgproc.resize(gridX, mapX, full, 0, 0, opencv_imgproc.INTER_LINEAR);
      opencv_imgproc.resize(gridY, mapY, full, 0, 0, opencv_imgproc.INTER_LINEAR);
      eyes.bend(mapX, mapY, face.vertices(), pad);
      opencv_imgproc.remap(
          albedo, warped, mapX, mapY, opencv_imgproc.INTER_CUBIC, opencv_core.BORDER_CONSTANT, nothing);
    }
    Pixels.floats(warped).get(layer);
  }

  private byte[] background(AlignedFace face) {
    if (Arrays.equals(face.camera(), AlignedFace.STILL_CAMERA)) {
      return background;
    }
    try (Mat camera = new Mat(2, 3, CV_32FC1);
        Mat seen = new Mat();
        Scalar nothing = new Scalar(0);
        Size size = new Size(width, height)) {
      Pixels.floats(camera).put(face.camera());
      opencv_imgproc.warpAffine(
          plate, seen, camera, size, opencv_imgproc.INTER_LINEAR, opencv_core.BORDER_REFLECT, nothing);
      Pixels.bytes(seen).get(moved);
    }
    return moved;
  }

  /** Lights the layer and lays it over the background. */
  private void develop(byte[] behind, float change) {
    GridRows diffuse = grid.diffuseRows();
    GridRows gloss = grid.glossRows();
    float[] person = new float[3];
    float rollOff = Math.min(1, change + Math.abs(options.exposure()));
    float perSkin = change / Math.max(0.02f, skin[1]);
    for (int y = 0; y < height; y++) {
      float[] light = diffuse.row(y);
      float[] shine = gloss.row(y);
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        float alpha = Math.min(1, layer[4 * i + 3]);
        if (alpha <= 0.004f) {
          output[3 * i] = behind[3 * i];
          output[3 * i + 1] = behind[3 * i + 1];
          output[3 * i + 2] = behind[3 * i + 2];
          continue;
        }
        float whole = 1 / alpha;
        // Dark hair and brows have little to shine with; gloss is measured on the skin.
        float pale = Math.min(change, Math.max(0, layer[4 * i + 1]) * whole * perSkin);
        for (int c = 0; c < 3; c++) {
          person[c] = Math.max(0, layer[4 * i + c]) * whole * light[3 * x + c] + pale * shine[3 * x + c];
        }
        LinearLight.rollOff(person, rollOff);
        for (int c = 0; c < 3; c++) {
          float shown =
              alpha > 0.996f ? person[c] : alpha * person[c] + (1 - alpha) * Srgb.toLinear(behind[3 * i + c]);
          output[3 * i + c] = LinearLight.encode(shown);
        }
      }
    }
  }

  /** The portrait as this render holds it, for drawing it elsewhere. */
  WarpScene scene() {
    return new WarpScene(mesh, normals, shadow, sourceLight, sourceTint, skin, encodedAlbedo(), plate.clone());
  }

  /** The albedo as 8-bit RGBA, see {@link WarpScene#albedo}. */
  private Mat encodedAlbedo() {
    byte[] encoded = new byte[4 * width * height];
    try (Rect inside = new Rect(pad, pad, width, height);
        Mat view = albedo.apply(inside);
        Mat flat = view.clone()) {
      Pixels.floats(flat).get(layer);
    }
    for (int i = 0; i < encoded.length; i++) {
      float value = Math.max(0, layer[i]);
      float share = i % 4 == 3 ? value : (float) Math.sqrt(value / WarpScene.ALBEDO_RANGE);
      encoded[i] = (byte) Math.round(255 * Math.min(1, share));
    }
    Mat result = new Mat(height, width, CV_8UC4);
    Pixels.bytes(result).put(encoded);
    return result;
  }

  @Override
  public void close() {
    for (Mat mat : new Mat[] {plate, albedo, gridX, gridY, mapX, mapY, warped}) {
      mat.close();
    }
  }
}
