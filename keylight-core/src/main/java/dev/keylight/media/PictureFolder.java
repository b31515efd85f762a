package dev.keylight.media;

import dev.keylight.BadInputException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The pictures of a folder as a clip, in natural order: 2.png before 10.png. */
final class PictureFolder implements FrameSource {
  private final MediaInfo info;
  private final Limits limits;
  private final List<Path> pictures;
  private final Rational timeBase;
  private int next;

  private PictureFolder(MediaInfo info, Limits limits, List<Path> pictures) {
    this.info = info;
    this.limits = limits;
    this.pictures = pictures;
    timeBase = new Rational(info.frameRate().denominator(), info.frameRate().numerator());
  }

  static PictureFolder open(Path folder, Rational rate, Limits limits) {
    List<Path> pictures;
    try (Stream<Path> entries = Files.list(folder)) {
      pictures = entries.filter(file -> PictureEncoder.knows(file) && !file.getFileName().toString().startsWith("."))
          .sorted(Comparator.comparing(file -> file.getFileName().toString(), PictureFolder::natural)).toList();
    } catch (IOException e) {
      throw new BadInputException(folder + " cannot be read: " + AtomicFile.reason(e), e);
    }
    if (pictures.isEmpty()) {
      throw new BadInputException("the folder " + folder + " holds no PNG, JPEG, WebP or TIFF pictures");
    }
    if (pictures.size() > limits.maxFrames()) {
      throw new BadInputException(folder + " has " + pictures.size() + " pictures, more than the limit of "
          + limits.maxFrames());
    }
    try (StillSource first = StillSource.open(pictures.get(0), limits)) {
      MediaInfo one = first.info();
      return new PictureFolder(new MediaInfo(folder, false, one.width(), one.height(), rate, false, pictures.size(),
          pictures.size() / rate.value(), false, one.hasAlpha(), one.videoCodec(), ""), limits, pictures);
    }
  }

  /** Compares names with runs of digits taken as numbers. */
  static int natural(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      int iEnd = digits(a, i);
      int jEnd = digits(b, j);
      int order;
      if (iEnd > i && jEnd > j) {
        order = new BigInteger(a.substring(i, iEnd)).compareTo(new BigInteger(b.substring(j, jEnd)));
      } else {
        order = Character.compare(a.charAt(i), b.charAt(j));
        iEnd = i + 1;
        jEnd = j + 1;
      }
      if (order != 0) {
        return order;
      }
      i = iEnd;
      j = jEnd;
    }
    return a.length() - i != b.length() - j ? Integer.compare(a.length() - i, b.length() - j) : a.compareTo(b);
  }

  private static int digits(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  @Override
  public MediaInfo info() {
    return info;
  }

  @Override
  public Frame next() {
    if (next == pictures.size()) {
      return null;
    }
    Path file = pictures.get(next);
    Frame picture = Images.read(file, limits);
    if (picture.width() != info.width() || picture.height() != info.height()
        || picture.hasAlpha() != info.hasAlpha()) {
      String found = picture.width() + "×" + picture.height() + (picture.hasAlpha() ? " with alpha" : "");
      picture.close();
      throw new BadInputException(file + " is " + found + ", but the first picture of the folder is " + info.width()
          + "×" + info.height() + (info.hasAlpha() ? " with alpha" : ""));
    }
    return Frame.of(picture.pixels(), next++, timeBase);
  }

  @Override
  public void close() {}
}
