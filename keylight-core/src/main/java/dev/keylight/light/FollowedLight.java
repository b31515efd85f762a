package dev.keylight.light;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The light of another video, moment by moment: a Gaussian mean over the fits around the moment, so that the noise of
 * single frames does not flicker but a passing lamp still passes. Fits are drawn from their source only as far as asked
 * for, and kept (27 numbers a frame), so any moment may be asked for again. After the video's end the last light stays.
 */
public final class FollowedLight implements Lighting, AutoCloseable {
  private static final double REACH = 3;

  private final Iterator<TimedLight> source;
  private final double sigma;
  private final List<TimedLight> seen = new ArrayList<>();

  /**
   * @param source fits in order of time, at least one; closed with this light if it can be
   * @param sigma seconds, width of the mean; .12 suits faces, 0 takes the nearest frame
   */
  public FollowedLight(Iterator<TimedLight> source, double sigma) {
    this.source = source;
    this.sigma = sigma;
  }

  @Override
  public synchronized SphericalHarmonics at(double seconds) {
    while (source.hasNext() && (seen.isEmpty() || seen.get(seen.size() - 1).seconds() < seconds + REACH * sigma)) {
      seen.add(source.next());
    }
    if (seen.isEmpty()) {
      throw new IllegalStateException("the followed video shows no light: it has no frames");
    }
    double moment = Math.min(seconds, seen.get(seen.size() - 1).seconds());
    SphericalHarmonics sum = SphericalHarmonics.dark();
    double weights = 0;
    for (int i = first(moment - REACH * sigma); i < seen.size(); i++) {
      TimedLight light = seen.get(i);
      double distance = (light.seconds() - moment) / Math.max(sigma, 1e-9);
      if (distance > REACH) {
        break;
      }
      double weight = light.weight() * Math.exp(-distance * distance / 2);
      sum = sum.plus(light.light().scaled((float) weight));
      weights += weight;
    }
    return weights > 1e-6 ? sum.scaled((float) (1 / weights)) : nearest(moment).light();
  }

  /** Index of the first fit not before a moment. */
  private int first(double moment) {
    int low = 0;
    int high = seen.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (seen.get(middle).seconds() < moment) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The nearest trusted fit, or the nearest of all if none is. */
  private TimedLight nearest(double moment) {
    TimedLight nearest = null;
    for (TimedLight light : seen) {
      boolean better = nearest == null || nearest.weight() == 0 && light.weight() > 0;
      boolean closer =
          nearest != null && Math.abs(light.seconds() - moment) < Math.abs(nearest.seconds() - moment)
              && (light.weight() > 0 || nearest.weight() == 0);
      if (better || closer) {
        nearest = light;
      }
    }
    return nearest;
  }

  @Override
  public synchronized void close() throws Exception {
    if (source instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }
}
