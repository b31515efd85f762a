package dev.keylight.face;

import static org.bytedeco.opencv.global.opencv_core.BORDER_CONSTANT;
import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_64F;
import static org.bytedeco.opencv.global.opencv_core.add;
import static org.bytedeco.opencv.global.opencv_core.max;
import static org.bytedeco.opencv.global.opencv_core.min;
import static org.bytedeco.opencv.global.opencv_core.multiply;
import static org.bytedeco.opencv.global.opencv_core.subtract;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGBA2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_CUBIC;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.MORPH_ELLIPSE;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.dilate;
import static org.bytedeco.opencv.global.opencv_imgproc.erode;
import static org.bytedeco.opencv.global.opencv_imgproc.getStructuringElement;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;
import static org.bytedeco.opencv.global.opencv_imgproc.warpAffine;
import static org.bytedeco.opencv.global.opencv_ximgproc.guidedFilter;

import dev.keylight.media.Frame;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * How much of each pixel is the person.
 *
 * <p>The segmentation sees the picture twice, as a whole and closer around head and shoulders; the two are joined,
 * {@link MatteCleaner} makes a person of it, and a guided filter (He, Sun and Tang 2013) draws the edge along the
 * picture's own, hair by hair. In a clip each matte leans on the one before wherever the picture stands still.
 */
public final class PortraitMatte implements AutoCloseable {
  /** Longest side of the matte while it is cleaned, in pixels; the networks see no more anyway. */
  private static final int WORKING_SIDE = 512;

  /** Side of the closer look in face sizes, and how far down in it the face's centre sits. */
  private static final float CLOSE_SIDE = 4;

  private static final float CLOSE_CENTRE = 0.42f;

  /** Width of the seam between the closer look and the whole, in pixels of the segmentation. */
  private static final int SEAM = 24;

  /** Longest side at which the edges of a clip's mattes are drawn. */
  private static final int CLIP_SIDE = 1024;

  /** Frames of a clip for which one look at the whole picture serves, while the head stays about where it was. */
  private static final int FAR_SERVES = 4;

  /** Variance of colour (0..255) below which the guided filter smooths instead of following an edge. */
  private static final double EDGE_VARIANCE = 80;

  private final SelfieSegmentation segmentation = new SelfieSegmentation();
  private final SteadyMatte steady = new SteadyMatte();
  private float[] far;
  private int farAge;
  private CloseLook farLook;
  private int farWidth;
  private int farHeight;

  /** The matte of a picture on its own: CV_32F in 0..1 at the frame's size. The caller closes it. */
  public Mat of(Frame frame, FaceObservation face) {
    return matte(frame, face, false);
  }

  /**
   * The matte of the next frame of a clip, steadied by the ones before. A frame of another size or after
   * {@link #reset()} starts a new clip.
   */
  public Mat next(Frame frame, FaceObservation face) {
    return matte(frame, face, true);
  }

  /** Forgets the clip so far. */
  public void reset() {
    steady.reset();
    far = null;
  }

  private Mat matte(Frame frame, FaceObservation face, boolean partOfClip) {
    Mat result = new Mat();
    try (PointerScope scope = new PointerScope()) {
      Mat rgb = frame.pixels();
      if (frame.hasAlpha()) {
        rgb = new Mat();
        cvtColor(frame.pixels(), rgb, COLOR_RGBA2RGB);
      }
      float scale = Math.min(1, (float) WORKING_SIDE / Math.max(rgb.cols(), rgb.rows()));
      Size size = new Size(Math.max(1, Math.round(rgb.cols() * scale)), Math.max(1, Math.round(rgb.rows() * scale)));
      CloseLook close = CloseLook.around(FaceBox.of(face.vertices()), rgb.cols(), rgb.rows());
      Mat coarse = segment(rgb, close, scale, size, partOfClip);
      MatteCleaner.clean(coarse, face.vertices(), scale);
      if (partOfClip) {
        steady.blend(rgb, coarse);
      }
      stretch(coarse, 0.15, 0.85, true);
      int radius = Math.max(2, Math.round(2.5f * close.side() / SelfieSegmentation.SIDE));
      // Coarser coefficients blur the edge a little and are five times as fast, which a clip needs.
      if (partOfClip && Math.max(rgb.cols(), rgb.rows()) > CLIP_SIDE) {
        refineSmall(rgb, coarse, radius, result);
      } else {
        refine(rgb, coarse, radius, partOfClip ? radius / 2 : radius / 4, result);
      }
    }
    return result;
  }

  /** A large clip's edge is drawn in a smaller picture: eyes follow it less closely while it moves, and time grows with area. */
  private static void refineSmall(Mat rgb, Mat coarse, int radius, Mat result) {
    double shrink = (double) CLIP_SIDE / Math.max(rgb.cols(), rgb.rows());
    Mat small = new Mat();
    resize(rgb, small, new Size(), shrink, shrink, INTER_AREA);
    int near = Math.max(2, (int) Math.round(shrink * radius));
    Mat matte = new Mat();
    refine(small, coarse, near, near / 2, matte);
    resize(matte, result, rgb.size(), 0, 0, INTER_LINEAR);
  }

  /** Where the closer look is: a square that stays in the picture as far as it can. */
  private record CloseLook(int x, int y, int side) {
    static CloseLook around(FaceBox face, int width, int height) {
      float faceSize = Math.max(face.width(), face.height());
      int side = Math.max(1, Math.round(Math.min(CLOSE_SIDE * faceSize, Math.max(width, height))));
      return new CloseLook(
          start(face.centerX() - side / 2f, width - side),
          start(face.centerY() - CLOSE_CENTRE * side, height - side),
          side);
    }

