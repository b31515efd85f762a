package dev.keylight.lcvd.plan;

/**
 * What one pass of a network over some frames takes.
 *
 * @param weights numbers the network is made of
 * @param activations numbers held at the same time at the fullest moment, estimated
 * @param multiplications of the pass
 */
record Cost(long weights, long activations, double multiplications) {
  /** Bytes while the network works. */
  long bytes(int bytesPerNumber) {
    return (weights + activations) * bytesPerNumber;
  }
}
