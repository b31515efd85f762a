package dev.keylight.engine.warp;

import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC4;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import dev.keylight.engine.EngineOptions;
import dev.keylight.engine.Portrait;
import dev.keylight.engine.Step;
import dev.keylight.face.FaceObservation;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.motion.AlignedFace;
import dev.keylight.mesh.RasterBuffer;
import dev.keylight.mesh.Rasterizer;
import dev.keylight.mesh.ScanlineRasterizer;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * One portrait being rendered. Once: the background plate, the surface, and the albedo, which is the person's own light
 * divided out of the picture. Per frame: the surface is moved, drawn on a coarse grid as sampling positions, normals and
 * shadow, the albedo is sampled at full resolution, lit, and laid over the plate.
 */
final class WarpRender implements AutoCloseable {
  /** The grid's long side; what it carries is smooth, or linear between mesh vertices. */
  private static final int GRID = 288;

  // Planes of the grid.
  private static final int U = 0;
  private static final int V = 1;
  private static final int NX = 2;
  private static final int NY = 3;
  private static final int NZ = 4;
  private static final int SHADOW = 5;
  private static final int SHINE = 6;
  private static final int PLANES = 7;
  private static final float NOWHERE = -1e4f;

  /** Measured: this much keeps the variance of the Laplacian of a still face through a half-pixel shift. */
  private static final float SHARPEN = 0.0f;

  private static final int RIGHT_EAR = 234;
  private static final int LEFT_EAR = 454;

  /** Shading the source is divided by never goes below this: deep shadows are lifted, not blown up to noise. */
  private static final float DARKEST_SOURCE = 0.22f;

  private final EngineOptions options;
  private final int width;
  private final int height;
  private final int columns;
  private final int rows;
  private final int pad;
  private final HeadMesh mesh;
  private final SurfaceNormals normals;
  private final SphericalHarmonics sourceLight;
  private final BodyInertia body = new BodyInertia();
  private final Mouth mouth;
  private final Eyes eyes;
  private final Mat plate;
  private final Mat albedo;

  private final Rasterizer rasterizer = new ScanlineRasterizer();
  private final RasterBuffer grid;
  private final float[] attributes;
  private final float[] gridVertices;
  private final LightField field;
  private final float[] vertices;
  private final float[] vertexNormals;
  private final Mat gridX;
  private final Mat gridY;
  private final Mat mapX = new Mat();
  private final Mat mapY = new Mat();
  private final Mat warped = new Mat();
  private final float[] layer;
  private final byte[] background;
  private final byte[] output;

  WarpRender(Portrait portrait, SphericalHarmonics sourceLight, EngineOptions options) {
    this.options = options;
    this.width = portrait.frame().width();
    this.height = portrait.frame().height();
    float step = Math.max(2f, Math.max(width, height) / (float) GRID);
    this.columns = Math.max(2, Math.round(width / step));
    this.rows = Math.max(2, Math.round(height / step));
    this.pad = Math.max(8, Math.max(width, height) / 12);
    this.mesh = new HeadMesh(portrait.face().vertices(), portrait.face().pose(), portrait.topology(), width, height);
    this.normals = new SurfaceNormals(mesh, portrait.face().pose(), portrait.matte());
    this.grid = new RasterBuffer(columns, rows, PLANES);
    this.attributes = new float[PLANES * mesh.vertexCount()];
    this.gridVertices = new float[3 * mesh.vertexCount()];
    this.field = new LightField(columns, rows);
    this.vertices = new float[3 * mesh.vertexCount()];
    this.vertexNormals = new float[3 * mesh.vertexCount()];
    this.gridX = new Mat(rows, columns, CV_32FC1);
    this.gridY = new Mat(rows, columns, CV_32FC1);
    this.layer = new float[4 * width * height];
    this.background = new byte[3 * width * height];
    this.output = new byte[3 * width * height];

    this.sourceLight = sourceLight.scaled(1 / Balance.brightness(sourceLight, normals.reference()));
    for (int v = 0; v < mesh.vertexCount(); v++) {
      attributes[PLANES * v + U] = mesh.reference()[3 * v];
      attributes[PLANES * v + V] = mesh.reference()[3 * v + 1];
      attributes[PLANES * v + SHINE] = Shine.of(v, mesh);
      attributes[PLANES * v + SHADOW] = 1;
    }
    this.plate = BackgroundPlate.paint(portrait.frame().pixels(), portrait.matte());
    bytes(plate).get(background);
    this.albedo = albedo(portrait);
    this.mouth = new Mouth(portrait.face().vertices(), portrait.face().pose(), skin(portrait));
    this.eyes = new Eyes(portrait.face().vertices());
  }

