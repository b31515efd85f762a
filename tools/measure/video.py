"""Frames of a video as RGB arrays, decoded by the ffmpeg command.

OpenCV's own decoder reads every video with the BT.601 matrix, also one that says BT.709: reds and greens would shift
by several levels and be blamed on the renderer. The ffmpeg command honours the tag and the rotation.
"""
import subprocess

import numpy as np


class Unreadable(Exception):
    """A video that cannot be read; the message is one sentence for the user."""


def frames(path, columns=None, skip=0, count=None):
    """Frames number skip, skip+1, … of a video, at most count; only columns FIRST:END when given."""
    last = [] if count is None else ["-frames:v", str(skip + count)]
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-map", "0:v:0", "-fps_mode", "passthrough", *last,
               "-sws_flags", "bicubic+accurate_rnd+full_chroma_int", "-pix_fmt", "rgb24", "-c:v", "ppm",
               "-f", "image2pipe", "-"]
    try:
        decoder = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    except FileNotFoundError:
        raise Unreadable("The ffmpeg command is not installed: it decodes the videos to be measured.") from None
    index = 0
    try:
        while (frame := _ppm(decoder.stdout)) is not None:
            if columns and columns[1] > frame.shape[1]:
                raise Unreadable(f"{path} is {frame.shape[1]} pixels wide, so its columns cannot be {columns[0]}:{columns[1]}.")
            if index >= skip:
                yield np.ascontiguousarray(frame[:, slice(*columns)] if columns else frame)
            index += 1
        complaint = decoder.stderr.read().decode(errors="replace").strip().splitlines()
        if decoder.wait() and index == 0:
            raise Unreadable(f"{path} could not be read as a video: {complaint[-1] if complaint else 'ffmpeg gave no reason'}")
    finally:
        decoder.kill()
        decoder.wait()
        decoder.stdout.close()
        decoder.stderr.close()
    if index <= skip:
        raise Unreadable(f"{path} has {index} frames: nothing is left after skipping {skip}.")


def _ppm(stream):
    """The next picture of a stream of binary PPM files as ffmpeg writes them, or None at its end."""
    if stream.readline() != b"P6\n":
        return None
    width, height = map(int, stream.readline().split())
    stream.readline()
    pixels = stream.read(width * height * 3)
    if len(pixels) < width * height * 3:
        return None
    return np.frombuffer(pixels, np.uint8).reshape(height, width, 3)
