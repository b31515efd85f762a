package dev.keylight.lcvd;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every test of a network stands in: tensors are freed after it, and no gradients are kept. */
abstract class Inference {
  private PointerScope scope;
  private NoGradGuard guard;

  @BeforeEach
  void open() {
    scope = new PointerScope();
    guard = new NoGradGuard();
  }

  @AfterEach
  void close() {
    guard.close();
    scope.close();
  }
}
