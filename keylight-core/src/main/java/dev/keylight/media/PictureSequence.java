package dev.keylight.media;

import dev.keylight.KeylightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Frames as numbered pictures, from 00000 on. They are collected in a hidden folder beside their place and moved there
 * together at the end.
 */
final class PictureSequence implements FrameSink {
  private static final Pattern NUMBER = Pattern.compile("%0?(\\d*)d");

  private final Path folder;
  private final String pattern;
  private final Path collected;
  private final Output output;
  private int count;
  private boolean finished;

  /**
   * @param folder where the pictures go; created if missing
   * @param pattern name with one {@code %05d} for the number
   */
  PictureSequence(Path folder, String pattern, Output output) {
    this.folder = folder;
    this.pattern = pattern;
    this.output = output;
    Path parent = AtomicFile.requireFolder(folder);
    collected = parent.resolve("." + folder.toAbsolutePath().getFileName() + "."
        + UUID.randomUUID().toString().substring(0, 8) + ".part");
    try {
      Files.createDirectory(collected);
    } catch (IOException e) {
      throw new KeylightException("cannot write " + folder + ": " + AtomicFile.reason(e), e);
    }
  }

  static boolean isPattern(String name) {
    return NUMBER.matcher(name).find();
  }

  private String name(int number) {
    Matcher matcher = NUMBER.matcher(pattern);
    if (!matcher.find()) {
      throw new IllegalStateException(pattern + " has no number");
    }
    String digits = matcher.group(1);
    int least = digits.isEmpty() ? 1 : Integer.parseInt(digits);
    String padded = "0".repeat(Math.max(0, least - Integer.toString(number).length())) + number;
    return pattern.substring(0, matcher.start()) + padded + pattern.substring(matcher.end());
  }

  @Override
  public void write(Frame frame) {
    Path file = collected.resolve(name(count));
    byte[] content = PictureEncoder.encode(frame.pixels(), file, output.quality(), output.metadata());
    try {
      Files.write(file, content);
    } catch (IOException e) {
      throw new KeylightException("cannot write " + folder.resolve(name(count)) + ": " + AtomicFile.reason(e), e);
    }
    count++;
  }

  @Override
  public void finish() {
    if (count == 0) {
      throw new KeylightException("cannot write " + folder + ": there was not a single frame");
    }
    try {
      if (Files.exists(folder)) {
        for (int i = 0; i < count; i++) {
          Files.move(collected.resolve(name(i)), folder.resolve(name(i)), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.delete(collected);
        AtomicFile.syncFolder(folder);
      } else {
        Files.move(collected, folder);
      }
    } catch (IOException e) {
      throw new KeylightException("cannot write " + folder + ": " + AtomicFile.reason(e), e);
    }
    finished = true;
    AtomicFile.syncFolder(folder.toAbsolutePath().getParent());
  }

  @Override
  public void close() {
    if (finished || !Files.exists(collected)) {
      return;
    }
    try (Stream<Path> files = Files.list(collected)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(collected);
    } catch (IOException e) {
      throw new KeylightException("cannot remove the unfinished " + collected + ": " + AtomicFile.reason(e), e);
    }
  }
}
