"""Writes the small files keylight-lcvd's readers are tested on, and what PyTorch itself reads from them.

Run with PyTorch and safetensors installed:  python tools/lcvd_checkpoint_fixtures.py
"""
import collections
import os
import pathlib
import pickle

import numpy
import torch
from safetensors.torch import save_file

OUT = pathlib.Path(__file__).parent.parent / "keylight-lcvd/src/test/resources/dev/keylight/lcvd/checkpoint"


def tensors():
    generator = torch.Generator().manual_seed(1)
    base = torch.randn(6, 5, generator=generator)
    return collections.OrderedDict(
        plain=base,
        transposed=base.t(),
        column=base[:, 2],
        window=base[1:4, 1:3],
        parameter=torch.nn.Parameter(torch.randn(3, generator=generator)),
        half=base.half(),
        brain=base.bfloat16(),
        double=base.double(),
        steps=torch.tensor(7),
        bytes=torch.arange(9, dtype=torch.uint8).view(3, 3),
        flags=torch.tensor([True, False, True]),
        filter=torch.randn(4, 3, 3, 3, generator=generator).to(memory_format=torch.channels_last),
        empty=torch.zeros(0, 4),
    )


class Attack:
    def __reduce__(self):
        return os.system, ("echo this must never run",)


def script():
    """A TorchScript archive, program and all, and the tensors in it."""
    torch.manual_seed(2)
    network = torch.nn.Sequential(torch.nn.BatchNorm2d(2), torch.nn.ReLU(), torch.nn.Conv2d(2, 3, 1))
    torch.jit.script(network).save(str(OUT / "script.zip"))
    save_file({k: v.clone() for k, v in network.state_dict().items()}, OUT / "script.safetensors")


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    state = tensors()
    torch.save(state, OUT / "zip.pth")
    torch.save(state, OUT / "stream.tar", _use_new_zipfile_serialization=False)
    nested = {"E_flame": {"layers.0.weight": state["plain"]}, "opt": {"lr": 0.1, "betas": (0.9, 0.999)}, "step": 3,
              "loss": numpy.float64(0.5), "names": ["a", "b"], "nothing": None, "flag": True, "big": 2**70}
    torch.save(nested, OUT / "nested.pth")
    torch.save(nested, OUT / "nested-stream.tar", _use_new_zipfile_serialization=False)
    save_file({k: v.detach().contiguous().clone() for k, v in state.items()}, OUT / "expected.safetensors",
              metadata={"format": "pt"})
    script()
    torch.save({"weight": state["plain"], "attack": Attack()}, OUT / "attack.pth")
    (OUT / "attack.pkl").write_bytes(pickle.dumps(Attack(), protocol=2))


if __name__ == "__main__":
    main()