    boolean holds(int width, int height) {
      return x <= 0 && y <= 0 && x + side >= width && y + side >= height;
    }

    /** Whether the head is about where it was: a cut or a walking person moves it. */
    boolean near(CloseLook other) {
      return Math.abs(x - other.x) + Math.abs(y - other.y) + Math.abs(side - other.side) < 0.04f * side;
    }

    private static int start(float wanted, int room) {
      return room < 0 ? room / 2 : Math.round(Math.max(0, Math.min(wanted, room)));
    }
  }

  /** The closer look's matte where it looked, the whole picture's elsewhere. */
  private Mat segment(Mat rgb, CloseLook close, float scale, Size size, boolean partOfClip) {
    float[] seen = segmentation.segment(rgb, close.x(), close.y(), close.side());
    Mat near = fromSquare(seen, close, scale, size, INTER_CUBIC);
    if (close.holds(rgb.cols(), rgb.rows())) {
      return near;
    }
    Mat whole = new Mat();
    resize(square(far(rgb, close, partOfClip)), whole, size, 0, 0, INTER_CUBIC);
    Mat weight = fromSquare(seam(close, rgb.cols(), rgb.rows()), close, scale, size, INTER_LINEAR);
    Mat difference = new Mat();
    subtract(near, whole, difference);
    multiply(difference, weight, difference);
    add(whole, difference, whole);
    return whole;
  }

  /** The look at the whole picture, which in a clip serves some frames: what is far from the head moves little. */
  private float[] far(Mat rgb, CloseLook close, boolean partOfClip) {
    boolean serves =
        partOfClip && far != null && farAge < FAR_SERVES && close.near(farLook) && farWidth == rgb.cols() && farHeight == rgb.rows();
    if (!serves) {
      far = segmentation.segment(rgb);
      farAge = 0;
      farLook = close;
      farWidth = rgb.cols();
      farHeight = rgb.rows();
    }
    farAge++;
    return far;
  }

  /** 1 inside the closer look, falling to 0 at those of its sides that are not the picture's own. */
  private static float[] seam(CloseLook close, int width, int height) {
    int side = SelfieSegmentation.SIDE;
    float[] weight = new float[side * side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int left = close.x() > 0 ? x : SEAM;
        int top = close.y() > 0 ? y : SEAM;
        int right = close.x() + close.side() < width ? side - 1 - x : SEAM;
        int bottom = close.y() + close.side() < height ? side - 1 - y : SEAM;
        int distance = Math.min(Math.min(left, right), Math.min(top, bottom));
        weight[y * side + x] = Math.min(1, (distance + 0.5f) / SEAM);
      }
    }
    return weight;
  }

  private static Mat square(float[] values) {
    Mat mat = new Mat(SelfieSegmentation.SIDE, SelfieSegmentation.SIDE, CV_32F);
    new FloatPointer(mat.data()).put(values);
    return mat;
  }

  /** Puts values of the closer look's square where they belong in the working matte; 0 around. */
  private static Mat fromSquare(float[] values, CloseLook close, float scale, Size size, int interpolation) {
    double step = (double) close.side() * scale / SelfieSegmentation.SIDE;
    Mat transform = new Mat(2, 3, CV_64F);
    // The half pixels keep centres on centres, which OpenCV counts at whole numbers.
    new DoublePointer(transform.data())
        .put(step, 0, close.x() * scale + 0.5 * step - 0.5, 0, step, close.y() * scale + 0.5 * step - 0.5);
    Mat placed = new Mat();
    warpAffine(square(values), placed, transform, size, interpolation, BORDER_CONSTANT, new Scalar());
    return placed;
  }

  /** Spreads {@code low..high} over 0..1 in place, optionally with soft ends (smoothstep). */
  private static void stretch(Mat matte, double low, double high, boolean soft) {
    matte.convertTo(matte, CV_32F, 1 / (high - low), -low / (high - low));
    max(matte, new Mat(matte.size(), CV_32F, new Scalar(0)), matte);
    min(matte, new Mat(matte.size(), CV_32F, new Scalar(1)), matte);
    if (soft) {
      Mat squared = matte.mul(matte).asMat();
      matte.convertTo(matte, CV_32F, -2, 3);
      multiply(matte, squared, matte);
    }
  }

  /** Draws the edge along the picture's at full size, and only near the coarse edge, so that nothing appears far off. */
  private static void refine(Mat rgb, Mat coarse, int radius, int subsampling, Mat result) {
    Mat full = new Mat();
    resize(coarse, full, rgb.size(), 0, 0, INTER_LINEAR);
    guidedFilter(rgb, full, result, radius, EDGE_VARIANCE, -1, 1.0 / Math.max(1, subsampling));
    Mat disc = getStructuringElement(MORPH_ELLIPSE, new Size(11, 11));
    Mat inner = new Mat();
    Mat outer = new Mat();
    erode(coarse, inner, disc);
    dilate(coarse, outer, disc);
    stretch(inner, 0.9, 1, false);
    stretch(outer, 0, 0.1, false);
    resize(inner, inner, rgb.size(), 0, 0, INTER_LINEAR);
    resize(outer, outer, rgb.size(), 0, 0, INTER_LINEAR);
    max(result, inner, result);
    min(result, outer, result);
    stretch(result, 0.06, 0.94, false);
  }

  @Override
  public void close() {
    steady.reset();
    segmentation.close();
  }
}
