#!/usr/bin/env python3
"""Compares Keylight's face tracker with MediaPipe's own on clips: eyes, lips, offset, jitter and speed.

    mvn -q -pl keylight-core -am package -DskipTests
    python3 tools/compare_tracking.py CLIP... [--frames 80] [--smoothing 1] [--threads 1]

Needs the PyPI packages mediapipe 0.10.21 and opencv, and java and mvn on the path. Both follow one face; MediaPipe runs
FaceMesh(refine_landmarks=True). Openings are distances between lids (159-145, 386-374) and inner lips (13-14) over the
width of the eye or mouth. Per opening: correlation, slope of ours on MediaPipe's (how much of the movement is kept), and
MediaPipe's range; where the range is small (under 0.1) there is only noise to correlate. Offset is the mean distance of all
vertices in per cent of the face's width. Jitter is the mean second difference in pixels, ours / MediaPipe's.
Times are milliseconds per frame inside the tracker, median and minimum, decoding excluded; both run on the same clip right
after each other. The median processor time per frame (ours of the tracking thread, theirs of the process while it tracks) says
more than the clock on a busy machine.
"""
import argparse
import json
import pathlib
import subprocess
import tempfile
import time

import cv2
import mediapipe
import numpy as np

ROOT = pathlib.Path(__file__).resolve().parent.parent
OPENINGS = {"right lid": (159, 145, 33, 133), "left lid": (386, 374, 362, 263), "lips": (13, 14, 61, 291)}


def mediapipe_track(clip, frames):
    """Frames x 478 x 3 in pixels (NaN where no face was found), milliseconds per frame, and their median processor time."""
    capture = cv2.VideoCapture(str(clip))
    rows, times, cpu = [], [], []
    with mediapipe.solutions.face_mesh.FaceMesh(refine_landmarks=True, max_num_faces=1) as mesh:
        while len(rows) < frames:
            found, picture = capture.read()
            if not found:
                break
            picture = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
            start, cpu_start = time.perf_counter(), time.process_time()
            result = mesh.process(picture)
            times.append(1e3 * (time.perf_counter() - start))
            cpu.append(1e3 * (time.process_time() - cpu_start))
            height, width = picture.shape[:2]
            rows.append([[p.x * width, p.y * height, p.z * width] for p in result.multi_face_landmarks[0].landmark]
                        if result.multi_face_landmarks else np.full((478, 3), np.nan))
    return np.array(rows, np.float64), np.array(times), np.median(cpu)


def class_path(folder):
    listing = pathlib.Path(folder) / "classpath"
    subprocess.run(["mvn", "-q", "-o", "-f", str(ROOT / "pom.xml"), "-pl", "keylight-core", "dependency:build-classpath",
                    f"-Dmdep.outputFile={listing}"], check=True, stdout=subprocess.DEVNULL)
    return f"{ROOT / 'keylight-core/target/classes'}:{listing.read_text().strip()}"


def keylight_track(classes, clip, out, arguments):
    command = ["java", "-cp", classes, str(ROOT / "tools/TrackClip.java"), str(arguments.smoothing), str(arguments.threads),
               str(arguments.frames), str(clip), str(out)]
    fields = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\t")
    rows = []
    for line in open(out, encoding="utf-8"):
        faces = json.loads(line)["faces"]
        rows.append(np.reshape(faces[0]["vertices"], (-1, 3)) if faces else np.full((478, 3), np.nan))
    return np.array(rows), float(fields[2]), float(fields[3]), float(fields[4])


def opening(track, upper, lower, right, left):
    distance = lambda a, b: np.hypot(*(track[:, a, :2] - track[:, b, :2]).T)
    return distance(upper, lower) / distance(right, left)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clips", nargs="+", type=pathlib.Path)
    parser.add_argument("--frames", type=int, default=80)
    parser.add_argument("--smoothing", type=float, default=1)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        classes = class_path(folder)
        for clip in arguments.clips:
            theirs, times, their_cpu = mediapipe_track(clip, arguments.frames)
            ours, median, least, cpu = keylight_track(classes, clip, pathlib.Path(folder) / "track.jsonl", arguments)
            count = min(len(ours), len(theirs))
            ours, theirs = ours[:count], theirs[:count]
            both = ~np.isnan(ours[:, 0, 0]) & ~np.isnan(theirs[:, 0, 0])
            line = (f"{clip.name:28s} frames {count:3d} found {np.sum(~np.isnan(ours[:, 0, 0])):3d}/"
                    f"{np.sum(~np.isnan(theirs[:, 0, 0])):3d}")
            if both.sum() > 5:
                a, b = ours[both], theirs[both]
                width = np.ptp(b[:, :, 0], axis=1).mean()
                line += f" offset {100 * np.hypot(*(a - b)[:, :, :2].transpose(2, 0, 1)).mean() / width:.2f} %"
                for name, points in OPENINGS.items():
                    x, y = opening(b, *points), opening(a, *points)
                    line += f" | {name} r {np.corrcoef(x, y)[0, 1]:.3f} slope {np.polyfit(x, y, 1)[0]:.2f} range {np.ptp(x):.2f}"
                jitter = lambda t: np.abs(np.diff(t[:, :, :2], 2, axis=0)).mean()
                line += f" | jitter {jitter(a):.2f}/{jitter(b):.2f}"
            print(f"{line} | ms {median:.2f} ({least:.2f}) / {np.median(times):.2f} ({times.min():.2f}) cpu {cpu:.2f} / {their_cpu:.2f}",
                  flush=True)


if __name__ == "__main__":
    main()
