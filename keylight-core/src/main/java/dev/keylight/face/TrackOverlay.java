package dev.keylight.face;

import static org.bytedeco.opencv.global.opencv_imgproc.FONT_HERSHEY_SIMPLEX;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_AA;
import static org.bytedeco.opencv.global.opencv_imgproc.circle;
import static org.bytedeco.opencv.global.opencv_imgproc.line;
import static org.bytedeco.opencv.global.opencv_imgproc.putText;
import static org.bytedeco.opencv.global.opencv_imgproc.rectangle;

import dev.keylight.media.Frame;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * Draws what was tracked into the frame: mesh, contours of eyes and lips, irises, the head's axes, box, id and
 * confidence. Each id has its colour; a bridged face is grey.
 */
public final class TrackOverlay {
  private static final int[][] COLOURS = {{80, 220, 255}, {255, 190, 60}, {150, 255, 120}, {255, 130, 200}};
  private static final int[] BRIDGED = {170, 170, 170};
  private static final int[][] AXIS_COLOURS = {{255, 70, 70}, {70, 230, 70}, {90, 120, 255}};

  /** Coordinates are drawn with this many binary digits after the point. */
  private static final int SHIFT = 4;

  private final int[][] edges;
  private final boolean named;

  /** @param topology of the faces; eyes, lips and irises are drawn where it is the built-in mesh's */
  public TrackOverlay(FaceTopology topology) {
    named = topology.vertexCount() == FaceLandmarks.COUNT;
    Set<Long> unique = new TreeSet<>();
    int[] triangles = topology.triangles();
    for (int i = 0; i < triangles.length; i++) {
      int from = triangles[i];
      int to = triangles[i % 3 == 2 ? i - 2 : i + 1];
      unique.add((long) Math.min(from, to) << 32 | Math.max(from, to));
    }
    edges = unique.stream().map(edge -> new int[] {(int) (edge >> 32), edge.intValue()}).toArray(int[][]::new);
  }

  /** Draws into the frame itself. */
  public void draw(Frame frame, List<FaceObservation> faces) {
    for (FaceObservation face : faces) {
      try (PointerScope scope = new PointerScope()) {
        draw(frame.pixels(), face);
      }
    }
  }

  private void draw(Mat pixels, FaceObservation face) {
    int[] colour = face.bridged() ? BRIDGED : COLOURS[face.id() % COLOURS.length];
    FaceBox box = FaceBox.of(face.vertices());
    int thickness = Math.max(1, Math.round(box.width() / 300));
    // A dense mesh in full colour would hide the face under it.
    Scalar faint = scalar(colour, 0.55);
    for (int[] edge : edges) {
      line(pixels, point(face, edge[0]), point(face, edge[1]), faint, 1, LINE_AA, SHIFT);
    }
    Scalar strong = scalar(colour, 1);
    if (named) {
      drawFeatures(pixels, face, strong, thickness);
    }
    drawAxes(pixels, face, thickness + 1);
    Point corner = point(box.x() + box.width(), box.y() + box.height());
    rectangle(pixels, point(box.x(), box.y()), corner, strong, thickness, LINE_AA, SHIFT);
    double textScale = Math.max(0.4, pixels.rows() / 1000.0);
    String note = face.bridged() ? "  bridged" : "";
    String text = String.format(Locale.ROOT, "%d  %.2f%s", face.id(), face.confidence(), note);
    putText(pixels, text, new Point(Math.round(box.x()), Math.round(box.y() - 6)), FONT_HERSHEY_SIMPLEX, textScale,
        strong, thickness, LINE_AA, false);
  }

  private static void drawFeatures(Mat pixels, FaceObservation face, Scalar strong, int thickness) {
    for (int[] contour : new int[][] {
      FaceLandmarks.rightEye(), FaceLandmarks.leftEye(), FaceLandmarks.lipsOuter(), FaceLandmarks.lipsInner()
    }) {
      for (int i = 0; i < contour.length; i++) {
        Point next = point(face, contour[(i + 1) % contour.length]);
        line(pixels, point(face, contour[i]), next, strong, thickness, LINE_AA, SHIFT);
      }
    }
    drawIris(pixels, face, FaceLandmarks.RIGHT_IRIS, thickness);
    drawIris(pixels, face, FaceLandmarks.LEFT_IRIS, thickness);
  }

  private static void drawIris(Mat pixels, FaceObservation face, int centre, int thickness) {
    double radius = 0;
    for (int i = 1; i < FaceLandmarks.IRIS_POINTS; i++) {
      radius +=
          Math.hypot(face.x(centre + i) - face.x(centre), face.y(centre + i) - face.y(centre))
              / (FaceLandmarks.IRIS_POINTS - 1);
    }
    int drawn = (int) Math.round(radius * (1 << SHIFT));
    circle(pixels, point(face, centre), drawn, Scalar.all(255), thickness, LINE_AA, SHIFT);
  }

  /** Right, down and forward of the head at the tip of the nose, or else at its middle, three centimetres each. */
  private void drawAxes(Mat pixels, FaceObservation face, int thickness) {
    float[] rotation = face.pose().rotation();
    float length = 3 * face.pose().scale();
    float x = named ? face.x(FaceLandmarks.NOSE_TIP) : face.pose().translation()[0];
    float y = named ? face.y(FaceLandmarks.NOSE_TIP) : face.pose().translation()[1];
    for (int axis = 0; axis < 3; axis++) {
      float towards = axis == 2 ? -length : length;
      line(pixels, point(x, y), point(x + towards * rotation[axis], y + towards * rotation[3 + axis]),
          scalar(AXIS_COLOURS[axis], 1), thickness, LINE_AA, SHIFT);
    }
  }

  private static Point point(FaceObservation face, int vertex) {
    return point(face.x(vertex), face.y(vertex));
  }

  /** OpenCV counts pixel centres at whole numbers. */
  private static Point point(float x, float y) {
    return new Point(Math.round((x - 0.5f) * (1 << SHIFT)), Math.round((y - 0.5f) * (1 << SHIFT)));
  }

  private static Scalar scalar(int[] colour, double strength) {
    return new Scalar(colour[0] * strength, colour[1] * strength, colour[2] * strength, 255);
  }
}
