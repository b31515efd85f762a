package dev.keylight.lcvd.render;

import dev.keylight.lcvd.model.Loaded;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.model.Precision;
import dev.keylight.lcvd.nn.Scope;
import dev.keylight.lcvd.vae.Autoencoder;
import dev.keylight.media.Frame;
import dev.keylight.media.Rational;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** From latents to pictures (spec §6.3, step 14). */
final class FrameDecoder implements AutoCloseable {
  private final Loaded<Autoencoder> vae;
  private final double scale;
  private final ModelFolder models;
  private final Precision precision;
  private final Device device;

  FrameDecoder(ModelFolder models, Precision precision, Device device) {
    this.vae = models.autoencoder(precision.type(), device);
    this.scale = models.vaeConfig().scalingFactor();
    this.models = models;
    this.precision = precision;
    this.device = device;
  }

  /**
   * The pictures of {@code count} frames, owned by the caller.
   *
   * @param latents as the sampler left them
   */
  List<Frame> decode(LatentFile latents, int first, int count, Rational timeBase) {
    try (PointerScope scope = new PointerScope()) {
      Tensor[] scaled = new Tensor[count];
      for (int i = 0; i < count; i++) {
        scaled[i] = latents.read(first + i);
      }
      Tensor z = torch.cat(new TensorVector(scaled), 0).div(new Scalar(scale)).to(device, precision.type());
      Tensor pixels = Finite.checked(vae.network().decode(z), "decoder", models, precision);
      Tensor levels = levels(pixels.to(ScalarType.Float)).cpu();
      List<Frame> frames = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        frames.add(frame(levels.select(0, i), first + i, timeBase));
      }
      return frames;
    }
  }

  /** −1..1 to 0..255, truncated as published; rows, then columns, then colours. */
  private static Tensor levels(Tensor pixels) {
    return Scope.keep(() -> pixels.div(new Scalar(2)).add(new Scalar(0.5))
        .clamp(new ScalarOptional(new Scalar(0)), new ScalarOptional(new Scalar(1)))
        .mul(new Scalar(255)).to(ScalarType.Byte).permute(0, 2, 3, 1).contiguous());
  }

  private static Frame frame(Tensor levels, int time, Rational timeBase) {
    Mat pixels = new Mat((int) levels.size(0), (int) levels.size(1), opencv_core.CV_8UC3);
    pixels.retainReference(); // the frame outlives this scope
    new BytePointer(pixels.data()).put(new BytePointer(levels.data_ptr()).limit(levels.nbytes()));
    return Frame.of(pixels, time, timeBase);
  }

  @Override
  public void close() {
    vae.close();
  }
}
