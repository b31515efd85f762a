import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.nn.Memo;
import dev.keylight.lcvd.nn.Scope;
import dev.keylight.lcvd.unet.ImageContext;
import dev.keylight.lcvd.unet.NoiseLevel;
import dev.keylight.lcvd.unet.UNet;
import dev.keylight.lcvd.unet.UNetConfig;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Time and closeness of fp16 and bf16 on a UNet of 0.4 of the full widths: 16 frames (-Dframes) of 32×32 latents, random weights. */
final class Precisions {
  public static void main(String[] arguments) {
    UNetConfig config = new UNetConfig(8, 4, new int[] {128, 256, 512, 512}, new int[] {2, 4, 8, 8},
        new boolean[] {true, true, true, false}, new boolean[] {false, true, true, true}, 2, 1024, 256, 768);
    Tensor exact = null;
    try (InferenceMode inference = new InferenceMode(true); PointerScope scope = new PointerScope()) {
      for (ScalarType type : List.of(ScalarType.Float, ScalarType.BFloat16, ScalarType.Half)) {
        torch.manual_seed(3);
        UNet unet = new UNet(config, new Parameters() {
          @Override
          public Tensor take(String name, UnaryOperator<Tensor> layout, long... shape) {
            double fan = Arrays.stream(shape).reduce(1, (a, b) -> a * b) / (double) shape[0];
            boolean one = shape.length == 1 && name.endsWith(".weight");
            return Scope.lasting(() -> layout.apply((one ? torch.ones(shape) : torch.rand(shape).sub(new Scalar(0.5))
                .mul(new Scalar(shape.length > 1 ? Math.sqrt(12 / fan) : 0.1))).to(type)));
          }
        });
        Tensor latents = torch.randn(Integer.getInteger("frames", 16), 8, 32, 32).to(type);
        Tensor token = torch.randn(1, 1024).to(type);
        for (int run = 0; run < 2; run++) {
          long start = System.nanoTime();
          try (Memo memo = Memo.remembering(); ImageContext context = ImageContext.of(token);
              NoiseLevel level = unet.noiseLevel(0.3, new float[] {6, 127, 0.02f}, latents, memo)) {
            Tensor v = unet.forward(latents, level, context, List.of()).to(ScalarType.Float);
            exact = exact == null ? v : exact;
            double off = v.sub(exact).square().mean().sqrt().item_double() / exact.square().mean().sqrt().item_double();
            System.out.printf("%s: %.2f s, off by %.5f of the result%n", type, (System.nanoTime() - start) / 1e9, off);
          }
        }
      }
    }
  }
}
