package dev.keylight.lcvd.detect;

import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;

/** Finds the 68 landmarks of the foremost face of a picture, in the order of the 300-W benchmark. */
public interface FaceFinder extends AutoCloseable {
  /**
   * The landmarks of the face that is most surely one.
   *
   * @param rgb 8-bit RGB
   * @return x and y of each in pixels; empty when there is no face
   */
  Optional<float[]> find(Mat rgb);

  @Override
  void close();
}
