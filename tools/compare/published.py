"""The published pipeline's logic (spec §6) with diffusers' and transformers' networks, to compare Keylight with.

  python published.py make CASE [--size 128 --frames 17 --channels 32 64 64 64 --heads 2 4 4 4 --layers 1 --seed 1]
      writes CASE/panels, CASE/pretrained_weights (small random networks in the published layout), CASE/noise.safetensors
  python published.py run CASE --mode relighting --steps 3 --guidance 4.5 [--threads 2]
      writes CASE/expected.safetensors (frames, latents_over_scale) and prints the seconds it took
  python published.py compare CASE FOLDER
      compares the PNGs and latents.safetensors that `keylight generate` wrote to FOLDER

Needs torch, diffusers, transformers, pillow. fp32 on the CPU throughout.
"""
import argparse
import json
import pathlib
import time

import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

SVD = "stable-video-diffusion-img2vid-xt"


class Adapter(torch.nn.Module):
    def __init__(self, channels):
        super().__init__()
        layers = []
        for i, o, k, s in ((3, 3, 3, 1), (3, 16, 4, 2), (16, 16, 3, 1), (16, 32, 4, 2), (32, 32, 3, 1), (32, 64, 4, 2),
                           (64, 64, 3, 1), (64, 128, 3, 1)):
            layers += [torch.nn.Conv2d(i, o, k, s, 1), torch.nn.SiLU()]
        self.scale = torch.nn.Parameter(torch.ones(1) * 2)
        self.conv_layers = torch.nn.Sequential(*layers)
        self.final_proj = torch.nn.Conv2d(128, channels, 1)

    def forward(self, x):
        return self.final_proj(self.conv_layers(x)) * self.scale


