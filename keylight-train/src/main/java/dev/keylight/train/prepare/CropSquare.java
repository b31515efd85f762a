package dev.keylight.train.prepare;

import dev.keylight.face.FaceBox;
import dev.keylight.face.FaceObservation;
import dev.keylight.media.Frame;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * The square of a video in which a person stays for a whole clip. It does not follow the head, so that the head's motion
 * stays in the clip; where it leaves the picture, the border is repeated.
 *
 * @param x left edge in the video's pixels
 * @param y upper edge
 * @param side in the video's pixels
 */
public record CropSquare(float x, float y, float side) {
  /** Side in face sizes: hair, ears and neck fit in. */
  private static final float FACES = 2.0f;

  /** Where room is scarce, this much is enough. */
  private static final float FEWEST_FACES = 1.75f;

  /** How far the square's centre lies above the face's, in face sizes. */
  private static final float RAISED = 0.04f;

  /** Room around everywhere the face goes. */
  private static final float MARGIN = 1.2f;

  /** Around all places of one face. */
  static CropSquare around(List<FaceObservation> faces, int width, int height) {
    float left = Float.MAX_VALUE;
    float top = Float.MAX_VALUE;
    float right = -Float.MAX_VALUE;
    float bottom = -Float.MAX_VALUE;
    float[] sizes = new float[faces.size()];
    for (int i = 0; i < sizes.length; i++) {
      FaceBox box = FaceBox.of(faces.get(i).vertices());
      left = Math.min(left, box.x());
      top = Math.min(top, box.y());
      right = Math.max(right, box.x() + box.width());
      bottom = Math.max(bottom, box.y() + box.height());
      sizes[i] = Math.max(box.width(), box.height());
    }
    Arrays.sort(sizes);
    float face = sizes[sizes.length / 2];
    float wanted = Math.max(FACES * face, MARGIN * Math.max(right - left, bottom - top));
    float room = Math.min(width, height);
    float least = Math.max(FEWEST_FACES * face, MARGIN * Math.max(right - left, bottom - top));
    float side = wanted > room ? Math.max(room, Math.min(wanted, least)) : wanted;
    float x = inside((left + right - side) / 2, side, width);
    float y = inside((top + bottom - side) / 2 - RAISED * face, side, height);
    return new CropSquare(x, y, side);
  }

  /** Moved into the picture where it fits there. */
  private static float inside(float start, float side, float room) {
    return side > room ? start : Math.max(0, Math.min(room - side, start));
  }

  /** Share of a face's box that lies in the square, 0..1. */
  float share(FaceBox box) {
    float w = Math.min(x + side, box.x() + box.width()) - Math.max(x, box.x());
    float h = Math.min(y + side, box.y() + box.height()) - Math.max(y, box.y());
    return w <= 0 || h <= 0 ? 0 : w * h / (box.width() * box.height());
  }

  /** The square of a frame at the given side, owned by the caller. */
  Frame cut(Frame frame, int pixels) {
    Mat cut = new Mat();
    try (PointerScope scope = new PointerScope()) {
      double factor = pixels / (double) side;
      Mat rgb = frame.pixels();
      if (frame.hasAlpha()) {
        rgb = new Mat();
        opencv_imgproc.cvtColor(frame.pixels(), rgb, opencv_imgproc.COLOR_RGBA2RGB);
      }
      Mat source = rgb;
      if (factor < 0.5) { // warpAffine does not average, so halve first as often as needed
        source = new Mat();
        double shrink = Math.pow(2, Math.floor(-Math.log(factor) / Math.log(2)));
        Size size = new Size((int) Math.round(frame.width() / shrink), (int) Math.round(frame.height() / shrink));
        opencv_imgproc.resize(rgb, source, size, 0, 0, opencv_imgproc.INTER_AREA);
      }
      double fx = factor * frame.width() / source.cols();
      double fy = factor * frame.height() / source.rows();
      Mat transform = new Mat(2, 3, opencv_core.CV_64F);
      // centres of pixels lie at .5 here and at whole numbers in OpenCV
      new DoublePointer(transform.data())
          .put(fx, 0, -factor * x + 0.5 * fx - 0.5, 0, fy, -factor * y + 0.5 * fy - 0.5);
      opencv_imgproc.warpAffine(source, cut, transform, new Size(pixels, pixels),
          factor < 1 ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_CUBIC, opencv_core.BORDER_REPLICATE, new Scalar());
    }
    return Frame.of(cut, frame.presentationTime(), frame.timeBase());
  }

  /** A face of the video in the pixels of the cut. */
  FaceObservation cut(FaceObservation face, int pixels) {
    float factor = pixels / side;
    return face.placed(factor, -factor * x, -factor * y);
  }
}
