package dev.keylight.engine.warp;

import dev.keylight.face.FaceLandmarks;
import dev.keylight.face.FaceTopology;
import dev.keylight.face.Pose;
import dev.keylight.motion.AlignedFace;
import java.util.Arrays;

/**
 * The face mesh continued over hair, ears, neck and shoulders to the edge of the picture: rings around the face oval, one
 * spoke per oval vertex, triangulated with the face so that one surface carries the whole person.
 *
 * <p>Ring vertices sink back to the depth of the ears, turn with the head where they are head (all of the skull, fading
 * over the neck), lean with it over the shoulders, and stand still at the border. Next to the oval they take part in its
 * expression, so that a dropping jaw pushes the throat and does not tear from it.
 */
final class HeadMesh {
  /** The face oval of the MediaPipe mesh, clockwise from the top of the forehead as seen in the image. */
  static final int[] OVAL = FaceLandmarks.oval();

  /** Vertices of the face itself; the irises (468..477) are not part of the surface. */
  static final int FACE_VERTICES = 468;

  private static final int CHIN = 152;
  private static final int RIGHT_EAR = 234;
  private static final int LEFT_EAR = 454;

  /** Distance of the rings from the face's centre, in multiples of the oval's; the border ring follows. */
  private static final float[] RINGS = {1.05f, 1.11f, 1.18f, 1.26f, 1.35f, 1.45f, 1.57f, 1.72f, 1.92f, 2.2f, 2.6f};

  /** The border ring just outside the picture, and one so far out that the corners are covered too. */
  private static final float[] BORDER = {1.02f, 1.7f};

  private static final int RING_COUNT = RINGS.length + BORDER.length;

  // All in canonical centimetres (Pose): how far below the chin the neck stops turning and the body stops leaning.
  private static final float NECK_STARTS = 0.3f;
  private static final float NECK_ENDS = 5.5f;
  private static final float JAW_RISE = 4.5f;
  private static final float LEAN_ENDS = 7.5f;
  private static final float SKULL_RADIUS = 15f;
  private static final float SKULL_FADES = 12f;

  private final Pose referencePose;
  private final int[] triangles;
  private final float[] reference;
  private final float[] turning;
  private final float[] leaning;
  private final float[] expression;
  private final float[] shine;
  private final float[] pivot;

  HeadMesh(float[] face, Pose pose, FaceTopology topology, int width, int height) {
    this.referencePose = pose;
    int count = FACE_VERTICES + RING_COUNT * OVAL.length;
    this.reference = new float[3 * count];
    System.arraycopy(face, 0, reference, 0, 3 * FACE_VERTICES);
    this.triangles = triangulate(topology);
    this.turning = new float[count];
    this.leaning = new float[count];
    this.expression = new float[count];
    Arrays.fill(turning, 0, FACE_VERTICES, 1f);

    float[] canonicalFace = new float[3 * FACE_VERTICES];
    for (int v = 0; v < FACE_VERTICES; v++) {
      pose.toCanonical(face, 3 * v, canonicalFace, 3 * v);
    }
    float chinDown = canonicalFace[3 * CHIN + 1];
    float earDepth = 0.5f * (canonicalFace[3 * RIGHT_EAR + 2] + canonicalFace[3 * LEFT_EAR + 2]);
    this.pivot = new float[] {0, chinDown - 1f, earDepth + 1.5f};
    layRings(canonicalFace, earDepth + 1.5f, width, height);
    weigh(chinDown, width);
    this.shine = Shine.of(this);
  }

  private static int[] triangulate(FaceTopology topology) {
    int[] face = topology.triangles();
    int[] all = Arrays.copyOf(face, face.length + 6 * RING_COUNT * OVAL.length);
    int next = face.length;
    for (int ring = 0; ring < RING_COUNT; ring++) {
      for (int spoke = 0; spoke < OVAL.length; spoke++) {
        int inner = ringVertex(ring - 1, spoke);
        int innerNext = ringVertex(ring - 1, spoke + 1);
        int outer = ringVertex(ring, spoke);
        int outerNext = ringVertex(ring, spoke + 1);
        for (int v : new int[] {inner, innerNext, outer, innerNext, outerNext, outer}) {
          all[next++] = v;
        }
      }
    }
    return all;
  }

