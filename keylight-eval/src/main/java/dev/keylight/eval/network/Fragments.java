package dev.keylight.eval.network;

import java.util.TreeMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * What FasterVQA sees of a video (Wu et al. 2022, "Neighbourhood Representative Sampling"): from each cell of a grid of 7 × 7
 * a piece of 32² at the video's own resolution, so that blur and compression stay what they are, side by side as 224²; and of
 * all frames four in a row from each eighth. The published code draws the pieces' places and frames at random within their
 * cells and eighths; here they lie in the middle, so that a video has one number. A video that is too short is repeated,
 * and one that is less than 224 high or wide enlarged, as published.
 *
 * <p>Long videos are thinned while they are looked at, by whole groups of four frames, so that memory stays below 40 MB.
 */
final class Fragments {
  /** Frames that are shown. */
  static final int FRAMES = 32;

  /** Side of what is shown of a frame, in pixels. */
  static final int SIDE = 224;

  private static final int CELLS = 7;
  private static final int PIECE = SIDE / CELLS;
  private static final int PARTS = 8;
  private static final int IN_A_ROW = FRAMES / PARTS;
  private static final int MOST = 256;

  private final TreeMap<Integer, byte[]> kept = new TreeMap<>();
  private int frames;
  private int every = 1;

  /** Sees the next frame, 8-bit RGB. */
  void add(Mat rgb) {
    if (group(frames)) {
      kept.put(frames, pieces(rgb));
    }
    frames++;
    if (kept.size() > MOST) {
      every *= 2;
      kept.keySet().removeIf(frame -> !group(frame));
    }
  }

  private boolean group(int frame) {
    return frame / IN_A_ROW % every == 0;
  }

  /** Frames seen so far. */
  int seen() {
    return frames;
  }

  /** The numbers of the frames that are shown, {@value #FRAMES} of them. */
  int[] shown() {
    int[] shown = new int[FRAMES];
    int part = frames / PARTS;
    for (int i = 0; i < PARTS; i++) {
      int start = part * i + Math.max(0, (part - IN_A_ROW) / 2);
      if (every > 1) {
        int step = IN_A_ROW * every;
        start = Math.min((start + step / 2) / step, (frames - IN_A_ROW) / step) * step;
      }
      for (int k = 0; k < IN_A_ROW; k++) {
        shown[IN_A_ROW * i + k] = (start + k) % frames;
      }
    }
    return shown;
  }

  /** Three colours × {@value #FRAMES} frames × {@value #SIDE} × {@value #SIDE} numbers in 0..1. */
  float[] numbers() {
    int plane = SIDE * SIDE;
    float[] numbers = new float[3 * FRAMES * plane];
    int[] shown = shown();
    for (int t = 0; t < FRAMES; t++) {
      byte[] rgb = kept.get(shown[t]);
      for (int c = 0; c < 3; c++) {
        for (int i = 0; i < plane; i++) {
          numbers[(c * FRAMES + t) * plane + i] = (rgb[3 * i + c] & 0xff) / 255f;
        }
      }
    }
    return numbers;
  }

  /** One frame's pieces side by side, 8-bit RGB. */
  private static byte[] pieces(Mat rgb) {
    byte[] pixels = new byte[3 * SIDE * SIDE];
    try (Mat enlarged = new Mat(); Mat shown = new Mat(SIDE, SIDE, opencv_core.CV_8UC3)) {
      Mat from = rgb;
      int least = Math.min(rgb.cols(), rgb.rows());
      if (least < SIDE) {
        try (Size size = new Size(SIDE * rgb.cols() / least, SIDE * rgb.rows() / least)) {
          opencv_imgproc.resize(rgb, enlarged, size, 0, 0, opencv_imgproc.INTER_LINEAR);
        }
        from = enlarged;
      }
      for (int row = 0; row < CELLS; row++) {
        for (int column = 0; column < CELLS; column++) {
          try (Rect source = new Rect(place(column, from.cols()), place(row, from.rows()), PIECE, PIECE);
              Rect target = new Rect(column * PIECE, row * PIECE, PIECE, PIECE);
              Mat piece = from.apply(source); Mat hole = shown.apply(target)) {
            piece.copyTo(hole);
          }
        }
      }
      try (BytePointer data = shown.data()) {
        data.get(pixels);
      }
    }
    return pixels;
  }

  /** Where a cell's piece begins. */
  private static int place(int cell, int room) {
    int length = room / CELLS;
    return Math.min(length * cell, room - PIECE) + Math.max(0, (length - PIECE) / 2);
  }
}
