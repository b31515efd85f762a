package dev.keylight.spark.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.spark.item.ItemWorker;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The worker with the faults of real decoders, chosen by the name of the video: "crash" writes where no memory is, "hang"
 * never ends, "hog" takes memory without end, "once" crashes on the first attempt only.
 */
public final class FaultyWorker extends ItemWorker {
  private FaultyWorker() {}

  public static void main(String[] arguments) throws InterruptedException {
    new FaultyWorker().serve();
  }

  @Override
  protected ObjectNode run(JsonNode item, Path stage) throws IOException {
    if (item.get("work").asText().equals("prepare")) {
      String source = item.get("source").asText();
      if (source.contains("crash")) {
        crash();
      } else if (source.contains("once") && Path.of(item.get("video").asText() + ".crashed").toFile().createNewFile()) {
        crash();
      } else if (source.contains("hang")) {
        hang();
      } else if (source.contains("hog")) {
        hog();
      }
    }
    return super.run(item, stage);
  }

  @SuppressWarnings("removal")
  private static void crash() {
    try {
      Field field = sun.misc.Unsafe.class.getDeclaredField("theUnsafe");
      field.setAccessible(true);
      ((sun.misc.Unsafe) field.get(null)).putAddress(8, 8);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void hang() {
    try {
      TimeUnit.DAYS.sleep(1);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void hog() {
    try (org.bytedeco.javacpp.BytePointer all = new org.bytedeco.javacpp.BytePointer(4L << 30)) {
      for (long i = 0; i < all.capacity(); i += 1024) {
        all.put(i, (byte) 1);
      }
    }
  }
}
