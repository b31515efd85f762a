#!/usr/bin/env python3
"""Scores a rendered portrait video against the portrait, light photo and driving clip it was made from.

Shares no code and no light fit with the product, so that the two cannot be wrong together.
See README.md beside this file for the definitions and for what each number is compared with.
"""
import argparse
import hashlib
import json
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("GLOG_minloglevel", "3")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import cv2
import numpy as np

import fit
import video

SIZE = 512  # every statistic is taken on frames of this size, as the published numbers are


class Refused(Exception):
    """An input that cannot be measured; the message is one sentence for the user."""


@dataclass
class Face:
    """478 landmarks of one face in pixels (x right, y down, z away from the camera)."""

    points: np.ndarray

    def lip_opening(self):
        """Inner lip gap over inter-ocular distance."""
        return self._gap(13, 14)

    def eyelid_opening(self):
        """Mean of both eyelid gaps over inter-ocular distance."""
        return (self._gap(159, 145) + self._gap(386, 374)) / 2

    def pose(self):
        """Yaw, pitch and roll in degrees, against the frontal face's axes."""
        p = self.points
        right = fit.unit(p[454] - p[234])
        down = p[152] - p[10]
        down = fit.unit(down - right * (down @ right))
        ahead = np.cross(right, down)
        return np.degrees([np.arctan2(ahead[0], ahead[2]), np.arcsin(np.clip(ahead[1], -1, 1)),
                           np.arctan2(right[1], right[0])])

    def _gap(self, a, b):
        p = self.points
        eyes = np.linalg.norm((p[33] + p[133] - p[362] - p[263]) / 2)
        return float(np.linalg.norm(p[a] - p[b]) / eyes)


class FaceMesh:
    """MediaPipe's face mesh with attention refinement; following it from frame to frame or finding it anew."""

    def __init__(self, follow):
        import mediapipe as mp
        self._mesh = mp.solutions.face_mesh.FaceMesh(
            static_image_mode=not follow, max_num_faces=1, refine_landmarks=True)

    def find(self, image):
        found = self._mesh.process(np.ascontiguousarray(image)).multi_face_landmarks
        if not found:
            return None
        height, width = image.shape[:2]
        return Face(np.array([[p.x * width, p.y * height, p.z * width] for p in found[0].landmark]))


class Identity:
    """dlib's 128-D face descriptor; its own detector on the picture enlarged once, five-point alignment."""

    def __init__(self):
        import dlib
        models = models_of("face_recognition_models")
        self._detect = dlib.get_frontal_face_detector()
        self._align = dlib.shape_predictor(str(models / "shape_predictor_5_face_landmarks.dat"))
        self._describe = dlib.face_recognition_model_v1(
            str(models / "dlib_face_recognition_resnet_model_v1.dat"))

    def descriptor(self, image):
        boxes = self._detect(image, 1)
        if not boxes:
            return None
        return np.array(self._describe.compute_face_descriptor(image, self._align(image, boxes[0])))


class Person:
    """The person's silhouette, widened by 15 pixels, by MediaPipe's selfie segmentation."""

    def __init__(self):
        import mediapipe as mp
        self._segmenter = mp.solutions.selfie_segmentation.SelfieSegmentation(model_selection=0)

    def find(self, image):
        mask = self._segmenter.process(np.ascontiguousarray(image)).segmentation_mask
        return cv2.dilate((mask > 0.2).astype(np.uint8), np.ones((31, 31), np.uint8)) > 0


def models_of(package):
    """Folder of the package's models, found without importing it: its __init__ needs setuptools."""
    for entry in sys.path:
        folder = Path(entry) / package / "models"
        if folder.is_dir():
            return folder
    raise Refused(f"The Python package {package} is not installed: pip install {package}.")


def read_image(path):
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if image is None:
        raise Refused(f"{path} could not be read as an image: give a PNG or JPEG file.")
    return square(cv2.cvtColor(image, cv2.COLOR_BGR2RGB))


def square(image):
    if image.shape[:2] == (SIZE, SIZE):
        return image
    return cv2.resize(image, (SIZE, SIZE), interpolation=cv2.INTER_AREA)


def read_video(path, columns=None, skip=0, count=None):
    """RGB frames at 512 squared, one by one."""
    for frame in video.frames(path, columns, skip, count):
        yield square(frame)


def sharpness(image):
    """Variance of the Laplacian of the grey picture."""
    return float(cv2.Laplacian(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.CV_64F).var())


def difference(a, b):
    return np.abs(a.astype(np.float32) - b.astype(np.float32)).mean(-1)


def cached(kind, path, make):
    """Keeps what is fitted on a still picture or a whole clip between runs, by the file's and the code's hash."""
    digest = hashlib.sha256(Path(path).read_bytes())
    for source in (__file__, fit.__file__, video.__file__):
        digest.update(Path(source).read_bytes())
    folder = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "keylight-measure"
    stored = folder / f"{kind}-{digest.hexdigest()[:24]}.npy"
    if stored.is_file():
        return np.load(stored)
    value = np.asarray(make())
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".npy", delete=False) as unfinished:
        np.save(unfinished, value)
    os.replace(unfinished.name, stored)
    return value


def light_of_image(path):
    def make():
        image = read_image(path)
        face = FaceMesh(follow=False).find(image)
        if face is None:
            raise Refused(f"No face was found in {path}: its light cannot be fitted.")
        return fit.light(image, face.points)
    return cached("light", path, make)


def reference_of(path, identity):
    image = read_image(path)

    def descriptor():
        found = identity.descriptor(image)
        if found is None:
            raise Refused(f"dlib found no face in {path}: identity cannot be compared.")
        return found
    return image, cached("identity", path, descriptor), cached("mask", path, lambda: Person().find(image))


