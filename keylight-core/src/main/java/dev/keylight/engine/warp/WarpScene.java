package dev.keylight.engine.warp;

import dev.keylight.engine.EngineOptions;
import dev.keylight.engine.Portrait;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.media.Rational;
import dev.keylight.motion.AlignedFace;
import dev.keylight.shading.RadianceTransfer;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A portrait as the warp engine sees it, taken apart for someone who wants to draw it under changing light, such as a
 * shader: the person without light, what stands behind, and a surface that says how light falls. Drawing the triangles
 * at {@link #pose} with the albedo sampled at {@link #positions} and lit as {@link LightField} says gives the engine's
 * picture, but for the inside of the mouth, the turn of the eyes and their catchlights.
 *
 * <p>Not thread safe.
 */
public final class WarpScene implements AutoCloseable {
  /** Linear albedo that the largest byte of {@link #albedo} stands for. */
  public static final float ALBEDO_RANGE = 2;

  private final HeadMesh mesh;
  private final SurfaceNormals normals;
  private final SelfShadow shadow;
  private final SphericalHarmonics sourceLight;
  private final float[] sourceTint;
  private final float[] skin;
  private final Frame albedo;
  private final Frame background;
  private BodyInertia body = new BodyInertia();

  WarpScene(
      HeadMesh mesh,
      SurfaceNormals normals,
      SelfShadow shadow,
      SphericalHarmonics sourceLight,
      float[] sourceTint,
      float[] skin,
      Mat albedo,
      Mat background) {
    this.mesh = mesh;
    this.normals = normals;
    this.shadow = shadow;
    this.sourceLight = sourceLight;
    this.sourceTint = sourceTint;
    this.skin = skin;
    this.albedo = Frame.still(albedo);
    this.background = Frame.still(background);
  }

  /**
   * Takes a portrait apart.
   *
   * @param sourceLight in which it was taken
   */
  public static WarpScene of(Portrait portrait, SphericalHarmonics sourceLight) {
    EngineOptions options = new EngineOptions(Optional.of(sourceLight), 1, 0, true, 0, new Rational(1, 1000));
    WarpRender render = new WarpRender(portrait, sourceLight, options);
    try {
      return render.scene();
    } finally {
      render.close();
    }
  }

  /** Vertices of the whole surface; the first {@link #faceVertices} are the tracked mesh's. */
  public int vertexCount() {
    return mesh.vertexCount();
  }

  /** How many vertices are the face itself. */
  public int faceVertices() {
    return HeadMesh.FACE_VERTICES;
  }

  /** Three indices a triangle; the face's own come first. */
  public int[] triangles() {
    return mesh.triangles().clone();
  }

  /** How many triangles are the face's own. */
  public int faceTriangles() {
    return mesh.faceTriangles();
  }

  /** Where the portrait shows each vertex: x, y, z in pixels, image axes. Also where to sample the albedo. */
  public float[] positions() {
    return mesh.reference().clone();
  }

  /** Unit normals there, image axes. */
  public float[] normals() {
    return normals.reference().clone();
  }

  /** How glossy a vertex is, 0 for cloth, 1 for a forehead. */
  public float shine(int vertex) {
    return mesh.shine(vertex);
  }

  /** How fully light takes hold of a vertex, see {@link LightField#light}. */
  public float hold(int vertex) {
    return mesh.hold(vertex);
  }

  /** How much of each band of light arrives at each vertex, turned into head space. */
  public RadianceTransfer transfer() {
    return shadow.transfer();
  }

  /** The portrait's own light at unit brightness, see {@link Balance#normalised}. */
  public SphericalHarmonics sourceLight() {
    return sourceLight;
  }

  /** Mean colour of the portrait's own light at luminance 1. */
  public float[] sourceTint() {
    return sourceTint.clone();
  }

  /** Median linear albedo of bare skin. */
  public float[] skin() {
    return skin.clone();
  }

  /**
   * The person without light, 8-bit RGBA: alpha is the matte; a colour byte v stands for the linear albedo, times alpha, of
   * {@code ALBEDO_RANGE · (v/255)²}. Valid until this is closed.
   */
  public Frame albedo() {
    return albedo;
  }

  /** What stands behind the person, painted on where they hide it. Valid until this is closed. */
  public Frame background() {
    return background;
  }

  /** The next {@link #pose} is the first of a new clip. */
  public void rewind() {
    body = new BodyInertia();
  }

  /**
   * Puts the surface where a moved face is. Moments are to come in order, as the body follows the head slowly.
   *
   * @param positions receives x, y, z per vertex in pixels
   * @param unit receives the normals there
   */
  public void pose(AlignedFace face, double seconds, float[] positions, float[] unit) {
    mesh.pose(face, body.follow(mesh.lean(face), seconds), positions);
    normals.of(positions, face.pose(), unit);
  }

  @Override
  public void close() {
    albedo.close();
    background.close();
  }
}
