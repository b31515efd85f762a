package dev.keylight.face;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_core.CMP_EQ;
import static org.bytedeco.opencv.global.opencv_core.CMP_GT;
import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_32S;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.bitwise_or;
import static org.bytedeco.opencv.global.opencv_core.compare;
import static org.bytedeco.opencv.global.opencv_core.copyMakeBorder;
import static org.bytedeco.opencv.global.opencv_core.max;
import static org.bytedeco.opencv.global.opencv_core.subtract;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_CLOSE;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_ELLIPSE;
import static org.bytedeco.opencv.global.opencv_imgproc.connectedComponentsWithStats;
import static org.bytedeco.opencv.global.opencv_imgproc.dilate;
import static org.bytedeco.opencv.global.opencv_imgproc.fillConvexPoly;
import static org.bytedeco.opencv.global.opencv_imgproc.floodFill;
import static org.bytedeco.opencv.global.opencv_imgproc.getStructuringElement;
import static org.bytedeco.opencv.global.opencv_imgproc.morphologyEx;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.indexer.IntIndexer;
import org.bytedeco.javacpp.indexer.UByteIndexer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Makes a person of what the segmentation saw: the face belongs to it for certain, other people and specks do not, and a
 * body has no holes where dark cloth met a dark wall. Works on coarse mattes of at most some hundred pixels.
 */
final class MatteCleaner {
  /** From here on a pixel counts as seen, when asking what hangs together with the face. */
  private static final double SEEN = 0.35;

  /** Cracks narrower than this share of the face's width are closed. */
  private static final float CRACK = 0.25f;

  /** Holes larger than this many face widths squared are real: the crook of an arm, a window behind a chair. */
  private static final float LARGEST_HOLE = 0.6f;

  /** The face's width in the small picture in which gaps are looked for, in pixels. */
  private static final float GAP_FACE_WIDTH = 40;

  private MatteCleaner() {}

  /**
   * Cleans a matte in place.
   *
   * @param matte CV_32F, 0..1
   * @param vertices the face's mesh
   * @param scale from the mesh's pixels to the matte's
   */
  static void clean(Mat matte, float[] vertices, float scale) {
    try (PointerScope scope = new PointerScope()) {
      Mat face = new Mat(matte.rows(), matte.cols(), CV_8U, new Scalar(0));
      fillConvexPoly(face, outline(vertices, scale), Scalar.all(255));
      matte.setTo(new Mat(new Scalar(1)), face);
      keepWhatHangsOn(matte, face);
      fillGaps(matte, FaceBox.of(vertices).width() * scale);
    }
  }

  /** The face's oval, one point per row. */
  private static Mat outline(float[] vertices, float scale) {
    int[] oval = FaceLandmarks.oval();
    Mat points = new Mat(oval.length, 2, CV_32S);
    try (IntIndexer to = points.createIndexer()) {
      for (int i = 0; i < oval.length; i++) {
        to.put(i, 0, Math.round(vertices[3 * oval[i]] * scale - 0.5f));
        to.put(i, 1, Math.round(vertices[3 * oval[i] + 1] * scale - 0.5f));
      }
    }
    return points;
  }

  /** Erases every part of the matte that is not connected with the face. */
  private static void keepWhatHangsOn(Mat matte, Mat face) {
    Mat seen = new Mat();
    compare(matte, new Mat(new Scalar(SEEN)), seen, CMP_GT);
    // Flooding marks the person's part with 128, from any pixel of the face.
    Point start = firstInside(face);
    if (start == null) {
      return;
    }
    floodFill(seen, start, new Scalar(128));
    Mat person = new Mat();
    compare(seen, new Mat(new Scalar(128)), person, CMP_EQ);
    Mat soft = new Mat();
    dilate(person, soft, ellipse(9));
    Mat apart = new Mat();
    compare(soft, new Mat(new Scalar(0)), apart, CMP_EQ);
    matte.setTo(new Mat(new Scalar(0)), apart);
  }

  private static Point firstInside(Mat face) {
    try (UByteIndexer pixels = face.createIndexer()) {
      for (int y = 0; y < face.rows(); y++) {
        for (int x = 0; x < face.cols(); x++) {
          if (pixels.get(y, x) != 0) {
            return new Point(x, y);
          }
        }
      }
    }
    return null;
  }

  /**
   * Closes cracks and fills holes; a body that leaves the picture below is closed there. Gaps are coarse, so they are
   * looked for in a small picture, in which closing them costs a hundredth.
   */
  private static void fillGaps(Mat matte, float faceWidth) {
    float shrink = Math.min(1, GAP_FACE_WIDTH / faceWidth);
    Mat small = new Mat();
    resize(matte, small, size(matte, shrink), 0, 0, INTER_AREA);
    Mat body = new Mat();
    compare(small, new Mat(new Scalar(0.5)), body, CMP_GT);
    int crack = Math.max(3, Math.round(shrink * faceWidth * CRACK)) | 1;
    Mat padded = new Mat();
    copyMakeBorder(body, padded, crack, crack, crack, crack, BORDER_REPLICATE, new Scalar());
    morphologyEx(padded, padded, MORPH_CLOSE, ellipse(crack));
    Mat filled = new Mat(padded, new Rect(crack, crack, small.cols(), small.rows())).clone();
    bitwise_or(filled, holes(filled, LARGEST_HOLE * shrink * faceWidth * shrink * faceWidth), filled);
    subtract(filled, body, filled);
    Mat soft = new Mat();
    filled.convertTo(soft, CV_32F, 1 / 255.0, 0);
    GaussianBlur(soft, soft, new Size(0, 0), 1);
    resize(soft, soft, matte.size(), 0, 0, INTER_LINEAR);
    max(matte, soft, matte);
  }

  private static Size size(Mat matte, float scale) {
    return new Size(Math.max(1, Math.round(matte.cols() * scale)), Math.max(1, Math.round(matte.rows() * scale)));
  }

  /** Background that no way leads out of, up to the given area, as 255. */
  private static Mat holes(Mat closed, float largest) {
    Mat framed = new Mat(closed.rows() + 2, closed.cols() + 2, CV_8U, new Scalar(0));
    Mat inner = new Mat(framed, new Rect(1, 1, closed.cols(), closed.rows()));
    closed.copyTo(inner);
    try (UByteIndexer pixels = framed.createIndexer()) {
      int bottom = closed.rows();
      int first = -1;
      int last = -1;
      for (int x = 1; x <= closed.cols(); x++) {
        if (pixels.get(bottom, x) != 0) {
          first = first < 0 ? x : first;
          last = x;
        }
      }
      for (int x = first; first >= 0 && x <= last; x++) {
        pixels.put(bottom + 1, x, 255);
      }
    }
    floodFill(framed, new Point(0, 0), new Scalar(128));
    Mat enclosed = new Mat();
    compare(inner, new Mat(new Scalar(0)), enclosed, CMP_EQ);
    Mat labels = new Mat();
    Mat stats = new Mat();
    int count = connectedComponentsWithStats(enclosed, labels, stats, new Mat());
    try (IntIndexer areas = stats.createIndexer()) {
      for (int label = 1; label < count; label++) {
        if (areas.get(label, 4) > largest) {
          Mat one = new Mat();
          compare(labels, new Mat(new Scalar(label)), one, CMP_EQ);
          enclosed.setTo(new Mat(new Scalar(0)), one);
        }
      }
    }
    return enclosed;
  }

  private static Mat ellipse(int size) {
    return getStructuringElement(MORPH_ELLIPSE, new Size(size, size));
  }
}
