"""Random weights for the published preprocessing in the published files, to try Keylight's face side end to end without
the licensed ones: DECA sees an upright head lit from the upper right, S3FD a face in the middle, the rest is noise.

Run with torch, torchvision and numpy, after flame_files.py has made the FLAME files:
    python2 tools/flame_files.py fake WEIGHTS/relipa/data
    python tools/fake_face_weights.py WEIGHTS
"""
import pathlib
import sys

import numpy as np
import torch
import torchvision

import face_fixtures


class Node(torch.nn.Module):
    """A place in a tree of named tensors; TorchScript writes such a tree as it writes a network."""

    def put(self, name, value):
        head, _, rest = name.partition(".")
        if not rest:
            self.register_buffer(head, value)
            return
        if head not in self._modules:
            self.add_module(head, Node())
        self._modules[head].put(rest, value)

    def forward(self, x: torch.Tensor):
        return x


def recorded(network, *inputs):
    """The tensors a network of face_fixtures asks for, with weights that keep activations of one size."""
    state = {}

    def weight(name, shape):
        if name not in state:
            if name.endswith(".weight") and len(shape) > 1:
                state[name] = torch.randn(shape) * (2 / np.prod(shape[1:])) ** 0.5
            else:
                state[name] = torch.ones(shape) if name.endswith((".weight", "running_var")) else torch.zeros(shape)
            if name.endswith("running_var"):
                state[name[:-len("running_var")] + "num_batches_tracked"] = torch.tensor(1)
        return state[name]

    face_fixtures.weight = weight
    with torch.no_grad():
        network(*inputs)
    return state


def deca():
    backbone = torchvision.models.resnet50(weights=None)
    backbone.fc = torch.nn.Identity()
    state = {"encoder." + k: v for k, v in backbone.state_dict().items()}
    bias = torch.zeros(236)
    bias[206] = 8.0  # scale: a head of 0.22 m fills most of the crop
    light = torch.tensor([1.9, 0.7, 0.5, 0.5, 0, 0, 0, 0, 0.1])[:, None] * torch.tensor([1.05, 1.0, 0.92])
    bias[209:] = light.reshape(-1)
    spread = torch.full((236, 1), 0.03)
    spread[:100] = 0.6  # shape
    spread[150:200] = 0.8  # expression
    spread[206:209] = torch.tensor([[0.1], [0.002], [0.002]])
    with torch.no_grad():
        features = backbone.eval()(torch.rand(4, 3, 224, 224).round(decimals=1)).mean(0)
    first = torch.randn(1024, 2048) / features.norm()
    hidden = (first @ features).relu()
    state["layers.0.weight"], state["layers.0.bias"] = first, torch.zeros(1024)
    state["layers.2.weight"], state["layers.2.bias"] = torch.randn(236, 1024) * spread / hidden.norm(), bias
    return {"E_flame": state}


def s3fd():
    state = recorded(lambda: face_fixtures.s3fd({}))
    for name in list(state):
        if name.endswith("_mbox_conf.weight") or name.endswith("_mbox_loc.weight"):
            state[name] = state[name] * 0.01
        elif name.endswith("_mbox_conf.bias"):
            face = name.startswith("conv6_2")
            state[name] = torch.tensor([0.0] * (len(state[name]) - 1) + [1.0 if face else -6.0])
    return state


def main(folder):
    torch.manual_seed(7)
    data, detectors = folder / "relipa/data", folder / "face_alignment"
    data.mkdir(parents=True, exist_ok=True)
    detectors.mkdir(parents=True, exist_ok=True)
    torch.save(deca(), data / "deca_model.tar", _use_new_zipfile_serialization=False)
    torch.save(recorded(face_fixtures.u2net_forward, torch.rand(1, 3, 64, 64), True), folder / "relipa/u2net_human_seg.pth")
    torch.save(s3fd(), detectors / "s3fd-619a316812.pth")
    tree = Node()
    for name, value in recorded(lambda: face_fixtures.fan({})).items():
        tree.put(name, value)
    torch.jit.script(tree).save(str(detectors / "2DFAN4-cd938726ad.zip"))
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            print(f"{file.stat().st_size:12d} {file}")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
