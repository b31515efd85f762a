package dev.keylight.face;

import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;
import static org.bytedeco.opencv.global.opencv_core.copyMakeBorder;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * MediaPipe's short-range face detector (BlazeFace): 896 anchors on a 128 × 128 picture.
 *
 * <p>It only sees faces between about a tenth and the whole of what it is shown, so {@link #closerLooks}
 * shows it the picture again from further away and cut into tiles.
 */
final class FaceDetector implements AutoCloseable {
  private static final int INPUT = 128;
  private static final float MIN_SCORE = 0.5f;

  /** Tiles are many chances to be wrong, so they must be surer. */
  private static final float MIN_TILE_SCORE = 0.7f;

  private static final float FAINT_SCORE = 0.3f;

  /** Side of the neighbourhood in which a lost face is looked for, in sizes of the face. */
  private static final float NEIGHBOURHOOD = 3.5f;

  /** Smaller tiles than this hold no face worth following, in pixels. */
  private static final int MIN_TILE = 64;

  private static final float SAME_FACE_OVERLAP = 0.3f;

  /** Gives the anchors' boxes and points, then their scores. */
  private final Network network = new Network("face_detection_short_range.tflite");
  private final float[] anchors = anchors();

  /** Two anchors per cell of a 16 × 16 grid, then six per cell of 8 × 8; only their centres matter (x, y in 0..1). */
  private static float[] anchors() {
    float[] centres = new float[2 * (16 * 16 * 2 + 8 * 8 * 6)];
    int next = 0;
    for (int[] layer : new int[][] {{16, 2}, {8, 6}}) {
      int cells = layer[0];
      for (int cell = 0; cell < cells * cells; cell++) {
        for (int copy = 0; copy < layer[1]; copy++) {
          centres[next++] = (cell % cells + 0.5f) / cells;
          centres[next++] = (cell / cells + 0.5f) / cells;
        }
      }
    }
    return centres;
  }

  /** Faces found in one look at the whole picture, best first. */
  List<FaceDetection> detect(Mat rgb) {
    return suppress(look(rgb, 0, MIN_SCORE));
  }

  /** Faces in the neighbourhood of where one was a moment ago, seen from closer than {@link #detect}; less certain. */
  List<FaceDetection> detectNear(Mat rgb, FaceBox last) {
    int side = Math.round(NEIGHBOURHOOD * Math.max(last.width(), last.height()));
    int left = Math.max(0, Math.round(last.centerX() - side / 2f));
    int top = Math.max(0, Math.round(last.centerY() - side / 2f));
    int right = Math.min(rgb.cols(), Math.round(last.centerX() + side / 2f));
    int bottom = Math.min(rgb.rows(), Math.round(last.centerY() + side / 2f));
    if (right - left < MIN_TILE || bottom - top < MIN_TILE) {
      return List.of();
    }
    return suppress(lookAt(rgb, left, top, right - left, bottom - top, MIN_SCORE));
  }

  /**
   * Ever more laborious looks for faces that {@link #detect} does not see; whoever asks stops when one is found. What
   * they find is less certain and must be confirmed.
   */
  List<Supplier<List<FaceDetection>>> closerLooks(Mat rgb) {
    List<Supplier<List<FaceDetection>>> looks = new ArrayList<>();
    // A face that fills the picture is too large for the anchors: show it smaller, with black around.
    looks.add(() -> suppress(look(rgb, Math.max(rgb.cols(), rgb.rows()) / 2, MIN_SCORE)));
    // Paintings, statues, animals: hardly a face to the detector.
    looks.add(() -> suppress(look(rgb, 0, FAINT_SCORE)));
    int shortSide = Math.min(rgb.cols(), rgb.rows());
    int first = rgb.cols() == rgb.rows() ? shortSide * 2 / 3 : shortSide;
    for (int side = first; side >= shortSide / 6 && side >= MIN_TILE; side = side * 2 / 3) {
      int tile = side;
      looks.add(() -> suppress(lookAtTiles(rgb, tile)));
    }
    return looks;
  }

  private List<FaceDetection> lookAtTiles(Mat rgb, int side) {
    List<FaceDetection> found = new ArrayList<>();
    int columns = tiles(rgb.cols(), side);
    int rows = tiles(rgb.rows(), side);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int x = columns == 1 ? 0 : (rgb.cols() - side) * column / (columns - 1);
        int y = rows == 1 ? 0 : (rgb.rows() - side) * row / (rows - 1);
        found.addAll(lookAt(rgb, x, y, Math.min(side, rgb.cols()), Math.min(side, rgb.rows()), MIN_TILE_SCORE));
      }
    }
    return found;
  }

  private List<FaceDetection> lookAt(Mat rgb, int x, int y, int width, int height, float minScore) {
    List<FaceDetection> found = new ArrayList<>();
    try (Rect area = new Rect(x, y, width, height);
        Mat tile = new Mat(rgb, area)) {
      for (FaceDetection face : look(tile, 0, minScore)) {
        found.add(face.mapped(1, x, y));
      }
    }
    return found;
  }

  /** Tiles of {@code side} that cover {@code length} with at least a third of overlap. */
  private static int tiles(int length, int side) {
    return length <= side ? 1 : 1 + (int) Math.ceil((length - side) / (side * 2 / 3.0));
  }

  /** All anchors above the score, unsuppressed, in pixels of {@code rgb}, around which black pixels are added. */
  private List<FaceDetection> look(Mat rgb, int border, float minScore) {
    float scale = (float) INPUT / (Math.max(rgb.cols(), rgb.rows()) + 2 * border);
    int width = Math.max(1, Math.round(rgb.cols() * scale));
    int height = Math.max(1, Math.round(rgb.rows() * scale));
    int left = (INPUT - width) / 2;
    int top = (INPUT - height) / 2;
    float[][] result;
    try (PointerScope scope = new PointerScope()) {
      Mat small = new Mat();
      resize(rgb, small, new Size(width, height), 0, 0, INTER_AREA);
      Mat square = new Mat();
      copyMakeBorder(
          small, square, top, INPUT - height - top, left, INPUT - width - left, BORDER_CONSTANT, new Scalar(0));
      network.picture(square, 1 / 127.5, -1);
      result = network.run();
    }
    List<FaceDetection> found = new ArrayList<>();
    double minLogit = Math.log(minScore / (1 - minScore));
    for (int i = 0; i < result[1].length; i++) {
      if (result[1][i] >= minLogit) {
        float score = (float) (1 / (1 + Math.exp(-result[1][i])));
        found.add(decode(result[0], i, score).mapped(1 / scale, -left / scale, -top / scale));
      }
    }
    return found;
  }

  /** Box centre, size and keypoints are offsets from the anchor in input pixels; keypoints 0 and 1 are the eyes. */
  private FaceDetection decode(float[] regressors, int anchor, float score) {
    int at = 16 * anchor;
    float x = anchors[2 * anchor] * INPUT;
    float y = anchors[2 * anchor + 1] * INPUT;
    float width = regressors[at + 2];
    float height = regressors[at + 3];
    return new FaceDetection(
        x + regressors[at] - width / 2,
        y + regressors[at + 1] - height / 2,
        width,
        height,
        x + regressors[at + 4],
        y + regressors[at + 5],
        x + regressors[at + 6],
        y + regressors[at + 7],
        score);
  }

  /** Non-maximum suppression that averages what it merges, weighted by score (MediaPipe's WEIGHTED algorithm). */
  private static List<FaceDetection> suppress(List<FaceDetection> found) {
    List<FaceDetection> remaining = new ArrayList<>(found);
    remaining.sort(Comparator.comparingDouble(FaceDetection::score).reversed());
    List<FaceDetection> kept = new ArrayList<>();
    while (!remaining.isEmpty()) {
      FaceDetection best = remaining.get(0);
      List<FaceDetection> same = new ArrayList<>();
      for (FaceDetection other : remaining) {
        if (other == best || best.box().overlap(other.box()) > SAME_FACE_OVERLAP) {
          same.add(other);
        }
      }
      remaining.removeAll(same);
      kept.add(average(same, best.score()));
    }
    return kept;
  }

  private static FaceDetection average(List<FaceDetection> same, float score) {
    float[] sum = new float[8];
    float weights = 0;
    for (FaceDetection face : same) {
      float[] values = {
        face.x(), face.y(), face.width(), face.height(),
        face.rightEyeX(), face.rightEyeY(), face.leftEyeX(), face.leftEyeY()
      };
      for (int i = 0; i < sum.length; i++) {
        sum[i] += face.score() * values[i];
      }
      weights += face.score();
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] /= weights;
    }
    return new FaceDetection(sum[0], sum[1], sum[2], sum[3], sum[4], sum[5], sum[6], sum[7], score);
  }

  @Override
  public void close() {
    network.close();
  }
}
