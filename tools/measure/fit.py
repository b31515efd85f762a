"""Light fitted on a tracked face: second-order spherical harmonics by robust least squares.

The fit of the first sketch: mesh normals under a z-buffer, luminance in linear light (gamma 2.2), a small ridge per
band, ten rounds of reweighting so that beard, lips and eyes weigh less. Order of the nine coefficients: 1, x, y, z,
xy, xz, yz, x²-y², 3z²-1 (x right, y up, z towards the camera).
"""
from functools import cache

import cv2
import numpy as np

LUMINANCE = np.array([.2126, .7152, .0722])
RIDGE = np.diag([1e-3] + [2e-2] * 3 + [8e-2] * 5) * .05
FACING = -.15  # only pixels whose normal turns at least this far towards the camera (z negative)
ROUNDS = 10


def unit(vector):
    return vector / np.linalg.norm(vector)


@cache
def triangles():
    """Triangles of MediaPipe's mesh: every closed loop of three of its edges, 854 of them."""
    import mediapipe as mp
    near = {}
    for a, b in mp.solutions.face_mesh_connections.FACEMESH_TESSELATION:
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    return np.array(sorted({tuple(sorted((a, b, c))) for a in near for b in near[a] for c in near[a] & near[b]}))


def outward(points):
    """The triangles, each wound so that its normal points away from the head's middle."""
    faces = triangles().copy()
    normal = np.cross(points[faces[:, 1]] - points[faces[:, 0]], points[faces[:, 2]] - points[faces[:, 0]])
    width = np.ptp(points[:468, 0])
    outside = points[faces].mean(1) - (points[:468].mean(0) + [0, 0, .35 * width])
    turned = (normal * outside).sum(1) < 0
    faces[turned] = faces[turned][:, [0, 2, 1]]
    return faces


def normals(points, faces):
    face_normal = np.cross(points[faces[:, 1]] - points[faces[:, 0]], points[faces[:, 2]] - points[faces[:, 0]])
    summed = np.zeros((len(points), 3))
    for corner in range(3):
        np.add.at(summed, faces[:, corner], face_normal)
    return summed / np.maximum(np.linalg.norm(summed, axis=1, keepdims=True), 1e-9)


def raster(points, attribute, faces, height, width):
    """Attribute per pixel of the nearest triangle, and where there is one."""
    depth = np.full((height, width), np.inf, np.float32)
    out = np.zeros((height, width, attribute.shape[1]), np.float32)
    for face in faces:
        a, b, c = points[face]
        x0, y0 = np.maximum(np.floor(np.minimum(np.minimum(a, b), c)[:2]).astype(int), 0)
        x1, y1 = np.ceil(np.maximum(np.maximum(a, b), c)[:2]).astype(int) + 1
        x1, y1 = min(x1, width), min(y1, height)
        area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
        if x0 >= x1 or y0 >= y1 or abs(area) < 1e-6:
            continue
        x = np.arange(x0, x1)[None, :]
        y = np.arange(y0, y1)[:, None]
        w1 = ((x - a[0]) * (c[1] - a[1]) - (y - a[1]) * (c[0] - a[0])) / area
        w2 = ((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])) / area
        w0 = 1 - w1 - w2
        z = w0 * a[2] + w1 * b[2] + w2 * c[2]
        seen = depth[y0:y1, x0:x1]
        drawn = (w0 >= -1e-3) & (w1 >= -1e-3) & (w2 >= -1e-3) & (z < seen)
        seen[drawn] = z[drawn]
        weights = np.stack([w0[drawn], w1[drawn], w2[drawn]], 1)
        out[y0:y1, x0:x1][drawn] = weights @ attribute[face]
    return out, np.isfinite(depth)


def basis(normal):
    x, y, z = normal[..., 0], -normal[..., 1], -normal[..., 2]
    return np.stack([np.full_like(x, .282095), .488603 * x, .488603 * y, .488603 * z, 1.092548 * x * y,
                     1.092548 * x * z, 1.092548 * y * z, .546274 * (x * x - y * y), .315392 * (3 * z * z - 1)], -1)


def light(image, points):
    """Nine luminance coefficients of the light on the face in an RGB picture (0..255)."""
    faces = outward(points)
    normal, covered = raster(points, normals(points, faces), faces, *image.shape[:2])
    normal = normal[covered]
    normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-6)
    facing = normal[:, 2] < FACING
    seen = ((image[covered][facing] / 255.0) ** 2.2) @ LUMINANCE
    B = basis(normal[facing])
    weight = np.ones_like(seen)
    for _ in range(ROUNDS):
        A = B * weight[:, None]
        c = np.linalg.solve(A.T @ B + RIDGE * len(seen), A.T @ seen)
        residual = seen - B @ c
        spread = np.median(abs(residual)) * 1.48 + 1e-6
        weight = 1 / (1 + (residual / (2 * spread)) ** 2)
    return c


def face_luma(image, points):
    """Mean Rec. 709 luma (0..255) within the face's outline."""
    mask = np.zeros(image.shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, cv2.convexHull(points[:468, :2].astype(np.int32)), 1)
    return float((image[mask > 0] @ LUMINANCE).mean())
