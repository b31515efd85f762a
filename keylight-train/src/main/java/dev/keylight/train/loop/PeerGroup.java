package dev.keylight.train.loop;

import dev.keylight.BadInputException;
import java.nio.file.Path;
import org.bytedeco.pytorch.Device;

/**
 * How the processes of one machine find each other: each is told its rank by {@code KEYLIGHT_RANK}, and they meet in a file.
 * {@link RankProcesses} tells them both.
 */
public final class PeerGroup {
  static final String RANK = "KEYLIGHT_RANK";
  static final String MEETING = "KEYLIGHT_MEETING";

  private PeerGroup() {}

  /** Whether this process was told its rank; if not, and several are wanted, it is the one that starts them. */
  public static boolean ranked() {
    return System.getenv(RANK) != null;
  }

  /**
   * This process' rank, as the environment says.
   *
   * @throws BadInputException when it says none
   */
  public static int rank(int count) {
    return count == 1 ? 0 : rank(System.getenv(RANK), count);
  }

  static int rank(String said, int count) {
    try {
      int rank = Integer.parseInt(said == null ? "" : said);
      if (rank >= 0 && rank < count) {
        return rank;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new BadInputException("the configuration asks for " + count + " processes, so each needs " + RANK + "=0.."
        + (count - 1) + " in its environment, but it is " + (said == null ? "not set" : said));
  }

  /** The file the environment names, else {@code meeting} in the run's folder. */
  public static Path meeting(Path run) {
    String said = System.getenv(MEETING);
    return said != null ? Path.of(said) : run.resolve("meeting");
  }

  /**
   * Waits for the others. GPUs meet over NCCL where it is there, all else over Gloo.
   *
   * @param meeting a file that does not exist before the first process comes, the same for all
   * @param device where this process computes; must outlive the peers
   */
  public static Peers join(int rank, int count, Path meeting, Device device) {
    if (count == 1) {
      return Peers.ALONE;
    }
    return device.is_cuda() && NcclPeers.available() ? NcclPeers.join(rank, count, meeting, device)
        : GlooPeers.join(rank, count, meeting);
  }
}
