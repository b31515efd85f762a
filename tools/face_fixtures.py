"""What the face side of the published system computes on small or generated models, for keylight-lcvd's tests: FLAME, DECA,
U2Net, S3FD, FAN, the crops between them and the rasteriser, each written here from the formulas of its paper.

Weights and inputs are made of their names (see lcvd_network_fixtures.py), so that only outputs are stored.
FLAME's files come from flame_files.py. Run with torch, torchvision, scikit-image, opencv and Pillow installed:
    python tools/face_fixtures.py
"""
import pathlib

import cv2
import numpy as np
import PIL.Image
import skimage.transform
import torch
import torch.nn.functional as F
import torchvision
from safetensors.torch import save_file

from lcvd_network_fixtures import fill, numbers, tensor, weight

RESOURCES = pathlib.Path(__file__).parent.parent / "keylight-lcvd/src/test/resources/dev/keylight/lcvd"


# --- FLAME ------------------------------------------------------------------------------------------------------------
def sparse(name, rows, columns):
    dense = np.abs(numbers(name, rows * columns).astype(np.float64).reshape(rows, columns))
    dense[dense < 0.7] = 0
    dense[np.arange(rows), np.arange(rows) % columns] += 0.5
    return torch.from_numpy(dense / dense.sum(axis=1, keepdims=True)).float()


def rotation(r):
    """Rodrigues with the published 1e-8, r [n, 3]."""
    angle = (r + 1e-8).norm(dim=1, keepdim=True)
    a = r / angle
    k = torch.zeros(len(r), 3, 3)
    k[:, 0, 1], k[:, 0, 2], k[:, 1, 0] = -a[:, 2], a[:, 1], a[:, 2]
    k[:, 1, 2], k[:, 2, 0], k[:, 2, 1] = -a[:, 0], -a[:, 1], a[:, 0]
    return torch.eye(3) + angle.sin()[..., None] * k + (1 - angle.cos())[..., None] * (k @ k)


def flame_model():
    v = 24
    shapes = tensor("flame.shapedirs", v, 3, 20).double() * 0.01
    return {
        "template": (tensor("flame.v_template", v, 3).double() * 0.1).float(),
        "triangles": ((tensor("flame.f", 30, 3).double() + 1) / 2 * v).long(),
        "dirs": torch.cat([shapes[:, :, :6], shapes[:, :, 12:16]], 2).float(),
        "poses": (tensor("flame.posedirs", v, 3, 36).double() * 0.002).float(),
        "regressor": sparse("flame.J_regressor", 5, v), "weights": sparse("flame.weights", v, 5),
        "parents": [-1, 0, 1, 1, 1]}


def lbs(m, betas, pose):
    shaped = m["template"] + torch.einsum("b,vkb->vk", betas, m["dirs"])
    joints = m["regressor"] @ shaped
    r = rotation(pose.view(5, 3))
    feature = (r[1:] - torch.eye(3)).reshape(-1)
    posed = shaped + torch.einsum("p,vkp->vk", feature, m["poses"])
    chain = []
    for j, parent in enumerate(m["parents"]):
        step = torch.eye(4)
        step[:3, :3] = r[j]
        step[:3, 3] = joints[j] - (joints[parent] if j else 0)
        chain.append(chain[parent] @ step if j else step)
    moved = []
    for j in range(5):
        g = chain[j].clone()
        g[:3, 3] -= chain[j][:3, :3] @ joints[j]
        moved.append(g)
    t = torch.einsum("vj,jrc->vrc", m["weights"], torch.stack(moved))
    return torch.einsum("vrc,vc->vr", t, torch.cat([posed, torch.ones(len(posed), 1)], 1))[:, :3]


