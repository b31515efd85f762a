package dev.keylight.lcvd.preprocess;

import dev.keylight.face.FaceModel;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.face.Pose;
import dev.keylight.lcvd.deca.DecaCode;
import dev.keylight.lcvd.deca.Projection;
import dev.keylight.lcvd.flame.Flame;
import dev.keylight.lcvd.flame.FlameModel;
import dev.keylight.lcvd.flame.Rodrigues;
import dev.keylight.light.LightAxes;
import dev.keylight.media.Frame;
import java.util.List;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * FLAME through DECA as a face model like any other: the foremost face of each frame, every frame on its own. Nothing is
 * squashed: frames are shrunk to 512 on their long side. The canonical mesh is FLAME's with jaw and expression but without
 * the head's turn, in centimetres.
 */
public final class DecaFaceModel implements FaceModel {
  private static final float CENTIMETRES = 100;

  private final FaceReader reader;
  private final FaceTopology topology;

  /** @param reader closed with this */
  public DecaFaceModel(FaceReader reader) {
    this.reader = reader;
    FlameModel model = reader.flame().model();
    topology = new FaceTopology(model.vertexCount(), reader.region().triangles(), flipped(model.template().clone()),
        new float[2 * model.vertexCount()]);
  }

  @Override
  public List<FaceObservation> observe(Frame frame) {
    try (Mat rgb = frame.opaque(); Mat small = WorkingSize.shrink(rgb)) {
      return reader.see(small)
          .map(seen -> observation(reader.flame(), seen, (float) rgb.cols() / small.cols())).stream().toList();
    }
  }

  /** The light on the foremost face; empty when there is none. */
  Optional<DecaCode> look(Frame frame) {
    try (Mat rgb = frame.opaque(); Mat small = WorkingSize.shrink(rgb)) {
      return reader.see(small).map(Sighting::code);
    }
  }

  /** @param factor pixels of the frame per pixel of the picture DECA saw */
  static FaceObservation observation(Flame flame, Sighting seen, float factor) {
    DecaCode code = seen.code();
    float[] straight = code.pose().clone();
    for (int k = 0; k < 3; k++) {
      straight[k] = 0;
    }
    float[] canonical = flipped(flame.vertices(code.shape(), code.expression(), straight));
    float[] turned = flipped(seen.head(flame));
    Projection projection = seen.projection();
    float scale = projection.scale() * factor / CENTIMETRES;
    float[] rotation = LightAxes.rotation(Rodrigues.matrix(code.pose()[0], code.pose()[1], code.pose()[2]));
    float[] origin = projection.origin();
    // the head turns about its root joint: where that leaves one vertex tells where it leaves all
    Pose aboutZero = new Pose(scale, rotation, new float[3]);
    float[] moved = new float[3];
    aboutZero.toImage(canonical, 0, moved, 0);
    float[] translation = {
      factor * origin[0] + scale * turned[0] - moved[0], factor * origin[1] + scale * turned[1] - moved[1],
      scale * turned[2] - moved[2]
    };
    Pose pose = new Pose(scale, rotation, translation);
    float[] vertices = new float[canonical.length];
    for (int v = 0; v < vertices.length; v += 3) {
      pose.toImage(canonical, v, vertices, v);
    }
    return new FaceObservation(0, vertices, canonical, pose, 1, false);
  }

  /** From FLAME's metres and axes to centimetres in image axes. */
  private static float[] flipped(float[] head) {
    for (int v = 0; v < head.length; v += 3) {
      head[v] *= CENTIMETRES;
      head[v + 1] *= -CENTIMETRES;
      head[v + 2] *= -CENTIMETRES;
    }
    return head;
  }

  /** Nothing is remembered from frame to frame. */
  @Override
  public void reset() {}

  @Override
  public FaceTopology topology() {
    return topology;
  }

  @Override
  public void close() {
    reader.close();
  }
}
