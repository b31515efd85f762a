package dev.keylight.lcvd.deca;

import dev.keylight.lcvd.model.Loaded;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** DECA at work: pictures in, codes out. Owns the encoder's weights. */
public final class Deca implements AutoCloseable {
  private final Loaded<DecaEncoder> encoder;

  /** @param encoder closed with this */
  public Deca(Loaded<DecaEncoder> encoder) {
    this.encoder = encoder;
  }

  /** What is to be seen in a square of a picture. */
  public DecaCode look(Mat rgb, CropTransform crop) {
    try (PointerScope scope = new PointerScope(); NoGradGuard inference = new NoGradGuard()) {
      Tensor face = Tensor.create(crop.cut(rgb), 1, 3, DecaEncoder.SIZE, DecaEncoder.SIZE);
      float[] code = new float[DecaCode.LENGTH];
      encoder.network().apply(face).contiguous().data_ptr_float().get(code);
      return DecaCode.of(code);
    }
  }

  @Override
  public void close() {
    encoder.close();
  }
}
