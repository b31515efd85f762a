package dev.keylight.train.data;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * One line of a data set's manifest: a clip, or why there is none.
 *
 * @param clip name of the clip; its file is {@code clips/NAME.safetensors}
 * @param source the video, relative to the folder that was prepared
 * @param rejected why there is no such clip, or null
 * @param frames in the clip
 * @param startSeconds of the clip in the video
 * @param endSeconds of the clip in the video
 * @param faceHeight median height of the face in the video's pixels
 * @param sharpness median over the looked-at frames
 * @param cropX left edge of the square in the video's pixels
 * @param cropY upper edge
 * @param cropSide its side
 * @param quality of the pictures by the gate's measure, or null
 * @param faceModel whose hint and landmark map are drawn of it: {@code deca}, or the built-in {@code mesh}, as in manifests
 *     that say nothing
 * @param identity number of the person, the same for all clips of one person
 * @param split {@code train} or {@code validation}; all clips of a person have the same
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ManifestRow(
    String clip, String source, String rejected, int frames, double startSeconds, double endSeconds, float faceHeight,
    double sharpness, float cropX, float cropY, float cropSide, Double quality, String faceModel,
    int identity, String split) {

  public static final String DECA = "deca";
  public static final String MESH = "mesh";

  /** The video as a whole gave nothing. */
  public static ManifestRow rejected(String clip, String source, String why) {
    return new ManifestRow(clip, source, why, 0, 0, 0, 0, 0, 0, 0, 0, null, null, -1, null);
  }

  public boolean accepted() {
    return rejected == null;
  }

  /** The same clip, no longer one. */
  public ManifestRow withRejection(String why) {
    return new ManifestRow(clip, source, why, frames, startSeconds, endSeconds, faceHeight, sharpness, cropX, cropY,
        cropSide, quality, faceModel, -1, null);
  }

  /** @param measured quality, or NaN for none */
  public ManifestRow withQuality(double measured) {
    return new ManifestRow(clip, source, rejected, frames, startSeconds, endSeconds, faceHeight, sharpness, cropX, cropY,
        cropSide, Double.isNaN(measured) ? null : (Double) measured, faceModel, identity, split);
  }

  public ManifestRow withPerson(int person, String newSplit) {
    return new ManifestRow(clip, source, rejected, frames, startSeconds, endSeconds, faceHeight, sharpness, cropX, cropY,
        cropSide, quality, faceModel, person, newSplit);
  }
}