def flame(out):
    m = flame_model()
    out["flame.template.joints"] = m["regressor"] @ m["template"]
    zero = torch.zeros(10)
    full = tensor("flame.pose", 15) * 0.6
    deca = torch.cat([full[:3], torch.zeros(3), full[3:6], torch.zeros(6)])
    out["flame.rest"] = lbs(m, zero, torch.zeros(15))
    out["flame.shape"] = lbs(m, tensor("flame.betas", 10), torch.zeros(15))
    out["flame.deca"] = lbs(m, tensor("flame.betas", 10), deca)
    out["flame.full"] = lbs(m, tensor("flame.betas", 10), full)
    out["flame.half_turn"] = lbs(m, zero, torch.tensor([0, 3.1415927, 0] + [0.0] * 12))
    embedding = {}
    for kind, shape in (("static", (51,)), ("dynamic", (79, 17)), ("full", (1, 68))):
        n = int(np.prod(shape))
        faces = ((numbers(f"flame.{kind}.faces", n).astype(np.float64) + 1) / 2 * 30).astype(np.int64)
        weights = np.abs(numbers(f"flame.{kind}.weights", 3 * n)).reshape(n, 3)
        weights /= weights.sum(1, keepdims=True)
        embedding[kind] = faces.reshape(shape), weights.reshape(shape + (3,)).astype(np.float64)
    saved = {}
    for kind, (faces, weights) in embedding.items():
        wrap = torch.from_numpy if kind == "dynamic" else (lambda x: x)  # the published file holds two torch tensors
        saved[f"{kind}_lmk_faces_idx"], saved[f"{kind}_lmk_bary_coords"] = wrap(faces), wrap(weights)
    np.save(RESOURCES / "flame/landmark_embedding.npy", saved, allow_pickle=True)

    def on(kind, index=None):
        faces, weights = embedding[kind]
        if index is not None:
            faces, weights = faces[index], weights[index]
        corners = out["flame.deca"][m["triangles"][torch.from_numpy(faces.reshape(-1))]]
        return torch.einsum("lck,lc->lk", corners, torch.from_numpy(weights.reshape(-1, 3)).float())

    out["flame.landmarks.solid"] = on("full")
    for name, turn, index in (("front", 0.0, 0), ("left", 0.3, 17), ("right", -0.3, 56), ("far", -1.2, 78), ("past", 1.2, 39)):
        assert abs(np.degrees(turn)) < 0.3 or index in (17, 56, 78, 39)
        out[f"flame.landmarks.{name}"] = torch.cat([on("dynamic", index), on("static")])
    np.save(RESOURCES / "flame/columns.npy", np.asfortranarray(numbers("npy", 12).reshape(3, 4)))
    np.save(RESOURCES / "flame/big.npy", np.arange(5, dtype=">i2"))


