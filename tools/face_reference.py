#!/usr/bin/env python3
"""Makes the fixture of the face tests: where MediaPipe itself sees the landmarks of the sample portrait.

Needs the PyPI packages mediapipe 0.10.21 and opencv. Writes
keylight-core/src/test/resources/dev/keylight/face/astronaut_landmarks.json: 478 points x, y, z in pixels, the form of
MediaPipe's own output (pixel centres are not its concern), after the tracker has settled on the still picture.
"""
import json
import pathlib

import cv2
import mediapipe

ROOT = pathlib.Path(__file__).resolve().parent.parent
PORTRAIT = ROOT / "keylight-core/src/main/resources/dev/keylight/samples/astronaut.png"
FIXTURE = ROOT / "keylight-core/src/test/resources/dev/keylight/face/astronaut_landmarks.json"

picture = cv2.cvtColor(cv2.imread(str(PORTRAIT)), cv2.COLOR_BGR2RGB)
height, width = picture.shape[:2]
with mediapipe.solutions.face_mesh.FaceMesh(refine_landmarks=True, max_num_faces=1) as mesh:
    for _ in range(3):
        result = mesh.process(picture)
points = [round(v, 2) for p in result.multi_face_landmarks[0].landmark for v in (p.x * width, p.y * height, p.z * width)]
FIXTURE.parent.mkdir(parents=True, exist_ok=True)
FIXTURE.write_text(json.dumps({"mediapipe": mediapipe.__version__, "vertices": points}) + "\n")
