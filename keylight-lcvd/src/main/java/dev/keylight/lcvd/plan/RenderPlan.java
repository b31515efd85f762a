package dev.keylight.lcvd.plan;

import dev.keylight.KeylightException;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.model.Precision;
import java.util.Locale;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What a render will take and how it goes about it.
 *
 * @param machine where
 * @param precision of the networks
 * @param weights bytes of the UNet's weights
 * @param window bytes of one pass over a window
 * @param abreast whether the passes over a window, under the full and under the reduced conditions, run at the same time,
 *     each with half of the processor's threads
 * @param maps bytes for adapters' maps
 * @param frameDecoding bytes for decoding one frame
 * @param decoder bytes of the autoencoder's weights
 * @param decodeBatch frames decoded together
 * @param passes of the UNet over a window
 * @param seconds of computing, estimated
 */
public record RenderPlan(Machine machine, Precision precision, long weights, long window, boolean abreast, long maps,
    long frameDecoding, long decoder, int decodeBatch, long passes, double seconds) {
  /** The program itself with its libraries; more where it holds more already. */
  private static final long PROGRAM = 450L << 20;

  /** Pixels of a batch: larger ones gain nothing on a CPU and cost memory. */
  private static final long PIXELS = 2L * 512 * 512;
  private static final long MAPS = 256L << 20;

  /**
   * Bytes of a window whose passes run abreast: up to 256 pixels square with the published sizes. Layers of small pictures
   * are shared badly by threads, a quarter of the time was lost at 128; larger ones would gain less and need gigabytes.
   */
  private static final long SMALL_WINDOW = 1L << 30;

  /** Share of the speed of a product of matrices that a pass reaches. */
  private static final double SHARE = 0.55;

  /**
   * The largest plan that fits.
   *
   * @param passes of the UNet over a window, all steps and conditions together; partial ones as their share
   * @param size of a frame in pixels
   * @throws KeylightException when even the smallest does not fit
   */
  public static RenderPlan of(
      ModelFolder models, Machine machine, Precision precision, double passes, int windowFrames, int frames, int size) {
    long side = size / models.vaeConfig().scale();
    Cost unet = UNetCost.of(models.unetConfig(), windowFrames, side);
    Cost vae = VaeCost.of(models.vaeConfig(), side);
    int bytes = precision.type() == ScalarType.Float ? Float.BYTES : Short.BYTES;
    long map = models.unetConfig().channels()[0] * side * side * bytes;
    double seconds = (unet.multiplications() * passes + vae.multiplications() * frames)
        / (machine.multiplicationsPerSecond(precision.type()) * SHARE);
    long window = unet.activations() * bytes;
    boolean abreast = machine.threads() > 1 && window < SMALL_WINDOW;
    RenderPlan plan = new RenderPlan(machine, precision, unet.weights() * bytes, window, abreast,
        Math.max(windowFrames * map, Math.min(frames * map, MAPS)), vae.activations() * bytes, vae.weights() * bytes,
        (int) Math.max(1, Math.min(8, PIXELS / ((long) size * size))), Math.round(passes), seconds);
    while (!plan.fits() && plan.canBeSmaller()) {
      plan = plan.smaller();
    }
    if (!plan.fits()) {
      throw new KeylightException("this render needs about " + gigabytes(plan.bytes()) + " GB and "
          + gigabytes(machine.free().getAsLong()) + " GB may be used; "
          + (precision == Precision.FP32 ? "try --precision bf16, smaller panels" : "try smaller panels")
          + " or a machine with more memory");
    }
    return plan;
  }

  /** Bytes at the fullest moment. */
  public long bytes() {
    return Math.max(PROGRAM, machine.held()) + Math.max(weights + windows() + maps, decoder + decodeBatch * frameDecoding);
  }

  private long windows() {
    return abreast ? 2 * window : window;
  }

  private boolean fits() {
    return machine.free().isEmpty() || bytes() <= machine.free().getAsLong();
  }

  /** Whether there is a plan that needs less for the same result. */
  public boolean canBeSmaller() {
    return abreast || decodeBatch > 1 || maps > 0;
  }

  /**
   * Passes one after the other, half as many frames decoded together and half as many maps kept; at last one frame, and a
   * window's maps only.
   */
  public RenderPlan smaller() {
    long fewer = maps / 2 < 16L << 20 ? 0 : maps / 2;
    return new RenderPlan(machine, precision, weights, window, false, fewer, frameDecoding, decoder,
        Math.max(1, decodeBatch / 2), passes, seconds);
  }

  /** One line for the user. */
  public String sentence() {
    return String.format(Locale.ROOT,
        "plan: %s, %s, about %s GB%s (weights %s, %s %s, maps %s; decoding %d at a time %s), %d passes %s, about %s",
        machine.device(), precision.name().toLowerCase(Locale.ROOT), gigabytes(bytes()),
        machine.free().isPresent() ? " of " + gigabytes(machine.free().getAsLong()) : "", gigabytes(weights),
        abreast ? "two windows" : "a window", gigabytes(windows()), gigabytes(maps), decodeBatch,
        gigabytes(decodeBatch * frameDecoding), passes, abreast ? "two at a time" : "one after the other", time(seconds));
  }

  private static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / 1e9);
  }

  private static String time(double seconds) {
    return seconds < 120 ? Math.round(seconds) + " s"
        : seconds < 7200 ? Math.round(seconds / 60) + " min" : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
  }
}
