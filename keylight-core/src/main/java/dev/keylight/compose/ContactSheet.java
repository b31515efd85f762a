package dev.keylight.compose;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import dev.keylight.media.Frame;
import dev.keylight.media.Images;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * A few frames of one or several results in one picture: a row for each result, evenly spread over its length, with its
 * name. Keeps thumbnails only, whatever passes through.
 */
public final class ContactSheet implements AutoCloseable {
  private static final int GAP = 4;

  private final int columns;
  private final int cellHeight;
  private final List<Row> rows = new ArrayList<>();

  /** @param columns frames of each result @param cellHeight of a thumbnail in pixels */
  public ContactSheet(int columns, int cellHeight) {
    if (columns < 1 || cellHeight < 16) {
      throw new IllegalArgumentException("a contact sheet needs a column and cells of at least 16 pixels");
    }
    this.columns = columns;
    this.cellHeight = cellHeight;
  }

  /**
   * Starts the row of another result.
   *
   * @param label drawn on its first frame
   * @param frames how many frames will pass, as near as is known; at least 1
   */
  public Row row(String label, long frames) {
    Row row = new Row(label, Math.max(1, frames));
    rows.add(row);
    return row;
  }

  /** The sheet so far, as a new frame. Missing frames stay dark. */
  public Frame draw() {
    int cellWidth = 2;
    for (Row row : rows) {
      for (Mat cell : row.cells) {
        cellWidth = Math.max(cellWidth, cell.cols());
      }
    }
    int wide = columns * (cellWidth + GAP) + GAP;
    int high = Math.max(1, rows.size()) * (cellHeight + GAP) + GAP;
    Mat sheet = new Mat(high, wide, CV_8UC3);
    try (PointerScope scope = new PointerScope()) {
      sheet.put(Scalar.all(24));
      for (int r = 0; r < rows.size(); r++) {
        Row row = rows.get(r);
        for (int c = 0; c < row.cells.size(); c++) {
          Mat cell = row.cells.get(c);
          int x = GAP + c * (cellWidth + GAP) + (cellWidth - cell.cols()) / 2;
          Mat place = sheet.apply(new Rect(x, GAP + r * (cellHeight + GAP), cell.cols(), cellHeight));
          cell.copyTo(place);
          Caption.draw(place, c == 0 ? row.label : row.captions.get(c));
        }
      }
      return Frame.still(sheet);
    }
  }

  /** Writes the sheet as PNG or JPEG, by the file's ending. */
  public void write(Path file) {
    try (Frame sheet = draw()) {
      Images.write(sheet, file);
    }
  }

  @Override
  public void close() {
    rows.forEach(row -> row.cells.forEach(Mat::close));
  }

  /** One result's frames. */
  public final class Row {
    private final String label;
    private final long frames;
    private final List<Mat> cells = new ArrayList<>();
    private final List<String> captions = new ArrayList<>();
    private long seen;

    private Row(String label, long frames) {
      this.label = label;
      this.frames = frames;
    }

    /** Shows the row the result's next frame, of which it keeps a thumbnail when it is due. */
    public void accept(Frame frame) {
      long due = columns == 1 ? frames / 2 : Math.round((double) cells.size() * (frames - 1) / (columns - 1));
      if (cells.size() < columns && seen++ >= due) {
        int width = Math.max(2, Math.round((float) cellHeight * frame.width() / frame.height()));
        Mat cell = new Mat(cellHeight, width, CV_8UC3);
        // The cell has the frame's proportions, so that the picture covers all of it.
        Panels.fit(frame.pixels(), cell);
        cells.add(cell);
        captions.add(String.format(Locale.ROOT, "%.2f s", frame.seconds()));
      }
    }
  }
}
