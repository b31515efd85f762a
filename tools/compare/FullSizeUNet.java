import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.nn.Memo;
import dev.keylight.lcvd.nn.Scope;
import dev.keylight.lcvd.unet.ImageContext;
import dev.keylight.lcvd.unet.NoiseLevel;
import dev.keylight.lcvd.unet.UNet;
import dev.keylight.lcvd.unet.UNetConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Times the full-size UNet with random weights: one forward of 4 frames of 32×32 latents. See full_size_unet.py. */
final class FullSizeUNet {
  public static void main(String[] arguments) throws Exception {
    try (InferenceMode inference = new InferenceMode(true); PointerScope scope = new PointerScope()) {
      UNet unet = new UNet(UNetConfig.svdXt(), new Parameters() {
        @Override
        public Tensor take(String name, UnaryOperator<Tensor> layout, long... shape) {
          return Scope.lasting(() -> layout.apply(torch.rand(shape).sub(new Scalar(0.5)).mul(new Scalar(0.04))));
        }
      });
      Tensor latents = torch.randn(4, 8, 32, 32);
      Tensor token = torch.randn(1, 1024);
      for (int run = 0; run < Integer.getInteger("runs", 3); run++) {
        long start = System.nanoTime();
        long cpu = cpuTicks();
        try (Memo memo = Memo.remembering(); ImageContext context = ImageContext.of(token);
            NoiseLevel level = unet.noiseLevel(0.3, new float[] {6, 127, 0.02f}, latents, memo)) {
          unet.forward(latents, level, context, List.of());
        }
        System.out.printf("Keylight: %.2f s, %.2f s of processor%n",
            (System.nanoTime() - start) / 1e9, (cpuTicks() - cpu) / 100.0);
      }
      Files.readAllLines(Path.of("/proc/self/status")).stream().filter(l -> l.startsWith("VmHWM")).forEach(System.out::println);
    }
  }

  private static long cpuTicks() throws Exception {
    String[] fields = Files.readString(Path.of("/proc/self/stat")).replaceAll(".*\\) ", "").split(" ");
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }
}