def make(case, a):
    from diffusers import AutoencoderKL, UNetSpatioTemporalConditionModel
    from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

    torch.manual_seed(a.seed)
    weights = case / "pretrained_weights"
    svd, relipa = weights / SVD, weights / "relipa"
    relipa.mkdir(parents=True, exist_ok=True)
    unet = UNetSpatioTemporalConditionModel(
        block_out_channels=tuple(a.channels), num_attention_heads=tuple(a.heads),
        layers_per_block=a.layers[0] if len(a.layers) == 1 else tuple(a.layers),
        cross_attention_dim=64)
    with torch.no_grad():
        for name, p in unet.named_parameters():
            if name.endswith("mix_factor"):
                p.normal_()
    unet.save_config(svd / "unet")
    torch.save(unet.state_dict(), relipa / "unet.pth")
    for name in ("head_embedder", "light_embedder", "ref_embedder"):
        torch.save(Adapter(a.channels[0]).state_dict(), relipa / f"{name}.pth")
    AutoencoderKL(block_out_channels=(32, 32, 64, 64), layers_per_block=1, down_block_types=("DownEncoderBlock2D",) * 4,
                  up_block_types=("UpDecoderBlock2D",) * 4, latent_channels=4).save_pretrained(
        svd / "sd-vae-ft-mse", safe_serialization=False)
    CLIPVisionModelWithProjection(CLIPVisionConfig(
        hidden_size=64, intermediate_size=128, num_hidden_layers=2, num_attention_heads=4, image_size=224, patch_size=14,
        projection_dim=64, hidden_act="gelu")).save_pretrained(svd / "image_encoder")
    for folder, name, content in (
            ("feature_extractor", "preprocessor_config.json", {}),
            ("scheduler", "scheduler_config.json", {
                "prediction_type": "v_prediction", "timestep_type": "continuous", "use_karras_sigmas": True,
                "sigma_min": 0.002, "sigma_max": 700.0, "timestep_spacing": "leading", "beta_start": 0.00085,
                "beta_end": 0.012, "beta_schedule": "scaled_linear", "steps_offset": 1})):
        (svd / folder).mkdir(exist_ok=True)
        (svd / folder / name).write_text(json.dumps(content))
    (case / "panels").mkdir(exist_ok=True)
    rng = np.random.default_rng(a.seed)
    base = rng.integers(0, 256, (8, 40, 3), dtype=np.uint8)
    for f in range(a.frames):
        small = (base * 0.6 + rng.integers(0, 256, (8, 40, 3)) * 0.4).astype(np.uint8)
        Image.fromarray(small).resize((5 * a.size, a.size), Image.BICUBIC).save(case / "panels" / f"{f + 1:05d}.png")
    save_file({"image_noise": torch.randn(1, 3, a.size, a.size),
               "latent_noise": torch.randn(1, 16, 4, a.size // 8, a.size // 8)}, case / "noise.safetensors")


def tiles(frames):
    result = [[0] + list(range(s + 1, s + 16)) for s in range(0, frames - 15, 10)]
    if result[-1][-1] < frames - 1:
        result.append([0] + list(range(frames - 15, frames)))
    return result


@torch.no_grad()
def run(case, a):
    from diffusers import AutoencoderKL, EulerDiscreteScheduler, UNetSpatioTemporalConditionModel
    from diffusers.pipelines.stable_video_diffusion.pipeline_stable_video_diffusion import _resize_with_antialiasing
    from transformers import CLIPVisionModelWithProjection

    torch.set_num_threads(a.threads)
    weights = case / "pretrained_weights"
    svd = weights / SVD
    unet = UNetSpatioTemporalConditionModel.from_config(UNetSpatioTemporalConditionModel.load_config(svd / "unet")).eval()
    unet.load_state_dict(torch.load(weights / "relipa/unet.pth"))
    channels = unet.config.block_out_channels[0]
    adapters = {}
    for name in ("head", "light", "ref"):
        adapters[name] = Adapter(channels).eval()
        adapters[name].load_state_dict(torch.load(weights / f"relipa/{name}_embedder.pth"))
    vae = AutoencoderKL.from_pretrained(svd / "sd-vae-ft-mse", use_safetensors=False).eval()
    clip = CLIPVisionModelWithProjection.from_pretrained(
        svd / "image_encoder", variant="fp16" if (svd / "image_encoder/model.fp16.safetensors").exists() else None)
    clip = clip.float().eval()
    scheduler = EulerDiscreteScheduler.from_pretrained(svd / "scheduler")
    noise = load_file(case / "noise.safetensors")
    start, cpu = time.time(), time.process_time()
    pictures = torch.stack([torch.from_numpy(np.asarray(Image.open(f).convert("RGB")).copy()).permute(2, 0, 1)
                            for f in sorted((case / "panels").glob("*.png"))]).float()
    frames, size = pictures.shape[0], pictures.shape[2]
    panel = [pictures[..., i * size:(i + 1) * size] for i in range(5)]
    ref = panel[0][:1] / 127.5 - 1
    m = panel[1][0, 0].view(size // 8, 8, size // 8, 8)
    mask = torch.floor(m[:, 3:5, :, 3:5].sum(dim=(1, 3)) / 4 + 0.5)[None, None] / 255
    mean = torch.tensor([0.48145466, 0.4578275, 0.40821073]).view(1, 3, 1, 1)
    std = torch.tensor([0.26862954, 0.26130258, 0.27577711]).view(1, 3, 1, 1)
    token = clip(((_resize_with_antialiasing(ref, (224, 224)) + 1) / 2 - mean) / std).image_embeds[:, None]
    z = vae.encode(ref + 0.02 * noise["image_noise"]).latent_dist.mode().repeat(frames, 1, 1, 1) * (1 - mask)
    hints = {"head": panel[3] / 255, "light": panel[4] / 255, "ref": ref.repeat(frames, 1, 1, 1)}
    full = ("head", "ref") if a.mode == "landmark" else ("light", "ref")
    reduced = ("ref",) if a.mode == "relighting" else ()
    maps = {name: adapters[name](hints[name]) for name in full}
    added = {}
    unet.conv_in.register_forward_hook(lambda module, args, out: out + added["sum"])
    ids = torch.tensor([[6.0, 127.0, 0.02]])
    scheduler.set_timesteps(a.steps)
    latents = noise["latent_noise"][0].repeat(frames // 16 + 1, 1, 1, 1)[:frames] * scheduler.init_noise_sigma
    k = torch.tensor([min((j + 0.5) / 8, 2 - (j + 0.5) / 8) for j in range(16)]).view(16, 1, 1, 1)
    zero = torch.zeros(frames, channels, size // 8, size // 8)
    for t in scheduler.timesteps:
        model_input = torch.cat([scheduler.scale_model_input(latents, t), z], 1)
        v = []
        for conditions, context in ((full, token), (reduced, torch.zeros_like(token))):
            total, count = torch.zeros_like(latents), torch.zeros(frames, 1, 1, 1)
            for tile in tiles(frames):
                added["sum"] = sum((maps[name][tile] for name in conditions), zero[tile])
                total[tile] += k * unet(model_input[None, tile], t, context, ids).sample[0]
                count[tile] += k
            v.append(total / count)
        latents = scheduler.step(v[1] + a.guidance * (v[0] - v[1]), t, latents).prev_sample
    decoded = [((vae.decode(latents[i:i + 1] / 0.18215).sample / 2 + 0.5).clamp(0, 1) * 255).to(torch.uint8)
               for i in range(frames)]
    print(f"{time.time() - start:.2f} s, {time.process_time() - cpu:.2f} s of processor without loading, {a.threads} threads")
    save_file({"frames": torch.cat(decoded), "latents_over_scale": (latents / 0.18215).contiguous()},
              case / "expected.safetensors")


def compare(case, folder):
    expected = load_file(case / "expected.safetensors")
    actual = np.stack([np.asarray(Image.open(f).convert("RGB")).transpose(2, 0, 1)
                       for f in sorted(folder.glob("*.png"))]).astype(np.float64)
    error = np.mean((actual - expected["frames"].numpy()) ** 2)
    latents = load_file(folder / "latents.safetensors")["latents_over_scale"]
    print(f"{actual.shape[0]} frames: {10 * np.log10(255 ** 2 / max(error, 1e-12)):.2f} dB, latents differ by at most "
          f"{(latents - expected['latents_over_scale']).abs().max():.2e}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("make", "run", "compare"))
    parser.add_argument("case", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path, nargs="?")
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--frames", type=int, default=17)
    parser.add_argument("--channels", type=int, nargs=4, default=(32, 64, 64, 64))
    parser.add_argument("--heads", type=int, nargs=4, default=(2, 4, 4, 4))
    parser.add_argument("--layers", type=int, nargs="+", default=(1,))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mode", default="relighting")
    parser.add_argument("--steps", type=int, default=3)
    parser.add_argument("--guidance", type=float, default=4.5)
    parser.add_argument("--threads", type=int, default=2)
    a = parser.parse_args()
    if a.command == "make":
        make(a.case, a)
    elif a.command == "run":
        run(a.case, a)
    else:
        compare(a.case, a.folder)


if __name__ == "__main__":
    main()
