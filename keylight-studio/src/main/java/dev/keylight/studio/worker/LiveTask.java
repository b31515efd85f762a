package dev.keylight.studio.worker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keylight.BadInputException;
import dev.keylight.LightOptions;
import dev.keylight.MotionOptions;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.media.Rational;
import dev.keylight.pipeline.LivePortrait;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Live mode: a picture in, a picture out, until told to end. A binary message starts with the camera's time in
 * milliseconds (64-bit, big endian) and goes on with a JPEG; the answer has the same form. A JSON message sets the light
 * ({@code {"sh": …}}), starts anew ({@code {"restart": true, "motion": …}}) or ends ({@code {"end": true}}).
 */
final class LiveTask implements Worker.Task {
  private static final int LARGEST_SIDE = 1024;
  private static final int QUALITY = 85;

  @Override
  public JsonNode run(JsonNode what, Wire server) throws IOException {
    LightOptions how = Worker.JSON.treeToValue(what.get("lightOptions"), LightOptions.class);
    SphericalHarmonics light = LightTask.harmonics(what.get("sh"));
    try (LivePortrait portrait =
        new LivePortrait(
            Path.of(what.get("portrait").asText()), what.path("face").asInt(0), what.get("longSide").asInt(),
            motion(what), how)) {
      server.send(Worker.JSON.createObjectNode().put("event", "live"));
      long last = Long.MIN_VALUE;
      while (true) {
        Wire.Message message = server.receive();
        if (message.bytes() != null) {
          long at = ByteBuffer.wrap(message.bytes()).getLong();
          // Time must rise, whatever the browser's clock does.
          last = Math.max(last + 1, at);
          server.send(answer(portrait, message.bytes(), last, at, light));
        } else if (message.json().has("end")) {
          break;
        } else if (message.json().has("restart")) {
          portrait.restart(motion(message.json()));
        } else if (message.json().has("sh")) {
          light = LightTask.harmonics(message.json().get("sh"));
        }
      }
    }
    return Worker.JSON.createObjectNode();
  }

  private static MotionOptions motion(JsonNode what) throws IOException {
    return Worker.JSON.treeToValue(what.get("motion"), MotionOptions.class);
  }

  private static byte[] answer(LivePortrait portrait, byte[] message, long time, long at, SphericalHarmonics light) {
    try (Frame camera = decode(message, time);
        Frame frame = portrait.follow(camera, light)) {
      return encode(frame, at, portrait.following());
    }
  }

  private static Frame decode(byte[] message, long time) {
    try (BytePointer bytes = new BytePointer(message.length - 8)) {
      bytes.put(message, 8, message.length - 8);
      try (Mat buffer = new Mat(1, message.length - 8, opencv_core.CV_8UC1, bytes)) {
        Mat bgr = opencv_imgcodecs.imdecode(buffer, opencv_imgcodecs.IMREAD_COLOR);
        if (bgr.empty() || Math.max(bgr.cols(), bgr.rows()) > LARGEST_SIDE) {
          bgr.close();
          throw new BadInputException("the camera's picture cannot be read");
        }
        opencv_imgproc.cvtColor(bgr, bgr, opencv_imgproc.COLOR_BGR2RGB);
        return Frame.of(bgr, time, new Rational(1, 1000));
      }
    }
  }

  private static byte[] encode(Frame frame, long at, boolean following) {
    try (Mat bgr = new Mat();
        BytePointer jpeg = new BytePointer();
        IntPointer quality = new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, QUALITY)) {
      opencv_imgproc.cvtColor(frame.pixels(), bgr, opencv_imgproc.COLOR_RGB2BGR);
      opencv_imgcodecs.imencode(".jpg", bgr, jpeg, quality);
      byte[] answer = new byte[9 + (int) jpeg.limit()];
      ByteBuffer.wrap(answer).putLong(at).put((byte) (following ? 1 : 0));
      jpeg.get(answer, 9, answer.length - 9);
      return answer;
    }
  }
}