# --- networks, weights by name ----------------------------------------------------------------------------------------
def conv(x, name, out, k, stride=1, padding=None, dilation=1, bias=True):
    w = weight(name + ".weight", (out, x.shape[1], k, k))
    b = weight(name + ".bias", (out,)) if bias else None
    return F.conv2d(x, w, b, stride, k // 2 if padding is None else padding, dilation)


def norm(x, name, stored=True):
    w, b, mean, var = (weight(f"{name}.{part}", (x.shape[1],)) for part in ("weight", "bias", "running_mean", "running_var"))
    return F.batch_norm(x, mean, var, w, b, False) if stored else F.batch_norm(x, None, None, w, b, True)


def deca(out):
    backbone = torchvision.models.resnet50(weights=None)
    backbone.fc = torch.nn.Identity()
    fill(backbone, "encoder.")
    h = backbone((tensor("input.face", 1, 3, 96, 96) + 1) / 2)
    h = F.linear(h, weight("layers.0.weight", (1024, 2048)), weight("layers.0.bias", (1024,))).relu()
    out["deca.code"] = F.linear(h, weight("layers.2.weight", (236, 1024)), weight("layers.2.bias", (236,)))


def rsu(x, name, height, middle, channels, stored):
    """RSU-L of the U²-Net paper; height 0 is RSU-4F."""
    def unit(x, part, channels, dilation=1):
        p = f"{name}.rebnconv{part}"
        return norm(conv(x, p + ".conv_s1", channels, 3, 1, dilation, dilation), p + ".bn_s1", stored).relu()

    whole = unit(x, "in", channels)
    levels = height or 4
    h, beside = whole, []
    for i in range(1, levels + 1):
        if height and 1 < i < levels:
            h = F.max_pool2d(h, 2, 2, ceil_mode=True)
        h = unit(h, i, middle, 2 ** (i - 1) if not height else 2 if i == levels else 1)
        beside.append(h)
    for i in range(levels - 1, 0, -1):
        h = F.interpolate(h, size=beside[i - 1].shape[2:], mode="bilinear", align_corners=False)
        h = unit(torch.cat((h, beside[i - 1]), 1), f"{i}d", channels if i == 1 else middle, 1 if height else 2 ** (i - 1))
    return h + whole


def u2net_forward(x, stored):
    down = [("1", 7, 32, 64), ("2", 6, 32, 128), ("3", 5, 64, 256), ("4", 4, 128, 512), ("5", 0, 256, 512), ("6", 0, 256, 512)]
    up = [("5d", 0, 256, 512), ("4d", 4, 128, 256), ("3d", 5, 64, 128), ("2d", 6, 32, 64), ("1d", 7, 16, 64)]
    levels, h = [], x
    for i, (name, *sizes) in enumerate(down):
        h = rsu(F.max_pool2d(h, 2, 2, ceil_mode=True) if i else h, "stage" + name, *sizes, stored)
        levels.append(h)
    sides = [conv(h, "side6", 1, 3)]
    for i, (name, *sizes) in enumerate(up):
        beside = levels[4 - i]
        h = F.interpolate(h, size=beside.shape[2:], mode="bilinear", align_corners=False)
        h = rsu(torch.cat((h, beside), 1), "stage" + name, *sizes, stored)
        sides.append(conv(h, f"side{5 - i}", 1, 3))
    maps = [F.interpolate(s, size=x.shape[2:], mode="bilinear", align_corners=False) for s in reversed(sides)]
    return conv(torch.cat(maps, 1), "outconv", 1, 1).sigmoid()


def u2net(out):
    x = (tensor("input.person", 1, 3, 72, 80) + 1) / 2
    out["u2net.stored"] = u2net_forward(x, True)
    # statistics of few pixels amplify rounding a hundredfold: 1e-4 between PyTorch's own 32 and 64 bits, hence 64
    global weight
    single, weight = weight, lambda name, shape: single(name, shape).double()
    out["u2net.batch"] = u2net_forward(x.double(), False)
    weight = single


def s3fd(out):
    h, features = tensor("input.detect", 1, 3, 128, 160) * 120, []
    for i, widths in enumerate(((64, 64), (128, 128), (256,) * 3, (512,) * 3, (512,) * 3), 1):
        for j, width in enumerate(widths, 1):
            h = conv(h, f"conv{i}_{j}", width, 3).relu()
        if i >= 3:
            name = f"conv{i}_3_norm"
            length = h.pow(2).sum(1, keepdim=True).sqrt() + 1e-10
            features.append((name, h / length * weight(name + ".weight", (h.shape[1],)).view(1, -1, 1, 1)))
        h = F.max_pool2d(h, 2, 2)
    for a, b in (("fc6", "fc7"), ("conv6_1", "conv6_2"), ("conv7_1", "conv7_2")):
        if a == "fc6":
            h = conv(conv(h, a, 1024, 3, 1, 3).relu(), b, 1024, 1).relu()
        else:
            narrow, wide = {"conv6_1": (256, 512), "conv7_1": (128, 256)}[a]
            h = conv(conv(h, a, narrow, 1).relu(), b, wide, 3, 2, 1).relu()
        features.append((b, h))
    for i, (name, h) in enumerate(features):
        scores = conv(h, name + "_mbox_conf", 4 if i == 0 else 2, 3)
        if i == 0:
            scores = torch.cat((scores[:, :3].max(1, keepdim=True).values, scores[:, 3:]), 1)
        out[f"s3fd.scores.{i}"], out[f"s3fd.boxes.{i}"] = scores, conv(h, name + "_mbox_loc", 4, 3)


def fan_block(x, name, channels):
    parts, h = [], x
    for i, width in enumerate((channels // 2, channels // 4, channels // 4), 1):
        h = conv(norm(h, f"{name}.bn{i}").relu(), f"{name}.conv{i}", width, 3, bias=False)
        parts.append(h)
    if x.shape[1] != channels:
        x = conv(norm(x, name + ".downsample.0").relu(), name + ".downsample.2", channels, 1, bias=False)
    return torch.cat(parts, 1) + x


def hourglass(x, name, level):
    low = fan_block(F.avg_pool2d(x, 2, 2), f"{name}.b2_{level}", 256)
    low = hourglass(low, name, level - 1) if level > 1 else fan_block(low, f"{name}.b2_plus_1", 256)
    low = F.interpolate(fan_block(low, f"{name}.b3_{level}", 256), scale_factor=2, mode="nearest")
    return fan_block(x, f"{name}.b1_{level}", 256) + low


def fan(out):
    h = norm(conv((tensor("input.fan", 1, 3, 64, 64) + 1) / 2, "conv1", 64, 7, 2), "bn1").relu()
    h = F.avg_pool2d(fan_block(h, "conv2", 128), 2, 2)
    previous = fan_block(fan_block(h, "conv3", 128), "conv4", 256)
    for i in range(4):
        features = fan_block(hourglass(previous, f"m{i}", 4), f"top_m_{i}", 256)
        features = norm(conv(features, f"conv_last{i}", 256, 1), f"bn_end{i}").relu()
        heatmaps = conv(features, f"l{i}", 68, 1)
        if i < 3:
            previous = previous + conv(features, f"bl{i}", 256, 1) + conv(heatmaps, f"al{i}", 256, 1)
    out["fan.heatmaps"] = heatmaps


# --- before, between and after the networks ---------------------------------------------------------------------------
def picture(name, height, width):
    return ((numbers(name, height * width * 3).reshape(height, width, 3) + 1) * 127.9).astype(np.uint8)


def crops(out):
    """DECA's crop by skimage, the detectors' by opencv, the panels' by Pillow."""
    image = picture("input.crop", 60, 80)
    for name, (left, top, right, bottom) in {"inside": (22, 14, 49, 40), "beyond": (50, 30, 96, 71), "tiny": (10, 10, 14, 13)}.items():
        old = (right - left + bottom - top) / 2 * 1.1
        centre = np.array([right - (right - left) / 2.0, bottom - (bottom - top) / 2.0])
        size = int(old * 1.25)
        corners = np.array([[centre[0] - size / 2, centre[1] - size / 2], [centre[0] - size / 2, centre[1] + size / 2],
                            [centre[0] + size / 2, centre[1] - size / 2]])
        tform = skimage.transform.estimate_transform("similarity", corners, np.array([[0, 0], [0, 223], [223, 0]]))
        cut = skimage.transform.warp(image / 255.0, tform.inverse, output_shape=(224, 224))
        out[f"crop.{name}"] = torch.from_numpy((cut * 255).astype(np.float32) / 255)[::9, ::9].permute(2, 0, 1)
    for width, height in ((50, 41), (131, 97), (80, 33)):
        resized = PIL.Image.fromarray(image).resize((width, height), PIL.Image.BICUBIC)
        out[f"pillow.{width}x{height}"] = torch.from_numpy(np.array(resized))

    def to_picture(point, centre, scale, resolution):
        h = 200.0 * scale
        t = np.array([[resolution / h, 0, resolution * (-centre[0] / h + 0.5)],
                      [0, resolution / h, resolution * (-centre[1] / h + 0.5)], [0, 0, 1]])
        return (np.linalg.inv(t) @ np.array([point[0], point[1], 1]))[:2].astype(np.int32)

    box = np.array([20.3, 11.6, 61.1, 55.9])
    centre = np.array([box[2] - (box[2] - box[0]) / 2, box[3] - (box[3] - box[1]) / 2 - 0.12 * (box[3] - box[1])])
    scale = (box[2] - box[0] + box[3] - box[1]) / 195
    upper, lower = to_picture([1, 1], centre, scale, 256), to_picture([256, 256], centre, scale, 256)
    square = np.zeros((lower[1] - upper[1], lower[0] - upper[0], 3), np.uint8)
    x0, y0, x1, y1 = max(upper[0], 0), max(upper[1], 0), min(lower[0], 80), min(lower[1], 60)
    square[y0 - upper[1]:y1 - upper[1], x0 - upper[0]:x1 - upper[0]] = image[y0:y1, x0:x1]
    out["fan.crop"] = torch.from_numpy(cv2.resize(square, (256, 256), interpolation=cv2.INTER_LINEAR)[::8, ::8].copy())
    maps, peaks = numbers("input.heatmaps", 68 * 64 * 64).reshape(68, 64, 64), []
    for m in maps:
        y, x = np.unravel_index(np.argmax(m), m.shape)
        point = np.array([x + 1.0, y + 1.0])
        if 0 < x < 63 and 0 < y < 63:
            point += 0.25 * np.sign([m[y, x + 1] - m[y, x - 1], m[y + 1, x] - m[y - 1, x]])
        peaks.append(to_picture(point - 0.5, centre, scale, 64))
    out["fan.peaks"] = torch.from_numpy(np.array(peaks)).float()


def boxes(out):
    """S3FD's boxes out of made-up levels: decoding, suppression, order."""
    found = []
    for i in range(6):
        side, stride = 64 >> i, 4 << i
        scores = torch.from_numpy(numbers(f"input.scores.{i}", 2 * side * side).reshape(2, side, side)) * 3 - 2.2
        scores[0] += 2.2
        moves = torch.from_numpy(numbers(f"input.moves.{i}", 4 * side * side).reshape(4, side, side)) * 3
        p = scores.softmax(0)[1]
        for y, x in torch.nonzero(p > 0.05).tolist():
            cx, cy = stride / 2 + x * stride, stride / 2 + y * stride
            dx, dy, dw, dh = moves[:, y, x].tolist()
            anchor = 4 * stride
            cx, cy, w, h = cx + dx * 0.1 * anchor, cy + dy * 0.1 * anchor, anchor * np.exp(dw * 0.2), anchor * np.exp(dh * 0.2)
            found.append([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2, p[y, x].item()])
    found, kept = sorted(found, key=lambda b: -b[4]), []
    for b in found:
        def overlap(k):
            w = max(0, min(b[2], k[2]) - max(b[0], k[0]) + 1)
            h = max(0, min(b[3], k[3]) - max(b[1], k[1]) + 1)
            area = sum((r[2] - r[0] + 1) * (r[3] - r[1] + 1) for r in (b, k))
            return w * h / (area - w * h)
        if all(overlap(k) <= 0.3 for k in kept):
            kept.append(b)
    out["s3fd.kept"] = torch.tensor([b for b in kept if b[4] > 0.5])


def hint(out):
    """Projection, rasteriser and shading of spec 7.6 and 7.7 in numpy's 32-bit floats, every pixel against every triangle."""
    side, f32 = 64, np.float32
    head = out["flame.shape"].numpy()
    triangles = flame_model()["triangles"].numpy()[:12]
    camera, size, centre = np.array([7.5, 0.01, -0.02], f32), 50, np.array([30.5, 33.0])
    x, y, z = (camera[0] * (head[:, 0] + camera[1]), -(camera[0] * (head[:, 1] + camera[2])), -(camera[0] * head[:, 2]))
    step, corner = f32(size / 223), (centre - size / 2).astype(f32)
    px, py = (x * f32(.5) + f32(.5)) * f32(224) * step + corner[0], (y * f32(.5) + f32(.5)) * f32(224) * step + corner[1]
    out["hint.projected"] = torch.from_numpy(np.stack([px, py, z * f32(side / 2)], 1))
    ndc = np.stack([px / f32(side) * f32(2) - f32(1), py / f32(side) * f32(2) - f32(1), z + f32(10)], 1)

    def normals(v):
        n = np.zeros_like(v)
        for a, b, c in triangles:
            n[[a, b, c]] += np.cross(v[b] - v[a], v[c] - v[a])[None] if len({a, b, c}) == 3 else 0
        return n / np.maximum(np.linalg.norm(n, axis=1, keepdims=True), f32(1e-6))

    def edge(p, a, b):
        return (p[0] - a[0]) * (b[1] - a[1]) - (p[1] - a[1]) * (b[0] - a[0])

    lit, seen = normals(head), normals(ndc)
    light = numbers("hint.light", 27).reshape(9, 3) + np.array([[3, 3, 3]] + [[0, 0, 0]] * 8, f32)
    factor = np.array([0.28209479, 1.02332671, 1.02332671, 1.02332671, 0.85808553, 0.85808553, 0.85808553, 0.42904277, 0.24770796], f32)
    grid = ((2 * np.arange(side, dtype=f32) + 1) / f32(side) - 1).astype(f32)
    p = np.stack(np.meshgrid(grid, grid), 0)
    depth, image = np.full((side, side), np.inf, f32), np.zeros((side, side, 3), f32)
    for t in triangles:
        v = ndc[t]
        if abs(edge(v[0], v[1], v[2])) <= 1e-8 or v[:, 2].min() < 1e-8:
            continue
        d = edge(v[2], v[0], v[1]) + f32(1e-8)
        w = np.stack([edge(p, v[1], v[2]) / d, edge(p, v[2], v[0]) / d, edge(p, v[0], v[1]) / d])
        zs = (w * v[:, 2][:, None, None]).sum(0)
        inside = (w > 0).all(0) & (zs < depth)
        depth[inside] = zs[inside]
        n = np.einsum("khw,kc->hwc", w, lit[t])
        nx, ny, nz = n[..., 0], n[..., 1], n[..., 2]
        bands = np.stack([np.ones_like(nx), nx, ny, nz, nx * ny, nx * nz, ny * nz, nx * nx - ny * ny, 3 * nz * nz - 1], -1) * factor
        front = np.einsum("khw,k->hw", w, seen[t][:, 2]) < 0.15
        colour = (f32(180 / 255) * w.sum(0)[..., None]) * (bands @ light)
        image[inside] = np.where(front[..., None], colour, 0)[inside]
    out["hint.picture"] = torch.from_numpy((np.clip(image, 0, 1) * 255).astype(np.uint8))


def matte(out):
    x = (tensor("input.matte", 1, 3, 4, 6) + 1) / 2
    published = x.permute(0, 2, 3, 1).clone()
    for i, (mean, deviation) in enumerate(((.485, .229), (.456, .224), (.406, .225))):
        published[:, :, i] = (published[:, :, i] - mean) / deviation  # the third axis of four: columns
    out["matte.published"] = published.permute(0, 3, 1, 2)
    out["matte.corrected"] = (x - torch.tensor([.485, .456, .406]).view(1, 3, 1, 1)) / torch.tensor([.229, .224, .225]).view(1, 3, 1, 1)


PARTS = [flame, deca, u2net, s3fd, fan, crops, boxes, hint, matte]


def main():
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)
    out = {}
    with torch.no_grad():
        for part in PARTS:
            part(out)
    (RESOURCES / "face").mkdir(parents=True, exist_ok=True)
    (RESOURCES / "face/outputs.safetensors").unlink(missing_ok=True)
    save_file({k: v.contiguous().clone() for k, v in out.items()}, RESOURCES / "face/outputs.safetensors")
    for k, v in out.items():
        print(k, tuple(v.shape), "mean", float(v.double().abs().mean()), "most", float(v.double().abs().max()))


if __name__ == "__main__":
    main()
