#!/usr/bin/env python3
"""Two tiny TorchScript files that stand in for networks users supply, for keylight-eval's tests. Needs torch."""
import pathlib

import torch

TARGET = pathlib.Path(__file__).resolve().parent.parent / "keylight-eval/src/test/resources/dev/keylight/eval/network"


class Means(torch.nn.Module):
    """Mean of each channel, whatever the number of dimensions."""

    def forward(self, x: torch.Tensor):
        return x.flatten(2).mean(2)


class Distance(torch.nn.Module):
    def forward(self, a: torch.Tensor, b: torch.Tensor):
        return (a - b).abs().mean().reshape(1)


TARGET.mkdir(parents=True, exist_ok=True)
for name, module in (("means.pt", Means()), ("distance.pt", Distance())):
    torch.jit.script(module).save(str(TARGET / name))
