package dev.keylight.media;

import java.nio.file.Path;

/**
 * What a file or folder holds, as far as its headers tell.
 *
 * @param file the file or the folder of pictures
 * @param still whether it is one picture without a time axis
 * @param width display width in pixels: after rotation and with square pixels
 * @param height display height in pixels: after rotation and with square pixels
 * @param frameRate frames per second, exact (29.97 is 30000/1001); the average rate where it varies; 1 for a still
 * @param variableRate whether the time between frames varies
 * @param frameCount expected number of frames; an estimate, negative when unknown
 * @param seconds duration in seconds, negative when unknown, 0 for a still
 * @param hasAudio whether there is a sound track
 * @param hasAlpha whether frames come with an alpha channel
 * @param videoCodec FFmpeg's name of the picture format, such as {@code h264}, {@code prores}, {@code png}
 * @param audioCodec FFmpeg's name of the sound format, empty without sound
 */
public record MediaInfo(Path file, boolean still, int width, int height, Rational frameRate, boolean variableRate,
    long frameCount, double seconds, boolean hasAudio, boolean hasAlpha, String videoCodec, String audioCodec) {}
