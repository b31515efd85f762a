"""What three training steps do to a small LCVD in PyTorch and diffusers, for keylight-train's tests to compare with.

Weights and inputs are made of their names (see lcvd_network_fixtures.py), bit for bit the same here and in Java. Of every
gradient and every weight after the steps its length and its products with three generated vectors are stored.

Run with torch and diffusers installed:  python tools/train_step_fixtures.py
"""
import math
import pathlib

import torch
from diffusers import UNetSpatioTemporalConditionModel
from safetensors.torch import save_file

from lcvd_network_fixtures import fill, tensor

OUT = pathlib.Path(__file__).parent.parent / "keylight-train/src/test/resources/dev/keylight/train/steps.safetensors"
FRAMES, CHANNELS, CONTEXT, HEIGHT, WIDTH = 3, (64, 64), 8, 8, 6
SIGMAS, CONDITION_SIGMA, RATE = (0.6, 2.5, 9.0), 0.04, 1e-3


class Adapter(torch.nn.Module):
    def __init__(self):
        super().__init__()
        layers = []
        for i, o, k, s in ((3, 3, 3, 1), (3, 16, 4, 2), (16, 16, 3, 1), (16, 32, 4, 2), (32, 32, 3, 1), (32, 64, 4, 2),
                           (64, 64, 3, 1), (64, 128, 3, 1)):
            layers += [torch.nn.Conv2d(i, o, k, s, 1), torch.nn.SiLU()]
        self.scale = torch.nn.Parameter(torch.ones(1))
        self.conv_layers = torch.nn.Sequential(*layers)
        self.final_proj = torch.nn.Conv2d(128, CHANNELS[0], 1)

    def forward(self, x):
        return self.final_proj(self.conv_layers(x)) * self.scale


class Net(torch.nn.Module):
    """The published Net (train.py): UNet and adapters, whose features are added behind the first convolution."""

    def __init__(self):
        super().__init__()
        self.unet = UNetSpatioTemporalConditionModel(
            in_channels=8, out_channels=4, block_out_channels=CHANNELS, num_attention_heads=(1, 2), layers_per_block=1,
            down_block_types=("CrossAttnDownBlockSpatioTemporal", "DownBlockSpatioTemporal"),
            up_block_types=("UpBlockSpatioTemporal", "CrossAttnUpBlockSpatioTemporal"), cross_attention_dim=CONTEXT,
            addition_time_embed_dim=8, projection_class_embeddings_input_dim=24)
        self.head, self.light, self.reference = Adapter(), Adapter(), Adapter()
        self.features = 0
        self.unet.conv_in.register_forward_hook(lambda module, args, result: result + self.features)

    def forward(self, x, time, token, keep):
        pictures = tensor("input.landmarks", FRAMES, 3, 8 * HEIGHT, 8 * WIDTH), tensor("input.shading", FRAMES, 3, 8 * HEIGHT, 8 * WIDTH), \
            tensor("input.reference", 1, 3, 8 * HEIGHT, 8 * WIDTH).expand(FRAMES, -1, -1, -1)
        self.features = sum(k * net(p) for k, net, p in zip(keep, (self.head, self.light, self.reference), pictures))
        return self.unet(x, time, token[None], torch.tensor([[6.0, 127.0, CONDITION_SIGMA]])).sample


def loss_of(net, step):
    sigma = SIGMAS[step]
    clean = tensor("input.clean", 1, FRAMES, 4, HEIGHT, WIDTH)
    noise = tensor(f"input.noise{step}", 1, FRAMES, 4, HEIGHT, WIDTH)
    mask = (tensor("input.mask", 1, FRAMES, 1, HEIGHT, WIDTH) > 0).float()
    noisy = clean + sigma * noise
    condition = tensor("input.condition", 1, FRAMES, 4, HEIGHT, WIDTH)
    x = torch.cat([noisy / math.sqrt(sigma ** 2 + 1), condition], 2)
    keep = ((1, 1, 1), (0, 1, 1), (0, 0, 1))[step]
    v = net(x, 0.25 * math.log(sigma), tensor("input.token", 1, CONTEXT), keep)
    guess = v * (-sigma / math.sqrt(sigma ** 2 + 1)) + noisy / (sigma ** 2 + 1)
    square = (1 + sigma ** 2) / sigma ** 2 * (guess - clean) ** 2
    return square.mean() + (square * mask).sum() / (4 * mask.sum() + 1e-8)


def digest(name, value):
    flat = value.detach().flatten()
    return torch.stack([flat.norm()] + [torch.dot(flat, tensor(f"probe{i}.{name}", flat.numel())) for i in range(3)])


def main():
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)
    net, out = Net(), {}
    for part, module in (("unet", net.unet), ("head", net.head), ("light", net.light), ("reference", net.reference)):
        fill(module, part + ".")
    optimizer = torch.optim.AdamW(net.parameters(), RATE, betas=(0.9, 0.999), weight_decay=1e-2, eps=1e-8)
    losses, norms = [], []
    for step in range(3):
        optimizer.zero_grad(set_to_none=False)
        loss = loss_of(net, step)
        loss.backward()
        losses.append(loss.item())
        if step == 0:
            for name, p in net.named_parameters():
                out["gradient." + name] = digest(name, p.grad if p.grad is not None else torch.zeros_like(p))
        for p in net.parameters():  # an unused adapter has gradients of zero in the published code too: times a zero mask
            p.grad = torch.zeros_like(p) if p.grad is None else p.grad
        norms.append(torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0).item())
        optimizer.step()
    for name, p in net.named_parameters():
        out["after." + name] = digest(name, p)
    out["losses"], out["norms"] = torch.tensor(losses, dtype=torch.float64), torch.tensor(norms, dtype=torch.float64)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    save_file(out, OUT)
    print(losses, norms, len(out), sum(p.numel() for p in net.parameters()))


if __name__ == "__main__":
    main()
