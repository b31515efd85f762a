import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.lcvd.checkpoint.LoadedParameters;
import dev.keylight.lcvd.nn.Memo;
import dev.keylight.lcvd.unet.ImageContext;
import dev.keylight.lcvd.unet.NoiseLevel;
import dev.keylight.lcvd.unet.UNet;
import dev.keylight.lcvd.unet.UNetConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Times the full-size UNet with the weights of a file: one forward of 4 frames of 32×32 latents. See full_size_unet.py. */
final class FullSizeUNet {
  public static void main(String[] arguments) throws Exception {
    try (InferenceMode inference = new InferenceMode(true); PointerScope scope = new PointerScope();
        LoadedParameters weights = new LoadedParameters(
            Checkpoint.open(Path.of(arguments[0])), ScalarType.Float, new Device(new BytePointer("cpu")))) {
      long opening = System.nanoTime();
      UNet unet = new UNet(UNetConfig.svdXt(), weights);
      weights.finish();
      System.out.printf("opened in %.2f s%n", (System.nanoTime() - opening) / 1e9);
      memory();
      torch.manual_seed(2);
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
      Tensor m = torch.ones(1536, 1536);
      m.matmul(m);
      long cpu = cpuTicks();
      for (int i = 0; i < 16; i++) {
        m.matmul(m);
      }
      System.out.printf("matrix product: %.1f G multiplications per second of processor%n",
          16 * Math.pow(1536, 3) / ((cpuTicks() - cpu) / 100.0) / 1e9);
      memory();
    }
  }

  private static void memory() throws Exception {
    Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(l -> l.matches("(VmHWM|RssAnon|RssFile).*")).forEach(System.out::println);
  }

  private static long cpuTicks() throws Exception {
    String[] fields = Files.readString(Path.of("/proc/self/stat")).replaceAll(".*\\) ", "").split(" ");
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }
}
