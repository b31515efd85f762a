package dev.keylight.face;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_core.CV_64F;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.WARP_INVERSE_MAP;
import static org.bytedeco.opencv.global.opencv_imgproc.warpAffine;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * A rotated square of the picture that a network looks at.
 *
 * @param centerX in pixels
 * @param centerY in pixels
 * @param size length of a side in pixels
 * @param rotation of the square's own x axis from the picture's, in radians, positive turns x towards y (clockwise)
 */
record RegionOfInterest(float centerX, float centerY, float size, float rotation) {

  /** How much larger than the tight box of the face its region is (MediaPipe's face_landmark graphs). */
  private static final float MARGIN = 1.5f;

  /** The region around a detected face, upright by its eyes. */
  static RegionOfInterest around(FaceDetection face) {
    float side = MARGIN * Math.max(face.width(), face.height());
    float rotation =
        (float) Math.atan2(face.leftEyeY() - face.rightEyeY(), face.leftEyeX() - face.rightEyeX());
    return new RegionOfInterest(face.x() + face.width() / 2, face.y() + face.height() / 2, side, rotation);
  }

  /** The region for the next frame around a tracked mesh, upright by the outer corners of the eyes. */
  static RegionOfInterest around(float[] vertices) {
    FaceBox box = FaceBox.of(vertices);
    int right = 3 * FaceLandmarks.RIGHT_EYE_OUTER;
    int left = 3 * FaceLandmarks.LEFT_EYE_OUTER;
    float rotation = (float) Math.atan2(vertices[left + 1] - vertices[right + 1], vertices[left] - vertices[right]);
    return new RegionOfInterest(
        box.centerX(), box.centerY(), MARGIN * Math.max(box.width(), box.height()), rotation);
  }

  /** Pixels of the picture per pixel of a crop of {@code side} pixels. */
  float scale(int side) {
    return size / side;
  }

  /** Carries points x, y, z from a crop of {@code side} pixels to the picture, in place; z is scaled like x. */
  void toImage(float[] points, int side) {
    float cos = (float) Math.cos(rotation) * scale(side);
    float sin = (float) Math.sin(rotation) * scale(side);
    for (int i = 0; i < points.length; i += 3) {
      float x = points[i] - side / 2f;
      float y = points[i + 1] - side / 2f;
      points[i] = centerX + cos * x - sin * y;
      points[i + 1] = centerY + sin * x + cos * y;
      points[i + 2] *= scale(side);
    }
  }

  /** Cuts the region out as {@code side} × {@code side} pixels; outside the picture its edge is repeated. */
  Mat crop(Mat image, int side) {
    Mat cropped = new Mat();
    try (PointerScope scope = new PointerScope()) {
      double cos = Math.cos(rotation) * scale(side);
      double sin = Math.sin(rotation) * scale(side);
      // OpenCV counts pixel centres at whole numbers, we at .5: the middle of the crop is at (side − 1) / 2 there.
      double middle = (side - 1) / 2.0;
      Mat transform = new Mat(2, 3, CV_64F);
      new DoublePointer(transform.data())
          .put(
              cos, -sin, centerX - 0.5 - cos * middle + sin * middle,
              sin, cos, centerY - 0.5 - sin * middle - cos * middle);
      warpAffine(
          image,
          cropped,
          transform,
          new Size(side, side),
          INTER_LINEAR | WARP_INVERSE_MAP,
          BORDER_REPLICATE,
          new Scalar());
    }
    return cropped;
  }
}
