package dev.keylight.train.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keylight.KeylightException;
import dev.keylight.Progress;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSink;
import dev.keylight.media.Media;
import dev.keylight.media.Output;
import dev.keylight.media.Rational;
import dev.keylight.pipeline.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A prepared data set as the published training reads one (spec §8.1): of every clip four videos at 20 frames a second, the
 * pictures, their landmark maps, mattes and shadings, and a JSON list of their paths. Unlike the published script's, its
 * {@code video_path} names the pictures and not the shadings.
 *
 * <p>Lossy, as published; our own training draws maps and shadings exactly and needs none of this. Clips of one frame, and
 * those kept for validation, are left out.
 */
public final class PublishedExport {
  private static final Rational RATE = new Rational(20, 1);
  private static final Rational STEP = new Rational(1, 20);

  private final Dataset data;
  private final Path folder;

  /** @param folder {@code SAVE/NAME}; the videos go to {@code SAVE/NAME/NAME-video} and so on */
  public PublishedExport(Dataset data, Path folder) {
    this.data = data;
    this.folder = folder.toAbsolutePath().normalize();
  }

  /** One clip in the list. */
  private record Entry(
      @JsonProperty("video_path") String video, @JsonProperty("kps_path") String landmarks,
      @JsonProperty("light_path") String shading, @JsonProperty("mask_path") String matte) {}

  /**
   * Writes what is not there yet, or is older than its clip.
   *
   * @return the JSON list
   */
  public Path write(Progress progress) {
    String name = folder.getFileName().toString();
    List<ManifestRow> rows = data.split(Dataset.TRAIN).stream().filter(row -> row.frames() > 1).toList();
    List<Entry> entries = new ArrayList<>();
    try {
      for (ManifestRow row : rows) {
        if (progress.cancelled()) {
          throw new KeylightException("the export was stopped; the same command goes on with it");
        }
        Entry entry = new Entry(place(name, "video", row), place(name, "kpmap", row), place(name, "mesh", row),
            place(name, "mask", row));
        write(data.file(row), entry);
        entries.add(entry);
        progress.update(entries.size(), rows.size());
      }
      Path list = folder.resolve(name + "-data-consistent.json");
      WholeFile.write(list, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(entries));
      return list;
    } catch (IOException e) {
      throw new KeylightException("the folder " + folder + " cannot be written: " + e.getMessage(), e);
    }
  }

  private String place(String name, String kind, ManifestRow row) throws IOException {
    return Files.createDirectories(folder.resolve(name + "-" + kind)).resolve(row.clip() + ".mp4").toString();
  }

  private static void write(Path file, Entry entry) throws IOException {
    try (Clip clip = Clip.open(file)) {
      ClipMaps maps = new ClipMaps(clip);
      video(entry.video, clip, clip::picture);
      video(entry.landmarks, clip, maps::landmarks);
      video(entry.shading, clip, maps::shading);
      video(entry.matte, clip, i -> grey(clip.matte(i)));
    }
  }

  private static void video(String file, Clip clip, IntFunction<Frame> picture) throws IOException {
    Path to = Path.of(file);
    if (Files.exists(to) && Files.getLastModifiedTime(to).compareTo(Files.getLastModifiedTime(clip.file())) >= 0) {
      return; // it appeared whole, and the clip was not prepared again since
    }
    try (FrameSink sink = Media.create(to, Output.at(RATE))) {
      for (int i = 0; i < clip.frames(); i++) {
        try (Frame made = picture.apply(i); Frame timed = Frame.of(made.pixels().clone(), i, STEP)) {
          sink.write(timed);
        }
      }
      sink.finish();
    }
  }

  /** A matte as a picture, which closes it. */
  private static Frame grey(Mat matte) {
    Mat rgb = new Mat();
    try (matte; Mat bytes = new Mat()) {
      matte.convertTo(bytes, opencv_core.CV_8U, 255, 0);
      opencv_imgproc.cvtColor(bytes, rgb, opencv_imgproc.COLOR_GRAY2RGB);
    }
    return Frame.still(rgb);
  }
}
