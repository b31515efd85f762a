"""Times diffusers' full-size UNet with random weights: one forward of 4 frames of 32×32 latents. See FullSizeUNet.java.

  python full_size_unet.py
  java -cp CLASSPATH tools/compare/FullSizeUNet.java     (CLASSPATH: the class folders of core and lcvd, and their libraries)
Set OMP_NUM_THREADS for both alike; processor time is the fairer number on a shared machine.
"""
import resource
import time

import torch
from diffusers import UNetSpatioTemporalConditionModel

with torch.no_grad():
    torch.nn.init.kaiming_uniform_ = lambda t, *a, **k: t.uniform_(-0.02, 0.02)
    unet = UNetSpatioTemporalConditionModel(num_attention_heads=(5, 10, 20, 20)).eval()
    latents, token, ids = torch.randn(1, 4, 8, 32, 32), torch.randn(1, 1, 1024), torch.tensor([[6.0, 127.0, 0.02]])
    for run in range(3):
        start, cpu = time.time(), time.process_time()
        unet(latents, 0.3, token, ids)
        print(f"diffusers: {time.time() - start:.2f} s, {time.process_time() - cpu:.2f} s of processor")
print("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "MB")
