#!/usr/bin/env python3
"""Tiny networks that stand in for those users supply, for the tests of keylight-eval and of the command. Needs torch and onnx."""
import pathlib

import onnx
import onnx.helper as onnx_helper
import torch

GATE = pathlib.Path(__file__).resolve().parent.parent / "keylight-cli/src/test/resources/dev/keylight/cli"
TARGET = pathlib.Path(__file__).resolve().parent.parent / "keylight-eval/src/test/resources/dev/keylight/eval/network"


class Means(torch.nn.Module):
    """Mean of each channel, whatever the number of dimensions."""

    def forward(self, x: torch.Tensor):
        return x.flatten(2).mean(2)


class Distance(torch.nn.Module):
    def forward(self, a: torch.Tensor, b: torch.Tensor):
        return (a - b).abs().mean().reshape(1)


class Quality(torch.nn.Module):
    """A number in 0..1 for a video: how bright it is."""

    def forward(self, x: torch.Tensor):
        return x.mean().reshape(1)


def means_onnx():
    """Means of pictures, as an exporter writes it: batch and size are free."""
    return onnx_helper.make_model(
        onnx_helper.make_graph(
            [onnx_helper.make_node("GlobalAveragePool", ["input"], ["pooled"]),
             onnx_helper.make_node("Flatten", ["pooled"], ["output"], axis=1)],
            "means",
            [onnx_helper.make_tensor_value_info("input", onnx.TensorProto.FLOAT, ["batch", 3, "height", "width"])],
            [onnx_helper.make_tensor_value_info("output", onnx.TensorProto.FLOAT, ["batch", 3])]),
        opset_imports=[onnx_helper.make_opsetid("", 13)], ir_version=8)


TARGET.mkdir(parents=True, exist_ok=True)
for name, module in (("means.pt", Means()), ("distance.pt", Distance()), ("quality.pt", Quality())):
    torch.jit.script(module).save(str(TARGET / name))
torch.jit.script(Quality()).save(str(GATE / "quality.pt"))
onnx.save(means_onnx(), str(TARGET / "means.onnx"))
