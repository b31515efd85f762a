package dev.keylight.train.lcvd;

import dev.keylight.lcvd.adapter.Adapter;
import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.nn.Memo;
import dev.keylight.lcvd.unet.ImageContext;
import dev.keylight.lcvd.unet.NoiseLevel;
import dev.keylight.lcvd.unet.Segments;
import dev.keylight.lcvd.unet.UNet;
import dev.keylight.lcvd.unet.UNetConfig;
import dev.keylight.train.objective.Velocity;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** What learns: the UNet and the three adapters, under the names {@code unet}, {@code head}, {@code light}, {@code reference}. */
public final class LcvdNetworks {
  private static final float FRAMES_PER_SECOND_ID = 6;
  private static final float MOTION_ID = 127;

  private final UNet unet;
  private final Adapter landmarks;
  private final Adapter shading;
  private final Adapter reference;

  /** @param segments how the UNet's blocks are run */
  public LcvdNetworks(UNetConfig config, Parameters p, Segments segments) {
    unet = new UNet(config, p.at("unet"), Memo.forgetful(), segments, true);
    landmarks = new Adapter(p.at("head"), config.channels()[0]);
    shading = new Adapter(p.at("light"), config.channels()[0]);
    reference = new Adapter(p.at("reference"), config.channels()[0]);
  }

  /** The loss of one example (spec §8.5). The scope around the call must stay open until the gradients are there. */
  public Tensor loss(Example example, Chance chance) {
    Tensor like = example.clean();
    Tensor sigma = Tensor.create((float) chance.sigma()).view(1, 1, 1, 1).to(like.device(), like.scalar_type());
    Tensor predicted = predict(Velocity.input(example.clean(), chance.noise(), sigma), example, chance);
    return Velocity.loss(predicted, Velocity.of(example.clean(), chance.noise(), sigma), example.person(), true);
  }

  /**
   * What the networks make of noisy latents, v, {@code [frames, 4, h, w]}.
   *
   * @param noisy divided by √(σ² + 1)
   * @param chance its noise is not looked at
   */
  Tensor predict(Tensor noisy, Example example, Chance chance) {
    Tensor condition = chance.keepsCondition() ? example.condition() : torch.zeros_like(example.condition());
    Tensor input = torch.cat(new TensorVector(noisy, condition), 1);
    Tensor time = Tensor.create((float) (0.25 * Math.log(chance.sigma()))).view(1).to(noisy.device(), noisy.scalar_type());
    Tensor ids = Tensor.create(new float[] {FRAMES_PER_SECOND_ID, MOTION_ID, (float) chance.conditionSigma()}).view(1, 3);
    NoiseLevel level = unet.noiseLevels(time, ids.to(noisy.device(), noisy.scalar_type()), input);
    // blocks that are computed twice look at the token again on the way back, so it must not be freed here
    Tensor token = chance.keepsToken() ? example.token() : torch.zeros_like(example.token());
    return unet.forward(input, level, ImageContext.changing(token), features(example, chance));
  }

  /** Maps of what is kept; what is left out is zeros, so its adapter need not run. */
  private List<Tensor> features(Example example, Chance chance) {
    List<Tensor> features = new ArrayList<>();
    if (chance.kept().landmarks()) {
      features.add(landmarks.apply(example.landmarks()));
    }
    if (chance.kept().shading()) {
      features.add(shading.apply(example.shading()));
    }
    if (chance.kept().reference()) {
      features.add(reference.apply(example.reference()));
    }
    return features;
  }

  /** The loss, and its gradients added to the weights'. */
  public double backward(Example example, Chance chance, double share) {
    Tensor loss = loss(example, chance);
    if (loss.requires_grad()) { // not so where the UNet is frozen and every adapter is left out
      loss.mul(new Scalar(share)).backward();
    }
    return loss.item_double();
  }
}