  /** Ring −1 is the oval itself. */
  static int ringVertex(int ring, int spoke) {
    int wrapped = Math.floorMod(spoke, OVAL.length);
    return ring < 0 ? OVAL[wrapped] : FACE_VERTICES + ring * OVAL.length + wrapped;
  }

  private void layRings(float[] canonicalFace, float plateau, int width, int height) {
    float centreX = 0;
    float centreY = 0;
    for (int v : OVAL) {
      centreX += reference[3 * v] / OVAL.length;
      centreY += reference[3 * v + 1] / OVAL.length;
    }
    for (int spoke = 0; spoke < OVAL.length; spoke++) {
      int rim = OVAL[spoke];
      float dx = reference[3 * rim] - centreX;
      float dy = reference[3 * rim + 1] - centreY;
      float last = Math.max(reachOfBorder(centreX, centreY, dx, dy, width, height), 1.3f);
      float squeeze = Math.min(1, (last - 1) / (1.12f * (RINGS[RINGS.length - 1] - 1)));
      for (int ring = 0; ring < RING_COUNT; ring++) {
        float reach = ring < RINGS.length ? 1 + squeeze * (RINGS[ring] - 1) : last * BORDER[ring - RINGS.length];
        int v = ringVertex(ring, spoke);
        float sink = smoothstep(1f, 1.5f, reach);
        // Depth is laid down in head space, then carried back along the viewing ray.
        float depth = canonicalFace[3 * rim + 2] * (1 - sink) + plateau * sink;
        reference[3 * v] = centreX + reach * dx;
        reference[3 * v + 1] = centreY + reach * dy;
        reference[3 * v + 2] = depthInImage(reference[3 * v], reference[3 * v + 1], depth);
        expression[v] = (1 - smoothstep(1f, 1.42f, reach));
      }
    }
  }

  /** The image z at which the viewing ray through x, y meets the head-space plane {@code canonical z = depth}. */
  private float depthInImage(float x, float y, float depth) {
    float[] r = referencePose.rotation();
    float[] t = referencePose.translation();
    float s = referencePose.scale();
    float facing = Math.max(0.35f, r[8]);
    // canonical z = (r2·(x−tx) + r5·(y−ty) + r8·(z−tz)) / s, solved for z; far off the head the plane would run away.
    float u = clamp((x - t[0]) / s, -12, 12);
    float w = clamp((y - t[1]) / s, -14, 14);
    return t[2] + s * (depth - r[2] * u - r[5] * w) / facing;
  }

  private void weigh(float chinDown, int width) {
    float[] canonical = new float[3];
    float bottom = Float.NEGATIVE_INFINITY;
    for (int spoke = 0; spoke < OVAL.length; spoke++) {
      referencePose.toCanonical(reference, 3 * ringVertex(RINGS.length, spoke), canonical, 0);
      bottom = Math.max(bottom, canonical[1]);
    }
    float leanEnds = Math.max(5, Math.min(LEAN_ENDS, bottom - chinDown));
    float skullMiddle = chinDown - 11;
    for (int ring = 0; ring < RING_COUNT; ring++) {
      for (int spoke = 0; spoke < OVAL.length; spoke++) {
        int v = ringVertex(ring, spoke);
        referencePose.toCanonical(reference, 3 * v, canonical, 0);
        float away = (float) Math.hypot(canonical[0], canonical[1] - skullMiddle);
        float near = 1 - smoothstep(SKULL_RADIUS, SKULL_RADIUS + SKULL_FADES, away);
        // The jaw rises towards the ears, and with it the line where head ends and neck begins.
        float jaw = chinDown - JAW_RISE * smoothstep(2.5f, 7.5f, Math.abs(canonical[0]));
        float neck = 1 - smoothstep(jaw + NECK_STARTS, jaw + NECK_ENDS, canonical[1]);
        float body = 1 - smoothstep(jaw + 1, jaw + leanEnds, canonical[1]);
        float side = 1 - smoothstep(SKULL_RADIUS + 4, SKULL_RADIUS + SKULL_FADES + 14, Math.abs(canonical[0]));
        boolean border = ring >= RINGS.length && !insideSideways(v, width);
        turning[v] = near * neck;
        leaning[v] = border ? 0 : Math.max(turning[v], body * side * (canonical[1] > chinDown - 6 ? 1 : near));
      }
    }
  }

