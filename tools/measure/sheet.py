#!/usr/bin/env python3
"""Draws a contact sheet: one row per video (or picture), one column per chosen frame, optionally the faces enlarged.

sheet.py -o sheet.png --frames 10,40,70,90 --faces published=relighting.mp4@1024:1536+1 ours=out.mp4 reference=reference.png
"""
import argparse
import os
import re
import sys
from pathlib import Path

os.environ.setdefault("GLOG_minloglevel", "3")

import cv2
import numpy as np

import video

ROW = re.compile(r"(?:(?P<name>[^=/]+)=)?(?P<path>.+?)(?:@(?P<first>\d+):(?P<end>\d+))?(?:\+(?P<skip>\d+))?$")


def pictures(path, columns, skip, chosen):
    """The chosen frames of a video; a still picture repeats itself; None after the video's end."""
    still = cv2.imread(path, cv2.IMREAD_COLOR) if Path(path).suffix.lower() in (".png", ".jpg", ".jpeg", ".webp") else None
    if still is not None:
        still = cv2.cvtColor(still, cv2.COLOR_BGR2RGB)
        return [still[:, slice(*columns)] if columns else still] * len(chosen)
    wanted = {i: f for i, f in enumerate(video.frames(path, columns, skip, max(chosen) + 1)) if i in chosen}
    return [wanted.get(i) for i in chosen]


def fitted(picture, size):
    """The whole picture within a square, its proportions kept."""
    tile = np.full((size, size, 3), 32, np.uint8)
    if picture is None:
        return tile
    height, width = picture.shape[:2]
    scale = size / max(height, width)
    h, w = max(1, round(height * scale)), max(1, round(width * scale))
    top, left = (size - h) // 2, (size - w) // 2
    tile[top:top + h, left:left + w] = cv2.resize(
        picture, (w, h), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    return tile


def face(picture, mesh):
    """The face with a quarter of its size around it, or None where none is found."""
    if picture is None:
        return None
    found = mesh.process(np.ascontiguousarray(picture)).multi_face_landmarks
    if not found:
        return None
    height, width = picture.shape[:2]
    points = np.array([[p.x * width, p.y * height] for p in found[0].landmark])
    middle = (points.min(0) + points.max(0)) / 2
    half = np.ptp(points, axis=0).max() * .625
    x0, y0 = np.maximum(middle - half, 0).astype(int)
    x1, y1 = (middle + half).astype(int)
    return picture[y0:y1, x0:x1]


def labelled(row, text, size):
    margin = np.full((size, 26, 3), 255, np.uint8)
    turned = np.full((26, size, 3), 255, np.uint8)
    cv2.putText(turned, text, (6, 18), cv2.FONT_HERSHEY_SIMPLEX, .5, (0, 0, 0), 1, cv2.LINE_AA)
    margin[:] = cv2.rotate(turned, cv2.ROTATE_90_COUNTERCLOCKWISE)
    return np.hstack([margin, row])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", nargs="+", metavar="[NAME=]FILE[@FIRST:END][+SKIP]",
                        help="a video or picture, its columns FIRST to END, without its first SKIP frames")
    parser.add_argument("-o", "--output", required=True, help="the PNG to write")
    parser.add_argument("--frames", default="10,40,70,90", help="frames to show, counted from 0 after SKIP")
    parser.add_argument("--size", type=int, default=384, help="pixels of a tile's side")
    parser.add_argument("--faces", action="store_true", help="add a row of enlarged faces under each row")
    parser.add_argument("--only-faces", action="store_true", help="show nothing but the faces")
    args = parser.parse_args()
    try:
        chosen = [int(i) for i in args.frames.split(",")]
    except ValueError:
        parser.error(f"--frames expects numbers such as 10,40,70, found {args.frames}")
    lines = []
    mesh = None
    if args.faces or args.only_faces:
        import mediapipe as mp
        mesh = mp.solutions.face_mesh.FaceMesh(static_image_mode=True, max_num_faces=1)
    for given in args.rows:
        row = ROW.match(given)
        path, name = row["path"], row["name"] or Path(row["path"]).stem
        columns = (int(row["first"]), int(row["end"])) if row["first"] else None
        if not Path(path).is_file():
            print(f"sheet: {path} does not exist.", file=sys.stderr)
            return 3
        try:
            shown = pictures(path, columns, int(row["skip"] or 0), chosen)
        except video.Unreadable as reason:
            print(f"sheet: {reason}", file=sys.stderr)
            return 3
        if not args.only_faces:
            lines.append(labelled(np.hstack([fitted(p, args.size) for p in shown]), name, args.size))
        if mesh:
            lines.append(labelled(np.hstack([fitted(face(p, mesh), args.size) for p in shown]), name, args.size))
    if not cv2.imwrite(args.output, cv2.cvtColor(np.vstack(lines), cv2.COLOR_RGB2BGR)):
        print(f"sheet: {args.output} could not be written: give a PNG in an existing folder.", file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
