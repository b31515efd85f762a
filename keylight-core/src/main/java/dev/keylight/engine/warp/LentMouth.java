package dev.keylight.engine.warp;

import dev.keylight.engine.OpenMouth;
import dev.keylight.face.FaceObservation;
import dev.keylight.light.Srgb;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/**
 * Teeth and tongue as the person's own mouth showed them at another moment, relative to the skin around it then, so that they
 * can be lit with the face. Upper teeth hang from the upper lip and lower teeth stand on the lower one at the distance they
 * had; what lies between is stretched.
 */
final class LentMouth {
  private final LipOpening lips;
  private final int left;
  private final int top;
  private final int width;
  private final int height;
  private final byte[] picture;
  private final float[] skin;

  LentMouth(OpenMouth lender) {
    FaceObservation face = lender.face();
    int across = lender.frame().width();
    int down = lender.frame().height();
    lips = new LipOpening(face.vertices(), face.pose());
    left = Math.min(lips.firstX(), across - 1);
    top = Math.min(lips.firstY(), down - 1);
    width = Math.max(1, lips.lastX(across) - left + 1);
    height = Math.max(1, lips.lastY(down) - top + 1);
    picture = new byte[3 * width * height];
    try (Mat rgb = lender.frame().opaque();
        Rect place = new Rect(left, top, width, height);
        Mat mouth = rgb.apply(place).clone()) {
      Pixels.bytes(mouth).get(picture);
      byte[] whole = new byte[3 * across * down];
      Pixels.bytes(rgb).get(whole);
      skin = BareSkin.median(face, across, down, (pixel, c) -> Srgb.toLinear(whole[3 * pixel + c]));
    }
  }

  /**
   * The colour of a place between the lips of the portrait.
   *
   * @param colour set to linear RGB relative to the skin's
   * @param along where along the mouth, 0 to 1
   * @param below the upper lip's edge, in centimetres
   * @param above the lower lip's edge, in centimetres
   */
  void colour(float[] colour, float along, float below, float above) {
    float u = lips.left() + along * (lips.right() - lips.left());
    float from = lips.top(u);
    float to = lips.bottom(u);
    float share = below / Math.max(1e-3f, below + above);
    float hung = from + below * lips.scale();
    float stood = to - above * lips.scale();
    float v = HeadMesh.clamp(hung + HeadMesh.smoothstep(0.2f, 0.8f, share) * (stood - hung), Math.min(from, to), to);
    float x = HeadMesh.clamp(lips.x(u, v) - 0.5f - left, 0, width - 1.001f);
    float y = HeadMesh.clamp(lips.y(u, v) - 0.5f - top, 0, height - 1.001f);
    int i = (int) y * width + (int) x;
    int right = width > 1 ? 1 : 0;
    int down = height > 1 ? width : 0;
    float fx = x - (int) x;
    float fy = y - (int) y;
    for (int c = 0; c < 3; c++) {
      float upper = linear(i, c) + fx * (linear(i + right, c) - linear(i, c));
      float lower = linear(i + down, c) + fx * (linear(i + down + right, c) - linear(i + down, c));
      colour[c] = (upper + fy * (lower - upper)) / Math.max(0.01f, skin[c]);
    }
  }

  private float linear(int pixel, int channel) {
    return Srgb.toLinear(picture[3 * pixel + channel]);
  }
}
