"""What the face side of the published system computes on small or generated models, for keylight-lcvd's tests: FLAME, DECA,
U2Net, S3FD, FAN, the crops between them and the rasteriser, each written here from the formulas of its paper.

Weights and inputs are made of their names (see lcvd_network_fixtures.py), so that only outputs are stored.
FLAME's files come from flame_files.py. Run with torch, torchvision, scikit-image, opencv and Pillow installed:
    python tools/face_fixtures.py
"""
import pathlib

import numpy as np
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


PARTS = [flame, deca, u2net, s3fd, fan]


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
