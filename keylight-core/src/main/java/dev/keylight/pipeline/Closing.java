package dev.keylight.pipeline;

import java.util.List;

/** Closes several things, the last opened first, whatever happens to the others. */
final class Closing {
  private Closing() {}

  static void all(List<? extends AutoCloseable> resources) {
    RuntimeException failure = null;
    for (int i = resources.size() - 1; i >= 0; i--) {
      try {
        resources.get(i).close();
      } catch (Exception e) {
        failure = new IllegalStateException("a resource could not be closed", e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
