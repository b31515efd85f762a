"""Times diffusers' full-size UNet with random weights: one forward of 4 frames of 32×32 latents. See FullSizeUNet.java.

  python full_size_unet.py write FILE   writes the weights (6.1 GB, safetensors)
  python full_size_unet.py run FILE
  java -cp CLASSPATH tools/compare/FullSizeUNet.java FILE
CLASSPATH: the class folders of core and lcvd, and their libraries. Set OMP_NUM_THREADS for both alike; processor time is
the fairer number on a shared machine. Memory is the process's peak, its own and what it touched of the mapped file.
"""
import resource
import sys
import time

import torch
from diffusers import UNetSpatioTemporalConditionModel
from safetensors.torch import load_file, save_file


def main():
    with torch.device("meta"):
        unet = UNetSpatioTemporalConditionModel(num_attention_heads=(5, 10, 20, 20)).eval()
    command, file = sys.argv[1:]
    if command == "write":
        torch.manual_seed(1)
        save_file({k: torch.empty(v.shape).uniform_(-0.02, 0.02) for k, v in unet.state_dict().items()}, file)
        return
    unet.load_state_dict(load_file(file), assign=True)
    torch.manual_seed(2)
    latents, token, ids = torch.randn(1, 4, 8, 32, 32), torch.randn(1, 1, 1024), torch.tensor([[6.0, 127.0, 0.02]])
    with torch.inference_mode():
        for run in range(3):
            start, cpu = time.time(), time.process_time()
            unet(latents, 0.3, token, ids)
            print(f"diffusers: {time.time() - start:.2f} s, {time.process_time() - cpu:.2f} s of processor")
        m = torch.ones(1536, 1536)
        start = time.process_time()
        for run in range(8):
            m @ m
        print(f"matrix product: {8 * 1536 ** 3 / (time.process_time() - start) / 1e9:.1f} G multiplications per second of processor")
    print("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "MB")


main()
