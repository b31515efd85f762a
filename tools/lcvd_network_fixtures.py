"""What diffusers and transformers compute on small networks, for keylight-lcvd's tests to compare with.

Weights and inputs are made of their names by integer arithmetic (see `numbers`), bit for bit the same here and in Java,
so that only outputs are stored.

Run with torch, diffusers and transformers installed:  python tools/lcvd_network_fixtures.py
"""
import binascii
import math
import pathlib

import numpy as np
import torch
from safetensors.torch import save_file

OUT = pathlib.Path(__file__).parent.parent / "keylight-lcvd/src/test/resources/dev/keylight/lcvd/networks"
MASK = np.uint64(0xFFFFFFFFFFFFFFFF)


def numbers(name, count):
    """`count` floats in [-1, 1): splitmix64 of crc32(name) + index, its upper 24 bits."""
    with np.errstate(over="ignore"):
        z = (np.arange(count, dtype=np.uint64) + np.uint64(binascii.crc32(name.encode()) << 24)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return ((z >> np.uint64(40)).astype(np.float64) / (1 << 23) - 1).astype(np.float32)


def tensor(name, *shape):
    return torch.from_numpy(numbers(name, math.prod(shape)).reshape(shape))


def weight(name, shape):
    if len(shape) >= 2:
        return tensor(name, *shape) * np.float32(math.sqrt(3 / (math.prod(shape) // shape[0])))
    u = tensor(name, *shape) * np.float32(0.25)
    return u + 1 if name.endswith((".weight", "running_var", "scale")) else u


def fill(module, prefix=""):
    state = {k: weight(prefix + k, tuple(v.shape)) if v.is_floating_point() else v for k, v in module.state_dict().items()}
    module.load_state_dict(state)
    return module.eval()


def unet(out):
    from diffusers import UNetSpatioTemporalConditionModel

    model = fill(UNetSpatioTemporalConditionModel(
        in_channels=8, out_channels=4, block_out_channels=(32, 64, 64), num_attention_heads=(2, 4, 2), layers_per_block=2,
        down_block_types=("CrossAttnDownBlockSpatioTemporal", "CrossAttnDownBlockSpatioTemporal", "DownBlockSpatioTemporal"),
        up_block_types=("UpBlockSpatioTemporal", "CrossAttnUpBlockSpatioTemporal", "CrossAttnUpBlockSpatioTemporal"),
        cross_attention_dim=24, addition_time_embed_dim=16, projection_class_embeddings_input_dim=48))
    feature = tensor("input.feature", 5, 32, 12, 8)
    model.conv_in.register_forward_hook(lambda module, args, result: result + feature)
    out["unet.tokens"] = model(tensor("input.latents", 1, 5, 8, 12, 8), -0.4, tensor("input.context", 1, 1, 24),
                               torch.tensor([[6.0, 127.0, 0.02]])).sample[0]
    out["unet.zero"] = model(tensor("input.latents", 1, 5, 8, 12, 8), 1.5, torch.zeros(1, 1, 24),
                             torch.tensor([[6.0, 127.0, 0.02]])).sample[0]


def vae(out):
    from diffusers import AutoencoderKL

    model = fill(AutoencoderKL(
        in_channels=3, out_channels=3, block_out_channels=(32, 32, 64), layers_per_block=1, latent_channels=4,
        down_block_types=("DownEncoderBlock2D",) * 3, up_block_types=("UpDecoderBlock2D",) * 3, norm_num_groups=32,
        scaling_factor=0.18215))
    posterior = model.encode(tensor("input.pixels", 2, 3, 24, 20)).latent_dist
    out["vae.mean"] = posterior.mean
    out["vae.decoded"] = model.decode(tensor("input.vae", 2, 4, 6, 5)).sample


def clip(out):
    from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection
    from diffusers.pipelines.stable_video_diffusion.pipeline_stable_video_diffusion import _resize_with_antialiasing

    model = fill(CLIPVisionModelWithProjection(CLIPVisionConfig(
        hidden_size=48, intermediate_size=96, num_hidden_layers=2, num_attention_heads=3, image_size=28, patch_size=14,
        projection_dim=24, hidden_act="gelu")))
    out["clip.embedding"] = model(tensor("input.clip", 1, 3, 28, 28)).image_embeds
    for size in (512, 256, 320, 96):
        out[f"clip.resized.{size}"] = _resize_with_antialiasing(tensor("input.resize", 1, 3, size, size), (28, 28))


def adapter(out):
    layers = []
    for i, o, k, s in ((3, 3, 3, 1), (3, 16, 4, 2), (16, 16, 3, 1), (16, 32, 4, 2), (32, 32, 3, 1), (32, 64, 4, 2),
                       (64, 64, 3, 1), (64, 128, 3, 1)):
        layers += [torch.nn.Conv2d(i, o, k, s, 1), torch.nn.SiLU()]

    class Adapter(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.scale = torch.nn.Parameter(torch.ones(1))
            self.conv_layers = torch.nn.Sequential(*layers)
            self.final_proj = torch.nn.Conv2d(128, 32, 1)

    model = fill(Adapter())
    out["adapter"] = model.final_proj(model.conv_layers(tensor("input.hint", 2, 3, 32, 24))) * model.scale


def scheduler(out):
    from diffusers import EulerDiscreteScheduler

    for steps in (1, 2, 3, 4, 25):
        s = EulerDiscreteScheduler(
            beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", prediction_type="v_prediction",
            use_karras_sigmas=True, sigma_min=0.002, sigma_max=700.0, timestep_spacing="leading",
            timestep_type="continuous", steps_offset=1)
        s.set_timesteps(steps)
        out[f"euler.sigmas.{steps}"] = s.sigmas
        out[f"euler.timesteps.{steps}"] = s.timesteps
        x = tensor("input.noise", 2, 4, 3, 3) * s.init_noise_sigma
        for i, t in enumerate(s.timesteps):
            scaled = s.scale_model_input(x, t)
            x = s.step(tensor(f"input.v{i}", 2, 4, 3, 3) + 0.1 * scaled, t, x).prev_sample
        out[f"euler.end.{steps}"] = x


def main():
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)
    out = {}
    with torch.no_grad():
        for part in (unet, vae, clip, adapter, scheduler):
            part(out)
    OUT.mkdir(parents=True, exist_ok=True)
    save_file({k: v.contiguous().clone() for k, v in out.items()}, OUT / "outputs.safetensors")
    for k, v in out.items():
        print(k, tuple(v.shape), float(v.double().abs().mean()))


if __name__ == "__main__":
    main()
