"""FLAME's files as Python 2 wrote them, for a head that is nobody's: small ones for keylight-lcvd's tests, or a whole set
of the published sizes to try the published pipeline's face side without FLAME's licence.

Run with Python 2.7, numpy, scipy and chumpy:
    python2 tools/flame_files.py fixtures          writes the tests' files
    python2 tools/flame_files.py fake FOLDER       writes generic_model.pkl and FLAME_masks.pkl
"""
from __future__ import print_function

import binascii
import cPickle as pickle
import os
import sys

import chumpy
import numpy as np
import scipy.sparse
import scipy.spatial

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                   "../keylight-lcvd/src/test/resources/dev/keylight/lcvd/flame")


def numbers(name, *shape):
    """As in lcvd_network_fixtures.py: floats in [-1, 1) made of a name."""
    with np.errstate(over="ignore"):
        crc = binascii.crc32(name) & 0xFFFFFFFF
        z = (np.arange(int(np.prod(shape)), dtype=np.uint64) + np.uint64(crc << 24)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(40)).astype(np.float64).reshape(shape) / (1 << 23) - 1


def model(template, triangles, shapes, poses, regressor, weights):
    return {
        "v_template": chumpy.array(template), "f": triangles.astype(np.uint32), "shapedirs": chumpy.array(shapes),
        "posedirs": poses, "J_regressor": scipy.sparse.csc_matrix(regressor), "weights": weights,
        "kintree_table": np.array([[4294967295, 0, 1, 1, 1], [0, 1, 2, 3, 4]], dtype=np.uint32),
        "J": regressor.dot(template), "bs_style": "lbs", "bs_type": "lrotmin"}


def sparse(name, rows, columns):
    """Rows that sum to one, mostly zeros."""
    dense = np.abs(numbers(name, rows, columns))
    dense[dense < 0.7] = 0
    dense[np.arange(rows), np.arange(rows) % columns] += 0.5
    return dense / dense.sum(axis=1, keepdims=True)


def fixtures():
    vertices, faces, shapes = 24, 30, 20
    template = numbers("flame.v_template", vertices, 3) * 0.1
    triangles = ((numbers("flame.f", faces, 3) + 1) / 2 * vertices).astype(np.int64)
    small = model(template, triangles, numbers("flame.shapedirs", vertices, 3, shapes) * 0.01,
                  numbers("flame.posedirs", vertices, 3, 36) * 0.002, sparse("flame.J_regressor", 5, vertices),
                  sparse("flame.weights", vertices, 5))
    columns = dict(small, posedirs=np.asfortranarray(small["posedirs"]), f=triangles.astype(">i4"))
    masks = {"face": np.array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]), "nose": np.array([3, 5])}
    for name, content, protocol in (("model.pkl", small, 2), ("model-text.pkl", columns, 0), ("masks.pkl", masks, 2),
                                    ("masks-text.pkl", masks, 0), ("face-id.pkl", {"face": [4, 2, 7]}, 2)):
        with open(os.path.join(OUT, name), "wb") as f:
            pickle.dump(content, f, protocol)


def fake(folder):
    """An egg of 5023 vertices and 9976 triangles with a nose; joints and weights where a head has them."""
    count = 5023
    k = np.arange(count) + 0.5
    polar, turn = np.arccos(1 - 2 * k / count), np.pi * (1 + 5 ** 0.5) * k
    ball = np.stack([np.cos(turn) * np.sin(polar), np.cos(polar), np.sin(turn) * np.sin(polar)], 1)
    hull = scipy.spatial.ConvexHull(ball)
    triangles = hull.simplices.astype(np.int64)
    a, b, c = (ball[triangles[:, i]] for i in range(3))
    inward = (np.cross(b - a, c - a) * (a + b + c)).sum(1) < 0
    triangles[inward] = triangles[inward][:, [0, 2, 1]]
    lowest = np.argsort(ball[triangles][:, :, 1].mean(1))
    triangles = triangles[np.sort(lowest[len(triangles) - 9976:])]  # open at the neck
    template = ball * [0.075, 0.11, 0.09]
    front = np.exp(-((template[:, 0] / 0.012) ** 2 + ((template[:, 1] + 0.01) / 0.025) ** 2)) * (template[:, 2] > 0)
    brows = np.exp(-((np.abs(template[:, 0]) - 0.03) / 0.02) ** 2 - ((template[:, 1] - 0.035) / 0.01) ** 2)
    template[:, 2] += 0.022 * front + 0.006 * brows * (template[:, 2] > 0)
    waves = numbers("fake.waves", 400, 3, 4)  # smooth random deformations
    phase = template.dot(waves[:, :, :3].reshape(1200, 3).T * 40) + waves[:, :, 3].reshape(-1) * np.pi
    size = np.concatenate([np.full(300, 0.0025), np.full(100, 0.0015)]).repeat(3)
    shapes = (np.sin(phase) * size).reshape(count, 3, 400)
    poses = numbers("fake.posedirs", count, 3, 36) * 1e-5
    joints = np.array([[0, -0.09, -0.02], [0, -0.05, -0.01], [0, -0.02, 0.0], [0.03, 0.02, 0.06], [-0.03, 0.02, 0.06]])
    distance = ((template[None] - joints[:, None]) ** 2).sum(-1)
    regressor = np.exp(-distance / 0.0008) * (distance < np.sort(distance, 1)[:, 40:41])
    regressor /= regressor.sum(1, keepdims=True)
    jaw = 1 / (1 + np.exp((template[:, 1] + 0.04) / 0.01)) * (template[:, 2] > 0)
    root = 1 / (1 + np.exp((template[:, 1] + 0.085) / 0.008))
    weights = np.stack([root, (1 - root) * (1 - jaw), (1 - root) * jaw, 0 * jaw, 0 * jaw], 1)
    if not os.path.isdir(folder):
        os.makedirs(folder)
    with open(os.path.join(folder, "generic_model.pkl"), "wb") as f:
        pickle.dump(model(template, triangles, shapes, poses, regressor, weights), f, 2)
    face = np.flatnonzero((template[:, 2] > 0.02) & (template[:, 1] > -0.095) & (template[:, 1] < 0.075))
    with open(os.path.join(folder, "FLAME_masks.pkl"), "wb") as f:
        pickle.dump({"face": face, "nose": np.flatnonzero(front > 0.3)}, f, 2)
    print(folder, template.shape, triangles.shape, "face region:", len(face), "vertices")


if __name__ == "__main__":
    if sys.argv[1:] == ["fixtures"]:
        fixtures()
    else:
        fake(sys.argv[2])
