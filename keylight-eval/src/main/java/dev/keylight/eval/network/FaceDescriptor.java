package dev.keylight.eval.network;

import dev.keylight.eval.metric.Sight;

/** A face recognition network. */
public interface FaceDescriptor extends AutoCloseable {
  /** What the metric on top of it is called. */
  String metric();

  /** Which weights it has. */
  String weights();

  /** The descriptor of the sight's face, null without a face. */
  float[] describe(Sight sight);

  @Override
  void close();
}