  /** The person with the source's light divided out: linear RGB times alpha, and alpha, with a margin of {@code pad}. */
  private Mat albedo(Portrait portrait) {
    drawGrid(mesh.reference(), normals.reference());
    shade(sourceLight);
    byte[] picture = new byte[3 * width * height];
    bytes(portrait.frame().pixels()).get(picture);
    FaceObservation face = portrait.face();
    ResidualShading.include(
        field.diffuse(),
        luminance(picture),
        grid,
        portrait.topology().triangles().length / 3,
        Math.abs(face.x(LEFT_EAR) - face.x(RIGHT_EAR)) * columns / width);
    float[] matte = new float[width * height];
    floats(portrait.matte()).get(matte);
    GridRows shading = new GridRows(field.diffuse(), columns, rows, width, height);
    for (int y = 0; y < height; y++) {
      float[] row = shading.row(y);
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        float alpha = matte[i] < 0.01f ? 0 : matte[i];
        layer[4 * i + 3] = alpha;
        for (int c = 0; c < 3; c++) {
          float person =
              LinearLight.decode(picture[3 * i + c]) - (1 - alpha) * LinearLight.decode(background[3 * i + c]);
          layer[4 * i + c] = alpha == 0 ? 0 : Math.max(0, person) / Math.max(DARKEST_SOURCE, row[3 * x + c]);
        }
      }
    }
    Mat padded = new Mat();
    try (Mat flat = new Mat(height, width, CV_32FC4)) {
      floats(flat).put(layer);
      sharpen(flat);
      opencv_core.copyMakeBorder(flat, padded, pad, pad, pad, pad, opencv_core.BORDER_REPLICATE);
    }
    return padded;
  }

  /** Gives beforehand what sampling between pixels will take: a little of the finest detail. */
  private static void sharpen(Mat albedo) {
    try (Mat soft = new Mat();
        Size automatic = new Size(0, 0)) {
      opencv_imgproc.GaussianBlur(albedo, soft, automatic, 0.8, 0.8, opencv_core.BORDER_REPLICATE, 0);
      opencv_core.addWeighted(albedo, 1 + SHARPEN, soft, -SHARPEN, 0, albedo);
    }
  }

  /** Linear luminance of the picture, averaged per grid cell. */
  private float[] luminance(byte[] picture) {
    float[] sum = new float[columns * rows];
    int[] count = new int[columns * rows];
    for (int y = 0; y < height; y++) {
      int row = Math.min(rows - 1, y * rows / height) * columns;
      for (int x = 0; x < width; x++) {
        int cell = row + Math.min(columns - 1, x * columns / width);
        int i = 3 * (y * width + x);
        sum[cell] +=
            0.2126f * LinearLight.decode(picture[i])
                + 0.7152f * LinearLight.decode(picture[i + 1])
                + 0.0722f * LinearLight.decode(picture[i + 2]);
        count[cell]++;
      }
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] /= Math.max(1, count[i]);
    }
    return sum;
  }

  /** Median albedo of the cheeks. */
  private float[] skin(Portrait portrait) {
    int[] cheeks = {50, 101, 36, 205, 280, 330, 266, 425, 151, 9};
    float[] skin = new float[3];
    float[] values = new float[cheeks.length];
    for (int c = 0; c < 3; c++) {
      for (int k = 0; k < cheeks.length; k++) {
        int x = Math.max(0, Math.min(width - 1, (int) portrait.face().x(cheeks[k])));
        int y = Math.max(0, Math.min(height - 1, (int) portrait.face().y(cheeks[k])));
        values[k] = layer[4 * (y * width + x) + c];
      }
      Arrays.sort(values);
      skin[c] = values[values.length / 2];
    }
    return skin;
  }

  Frame frame(Step step) {
    AlignedFace face = step.face();
    mesh.pose(face, body.follow(mesh.lean(face), step.presentationTime() * options.timeBase().value()), vertices);
    normals.of(vertices, face, vertexNormals);
    drawGrid(vertices, vertexNormals);
    shade(target(step.light()));
    sample(face);
    mouth.paint(layer, width, height, vertices, face.pose());
    byte[] behind = background(face);
    develop(behind);
    Mat result = new Mat(height, width, CV_8UC3);
    bytes(result).put(output);
    return Frame.of(result, step.presentationTime(), options.timeBase());
  }

  /** The target, as bright on this face as its own light, mixed in as far as asked. */
  private SphericalHarmonics target(SphericalHarmonics light) {
    SphericalHarmonics balanced = Balance.of(light, sourceLight, normals.reference(), options.exposure());
    return sourceLight.mix(balanced, options.lightStrength());
  }

  private void shade(SphericalHarmonics light) {
    field.light(light, grid.plane(NX), grid.plane(NY), grid.plane(NZ), grid.plane(SHADOW), grid.plane(SHINE));
  }

  private void drawGrid(float[] position, float[] normal) {
    float scaleX = columns / (float) width;
    float scaleY = rows / (float) height;
    for (int v = 0; v < mesh.vertexCount(); v++) {
      gridVertices[3 * v] = position[3 * v] * scaleX;
      gridVertices[3 * v + 1] = position[3 * v + 1] * scaleY;
      gridVertices[3 * v + 2] = position[3 * v + 2] * scaleX;
      System.arraycopy(normal, 3 * v, attributes, PLANES * v + NX, 3);
    }
    rasterizer.draw(gridVertices, mesh.triangles(), attributes, grid);
  }

  /** Takes the albedo from where the grid says, into {@link #layer}. */
  private void sample(AlignedFace face) {
    float shift = pad - 0.5f;
    float[] u = grid.plane(U);
    float[] v = grid.plane(V);
    for (int i = 0; i < u.length; i++) {
      boolean covered = grid.covered(i);
      u[i] = covered ? u[i] + shift : NOWHERE;
      v[i] = covered ? v[i] + shift : NOWHERE;
    }
    floats(gridX).put(u);
    floats(gridY).put(v);
    try (Size full = new Size(width, height)) {
      opencv_imgproc.resize(gridX, mapX, full, 0, 0, opencv_imgproc.INTER_LINEAR);
      opencv_imgproc.resize(gridY, mapY, full, 0, 0, opencv_imgproc.INTER_LINEAR);
    }
    eyes.bend(mapX, mapY, face.vertices(), pad);
    opencv_imgproc.remap(
        albedo, warped, mapX, mapY, opencv_imgproc.INTER_CUBIC, opencv_core.BORDER_CONSTANT, new Scalar(0));
    floats(warped).get(layer);
  }

  private byte[] background(AlignedFace face) {
    if (Arrays.equals(face.camera(), AlignedFace.STILL_CAMERA)) {
      return background;
    }
    byte[] moved = new byte[background.length];
    try (Mat camera = new Mat(2, 3, CV_32FC1);
        Mat seen = new Mat();
        Size size = new Size(width, height)) {
      floats(camera).put(face.camera());
      opencv_imgproc.warpAffine(
          plate, seen, camera, size, opencv_imgproc.INTER_LINEAR, opencv_core.BORDER_REFLECT, new Scalar(0));
      bytes(seen).get(moved);
    }
    return moved;
  }

  /** Lights the layer and lays it over the background. */
  private void develop(byte[] behind) {
    GridRows diffuse = new GridRows(field.diffuse(), columns, rows, width, height);
    GridRows gloss = new GridRows(field.gloss(), columns, rows, width, height);
    byte[] encode = LinearLight.encodeTable(true);
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
        for (int c = 0; c < 3; c++) {
          float person = Math.max(0, layer[4 * i + c]) * whole * light[3 * x + c] + shine[3 * x + c];
          if (alpha > 0.996f) {
            output[3 * i + c] = encode[LinearLight.index(person)];
          } else {
            float over =
                alpha * (float) LinearLight.shoulder(person) + (1 - alpha) * LinearLight.decode(behind[3 * i + c]);
            output[3 * i + c] = LinearLight.encodeTable(false)[LinearLight.index(over)];
          }
        }
      }
    }
  }

  private static ByteBuffer bytes(Mat mat) {
    return mat.createBuffer();
  }

  private static FloatBuffer floats(Mat mat) {
    return mat.createBuffer();
  }

  @Override
  public void close() {
    for (Mat mat : new Mat[] {plate, albedo, gridX, gridY, mapX, mapY, warped}) {
      mat.close();
    }
  }
}
