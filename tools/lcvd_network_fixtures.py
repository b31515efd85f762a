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


def solvers(out):
    """Heun and DPM-Solver++(2M) on Karras levels, v-prediction, with the same made-up network as the Euler fixture."""
    from diffusers import DPMSolverMultistepScheduler, EDMDPMSolverMultistepScheduler, HeunDiscreteScheduler

    beta = dict(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", prediction_type="v_prediction",
                use_karras_sigmas=True)
    for steps in (1, 2, 5, 12):
        made = {
            # the published range of levels; sigma_data 1 makes EDM's preconditioning that of v-prediction
            "dpmpp-2m": EDMDPMSolverMultistepScheduler(
                sigma_min=0.002, sigma_max=700.0, sigma_data=1.0, prediction_type="v_prediction", solver_order=2,
                algorithm_type="dpmsolver++", lower_order_final=True, euler_at_final=True, final_sigmas_type="zero"),
            # Stable Diffusion's own range; its latents are x / sqrt(sigma^2 + 1)
            "dpmpp-2m-vp": DPMSolverMultistepScheduler(
                solver_order=2, algorithm_type="dpmsolver++", lower_order_final=True, euler_at_final=True,
                final_sigmas_type="zero", **beta),
            "heun": HeunDiscreteScheduler(**beta),
        }
        for name, s in made.items():
            if steps == 1 and name != "dpmpp-2m":
                continue
            s.set_timesteps(steps)
            sigmas = s.sigmas.double()
            scale = 1.0 if name == "dpmpp-2m-vp" else math.sqrt(float(sigmas[0]) ** 2 + 1)
            x = tensor("input.noise", 2, 4, 3, 3).double() * scale
            for i, t in enumerate(s.timesteps):
                seen = x if name == "dpmpp-2m-vp" else x / (sigmas[i] ** 2 + 1) ** 0.5
                x = s.step(tensor(f"input.v{i}", 2, 4, 3, 3) + 0.1 * seen, t, x).prev_sample.double()
            out[f"{name}.sigmas.{steps}"] = s.sigmas.float()
            out[f"{name}.end.{steps}"] = x.float()


def blocks(out):
    """Each kind of block of the UNet by itself, with odd sizes."""
    from diffusers.models.resnet import SpatioTemporalResBlock
    from diffusers.models.transformers.transformer_temporal import TransformerSpatioTemporalModel
    from diffusers.models.unets.unet_3d_blocks import (
        CrossAttnDownBlockSpatioTemporal, CrossAttnUpBlockSpatioTemporal, DownBlockSpatioTemporal,
        UNetMidBlockSpatioTemporal, UpBlockSpatioTemporal)
    from diffusers.models.attention import BasicTransformerBlock, TemporalBasicTransformerBlock

    frames, embedding = 3, tensor("block.embedding", 1, 128)
    images = torch.zeros(1, frames)
    context = tensor("block.context", 1, 1, 24)
    per_frame = dict(temb=embedding.repeat(frames, 1), image_only_indicator=images)
    attending = dict(per_frame, encoder_hidden_states=context.repeat(frames, 1, 1))

    res = fill(SpatioTemporalResBlock(in_channels=32, out_channels=64, temb_channels=128, eps=1e-6), "block.res.")
    out["block.res"] = res(tensor("block.x32", frames, 32, 4, 6), embedding[:, None].repeat(1, frames, 1).flatten(0, 1)
                           .view(frames, 128), images)
    spatial = fill(BasicTransformerBlock(64, 4, 16, cross_attention_dim=24), "block.spatial.")
    out["block.spatial"] = spatial(tensor("block.tokens", frames, 24, 64), encoder_hidden_states=context.repeat(frames, 1, 1))
    temporal = fill(TemporalBasicTransformerBlock(64, 64, 4, 16, cross_attention_dim=24), "block.temporal.")
    out["block.temporal"] = temporal(tensor("block.tokens", frames, 24, 64), num_frames=frames,
                                     encoder_hidden_states=context.repeat(24, 1, 1))
    both = fill(TransformerSpatioTemporalModel(4, 16, in_channels=64, cross_attention_dim=24), "block.both.")
    out["block.both"] = both(tensor("block.x64", frames, 64, 4, 6), context.repeat(frames, 1, 1), images, return_dict=False)[0]

    down = fill(CrossAttnDownBlockSpatioTemporal(32, 64, 128, num_layers=1, num_attention_heads=4, cross_attention_dim=24),
                "block.down.")
    out["block.down"], _ = down(tensor("block.x32", frames, 32, 4, 6), **attending)
    plain = fill(DownBlockSpatioTemporal(32, 64, 128, num_layers=1, add_downsample=False), "block.down-plain.")
    out["block.down-plain"], _ = plain(tensor("block.x32", frames, 32, 4, 6), **per_frame)
    mid = fill(UNetMidBlockSpatioTemporal(64, 128, num_layers=1, num_attention_heads=4, cross_attention_dim=24), "block.mid.")
    out["block.mid"] = mid(tensor("block.x64", frames, 64, 4, 6), **attending)
    skips = (tensor("block.x32", frames, 32, 4, 6), tensor("block.skip64", frames, 64, 4, 6))
    up = fill(CrossAttnUpBlockSpatioTemporal(32, 64, 64, 128, num_layers=2, num_attention_heads=4, cross_attention_dim=24),
              "block.up.")
    out["block.up"] = up(tensor("block.x64", frames, 64, 4, 6), skips, **attending)
    up = fill(UpBlockSpatioTemporal(32, 64, 64, 128, num_layers=2), "block.up-plain.")
    out["block.up-plain"] = up(tensor("block.x64", frames, 64, 4, 6), skips, **per_frame)


def tiles(out):
    """The published tiles of 1 to 200 frames (spec 6.4), clips below 16 padded, and what their weights add up to."""
    weights = torch.tensor([min((j + 0.5) / 8, 2 - (j + 0.5) / 8) for j in range(16)])
    for frames in range(1, 201):
        f = max(16, frames)
        made = [[0] + list(range(s + 1, s + 16)) for s in range(0, f - 15, 10)]
        if made[-1][-1] < f - 1:
            made.append([0] + list(range(f - 15, f)))
        totals = torch.zeros(f)
        for tile in made:
            totals[tile] += weights
        out[f"tiles.{frames}"] = torch.tensor(made, dtype=torch.uint8)
        out[f"tile-weights.{frames}"] = totals


def main():
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)
    OUT.mkdir(parents=True, exist_ok=True)
    for file, parts in (("outputs", (unet, vae, clip, adapter, scheduler)), ("blocks", (blocks,)),
                        ("sampling", (solvers, tiles))):
        out = {}
        with torch.no_grad():
            for part in parts:
                part(out)
        save_file({k: v.contiguous().clone() for k, v in out.items()}, OUT / f"{file}.safetensors")
        for k, v in out.items():
            if "tile" not in k:
                print(k, tuple(v.shape), float(v.double().abs().mean()))


if __name__ == "__main__":
    main()
