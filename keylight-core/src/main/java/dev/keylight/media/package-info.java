/**
 * Pictures and sound in and out of files.
 *
 * <p>{@link dev.keylight.media.Media} is the door. It opens a video, a still or a folder of pictures as a {@link
 * dev.keylight.media.FrameSource}, from which frames are pulled one by one, and creates a {@link
 * dev.keylight.media.FrameSink}, into which they are pushed one by one. Nothing here holds a whole clip. Whatever comes
 * in (any codec, depth, colour matrix, pixel aspect, rotation), a {@link dev.keylight.media.Frame} is upright 8-bit sRGB
 * with square pixels, in native memory that FFmpeg's scaler writes directly.
 *
 * <p>Videos go through FFmpeg, stills through OpenCV, which reads more kinds of them and the same pixels as everybody
 * else's tools. Time is exact: rates are fractions, time stamps integers in a stated time base, and a variable rate
 * survives. Sound never becomes samples unless the container forces it; it is copied packet by packet beside the new
 * pictures.
 *
 * <p>Inputs are not trusted. Only formats that hold their own data are opened, only from the file system, and {@link
 * dev.keylight.media.Limits} are checked from headers before a picture is decoded. A damaged or truncated input is an
 * error that names the frame, never a silently shorter clip. Outputs appear whole or not at all.
 */
package dev.keylight.media;