def movements(faces):
    """Rows of lip opening, eyelid opening, yaw, pitch, roll; NaN where there is no face."""
    return np.array([[np.nan] * 5 if f is None else [f.lip_opening(), f.eyelid_opening(), *f.pose()] for f in faces])


def movement_scores(result, driver):
    n = min(len(result), len(driver))
    scores = {"driver_frames": len(driver)}
    for i, name in enumerate(("lips", "eyelids", "yaw", "pitch", "roll")):
        a, b = driver[:n, i], result[:n, i]
        both = np.isfinite(a) & np.isfinite(b)
        if both.sum() < 3:
            continue
        a, b = a[both], b[both]
        moves = a.std() > 1e-9 and b.std() > 1e-9
        scores[f"{name}_correlation"] = float(np.corrcoef(a, b)[0, 1]) if moves else 0.0
        scores[f"{name}_amplitude_ratio"] = float(b.std() / a.std()) if moves else 0.0
    return scores


def measure(args):
    identity = Identity()
    reference, descriptor, reference_person = reference_of(args.reference, identity)
    target = fit.unit(light_of_image(args.light))
    unlit = fit.unit(light_of_image(args.reference))
    track = FaceMesh(follow=True)
    person = Person()
    smooth_reference = cv2.blur(reference, (9, 9))

    faces, flicker, sharp, still, smooth_still, luma, errors, distances = ([] for _ in range(8))
    sampled = unrecognised = 0
    previous = None
    for index, frame in enumerate(read_video(args.result, args.columns, args.skip, args.frames)):
        face = track.find(frame)
        faces.append(face)
        sharp.append(sharpness(frame))
        if previous is not None:
            flicker.append(float(difference(frame, previous).mean()))
        previous = frame
        outside = ~(reference_person | person.find(frame))
        if outside.any():
            still.append(float(difference(frame, reference)[outside].mean()))
            smooth_still.append(float(difference(cv2.blur(frame, (9, 9)), smooth_reference)[outside].mean()))
        if face is not None:
            luma.append(fit.face_luma(frame, face.points))
        if index % args.every:
            continue
        sampled += 1
        if face is not None:
            errors.append(float(np.linalg.norm(fit.unit(fit.light(frame, face.points)) - target)))
        found = identity.descriptor(frame)
        if found is None:
            unrecognised += 1
        else:
            distances.append(float(np.linalg.norm(found - descriptor)))

    reference_face = FaceMesh(follow=False).find(reference)
    missing = [i for i, face in enumerate(faces) if face is None]
    scores = {
        "frames": len(faces),
        "face_detection_rate": 1 - len(missing) / len(faces),
        "frames_without_face": missing,
        "sampled_frames": sampled,
        "sampled_frames_dlib_lost": unrecognised,
        "light_error": mean(errors),
        "light_error_reference": float(np.linalg.norm(unlit - target)),
        "identity": mean(distances),
        "flicker": mean(flicker),
        "background": mean(still),
        "background_smoothed": mean(smooth_still),
        "sharpness": mean(sharp),
        "sharpness_sampled": mean(sharp[::args.every]),
        "sharpness_reference": sharpness(reference),
        "face_luma": mean(luma),
        "face_luma_reference": None if reference_face is None else fit.face_luma(reference, reference_face.points),
    }
    if args.driver:
        def follow():
            tracker = FaceMesh(follow=True)
            return movements([tracker.find(f) for f in read_video(args.driver)])
        scores.update(movement_scores(movements(faces), cached("movement", args.driver, follow)))
    return scores


def mean(values):
    return float(np.mean(values)) if values else None


def show(scores):
    for name, value in scores.items():
        if isinstance(value, list):
            value = "none" if not value else ", ".join(map(str, value[:20])) + (" …" if len(value) > 20 else "")
        elif value is None:
            value = "not measurable"
        elif isinstance(value, float):
            value = f"{value:.3f}"
        print(f"{name.replace('_', ' '):28s} {value}")


def column_range(text):
    try:
        first, end = map(int, text.split(":"))
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected FIRST:END, such as 1024:1536, found {text}")
    if not 0 <= first < end:
        raise argparse.ArgumentTypeError(f"FIRST must be below END, found {text}")
    return first, end


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--result", required=True, help="the rendered video")
    parser.add_argument("--columns", type=column_range, help="use only columns FIRST:END of the result")
    parser.add_argument("--skip", type=int, default=0, help="leave out the first frames of the result")
    parser.add_argument("--frames", type=int, default=100, help="measure at most so many frames")
    parser.add_argument("--every", type=int, default=10,
                        help="fit light and identity on every n-th frame (default 10, as the published numbers do; 1 for all)")
    parser.add_argument("--reference", required=True, help="the portrait")
    parser.add_argument("--light", required=True, help="the photo whose light was asked for")
    parser.add_argument("--driver", help="the driving clip, to compare movements")
    parser.add_argument("--json", action="store_true", help="print JSON")
    args = parser.parse_args()
    try:
        if args.every < 1 or args.skip < 0 or args.frames < 1:
            raise Refused("--every and --frames must be at least 1 and --skip at least 0.")
        for path in filter(None, (args.result, args.reference, args.light, args.driver)):
            if not Path(path).is_file():
                raise Refused(f"{path} does not exist.")
        scores = measure(args)
    except (Refused, video.Unreadable) as reason:
        print(f"measure: {reason}", file=sys.stderr)
        return 3
    print(json.dumps(scores, indent=1)) if args.json else show(scores)
    return 0


if __name__ == "__main__":
    sys.exit(main())