  private boolean insideSideways(int v, int width) {
    return reference[3 * v] > 0 && reference[3 * v] < width;
  }

  int[] triangles() {
    return triangles;
  }

  /** The face's own triangles come first; this many of them. */
  int faceTriangles() {
    return triangles.length / 3 - 2 * RING_COUNT * OVAL.length;
  }

  /** How glossy a vertex is, see {@link Shine}. */
  float shine(int vertex) {
    return shine[vertex];
  }

  /** How fully light takes hold of a vertex: wholly on the face, less on hair and ears, least on clothes. */
  float hold(int vertex) {
    float away = 1 - expression[vertex];
    return vertex < FACE_VERTICES ? 1 : 1 - away * (0.32f - 0.22f * turning[vertex]);
  }

  int vertexCount() {
    return turning.length;
  }

  /** The surface as the reference picture shows it: x, y, z per vertex, image axes, pixels. */
  float[] reference() {
    return reference;
  }

  /** How much a vertex turns with the head, 0..1. */
  float turning(int vertex) {
    return turning[vertex];
  }

  /** How far the base of the neck has gone from where the picture, as the camera sees it, shows it: x, y, z in pixels. */
  float[] lean(AlignedFace face) {
    float[] lean = new float[3];
    float[] still = new float[3];
    face.pose().toImage(pivot, 0, lean, 0);
    referencePose.toImage(pivot, 0, still, 0);
    film(face.camera(), zoom(face.camera()), still, 0, still);
    for (int i = 0; i < 3; i++) {
      lean[i] -= still[i];
    }
    return lean;
  }

  /**
   * Puts the surface where the step's face is.
   *
   * @param lean how far the body follows, see {@link #lean}
   */
  void pose(AlignedFace face, float[] lean, float[] vertices) {
    System.arraycopy(face.vertices(), 0, vertices, 0, 3 * FACE_VERTICES);
    float[] camera = face.camera();
    float zoom = zoom(camera);
    float[] head = new float[3];
    float[] canonical = new float[3];
    float[] still = new float[3];
    float[] stretch = new float[3 * OVAL.length];
    for (int spoke = 0; spoke < OVAL.length; spoke++) {
      int rim = OVAL[spoke];
      referencePose.toCanonical(reference, 3 * rim, canonical, 0);
      face.pose().toImage(canonical, 0, head, 0);
      for (int i = 0; i < 3; i++) {
        stretch[3 * spoke + i] = vertices[3 * rim + i] - head[i];
      }
    }
    for (int ring = 0; ring < RING_COUNT; ring++) {
      for (int spoke = 0; spoke < OVAL.length; spoke++) {
        int v = ringVertex(ring, spoke);
        referencePose.toCanonical(reference, 3 * v, canonical, 0);
        face.pose().toImage(canonical, 0, head, 0);
        film(camera, zoom, reference, 3 * v, still);
        for (int i = 0; i < 3; i++) {
          vertices[3 * v + i] =
              still[i]
                  + leaning[v] * lean[i]
                  + turning[v] * (head[i] - still[i] - lean[i])
                  + expression[v] * stretch[3 * spoke + i];
        }
      }
    }
  }

  private static float zoom(float[] camera) {
    return (float) Math.sqrt(Math.abs(camera[0] * camera[4] - camera[1] * camera[3]));
  }

  private static void film(float[] camera, float zoom, float[] from, int offset, float[] to) {
    float x = from[offset];
    float y = from[offset + 1];
    to[2] = zoom * from[offset + 2];
    to[0] = camera[0] * x + camera[1] * y + camera[2];
    to[1] = camera[3] * x + camera[4] * y + camera[5];
  }

  /** How many times (dx, dy) fits between the centre and the picture's edge. */
  private static float reachOfBorder(float x, float y, float dx, float dy, int width, int height) {
    float sideways = dx > 0 ? (width - x) / dx : dx < 0 ? -x / dx : Float.MAX_VALUE;
    float upright = dy > 0 ? (height - y) / dy : dy < 0 ? -y / dy : Float.MAX_VALUE;
    return Math.min(sideways, upright);
  }

  static float smoothstep(float from, float to, float x) {
    float t = clamp((x - from) / (to - from), 0, 1);
    return t * t * (3 - 2 * t);
  }

  static float clamp(float x, float low, float high) {
    return Math.max(low, Math.min(high, x));
  }
}
