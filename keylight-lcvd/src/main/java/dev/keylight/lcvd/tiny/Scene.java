package dev.keylight.lcvd.tiny;

import dev.keylight.lcvd.nn.Scope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.pytorch.Tensor;

/**
 * What the background is taken from: the picture behind a head, coded when it is first asked for and kept, because a clip of a
 * portrait has one scene for all its frames.
 */
final class Scene implements AutoCloseable {
  private final Mat picture;
  private final Mat matte;
  private Tensor latents;

  /**
   * @param picture RGB at the model's size, owned from here on
   * @param matte of the person there, 32-bit float in 0..1, likewise
   */
  Scene(Mat picture, Mat matte) {
    this.picture = picture;
    this.matte = matte;
  }

  /** Latents where the person is not, {@code [channels, height, width]}; they live as long as the scene. */
  Tensor latents(TinyNetworks model) {
    if (latents == null) {
      latents = Scope.lasting(() -> model.encode(Pictures.signed(picture).unsqueeze(0))
          .mul(TinyNetworks.elsewhere(Pictures.floats(matte).unsqueeze(0), model.scale())).squeeze(0));
    }
    return latents;
  }

  @Override
  public void close() {
    picture.close();
    matte.close();
    if (latents != null) {
      Scope.free(latents);
      latents = null;
    }
  }
}
