"""Measures Keylight's published model beside diffusers, in one run, and prints tables in Markdown.

  python measure.py FOLDER [full | pipeline | parts | precisions ...]   (all of them by default)
      [--case SIZE:FRAMES:THREADS]   the pipeline's, 128:100:2 by default
      [--weights DIR]                small published weights for it, instead of random ones made here

FOLDER receives what is made: the full-size UNet's random weights (6.1 GB), the pipeline's case, and every frame.
Needs torch, diffusers, transformers, safetensors, pillow (the Python it is started with), a built checkout (./keylight
--version), and an idle machine: 5 to 10 minutes on two cores. Memory is each process's peak, its own and what it touched of
mapped files. Seconds are wall seconds of whole processes, unless said otherwise.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import time

import numpy as np
from PIL import Image

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# As the launcher, ./keylight, sets them for everything that runs the model.
JAVA = ["java", "-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
        "-Dorg.bytedeco.javacpp.maxBytes=0", "-Dorg.bytedeco.openblas.load=mkl", "-Xms48m", "-Xmn16m"]
# Multiplications of the full-size UNet over 4 frames of 32×32, as the render's plan counts them (lcvd.plan.UNetCost).
PASS = 560.9e9
LAUNCHER = {"MKL_THREADING_LAYER": "GNU", "MALLOC_MMAP_THRESHOLD_": "4294967296", "MALLOC_TRIM_THRESHOLD_": "4294967296"}


def run(command, threads, **environment):
    """Output, wall seconds, processor seconds and peak memory in MiB of a process and its children."""
    start = time.time()
    process = subprocess.Popen([str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                               env={**os.environ, "OMP_NUM_THREADS": str(threads), **environment})
    output = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{command} failed:\n{output}")
    return output, time.time() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def java(program, threads, *arguments, **properties):
    return run([*JAVA, *(f"-D{k}={v}" for k, v in properties.items()), "-cp", ROOT / "keylight-cli/target/lib/*",
                HERE / program, *arguments], threads, **LAUNCHER)


def full(folder, _):
    weights = folder / "unet.safetensors"
    if not weights.exists():
        run([sys.executable, HERE / "full_size_unet.py", "write", weights], 2)
    print("\n| threads | | s a pass | s of processor | peak MiB | G multiplications/s | product of matrices |")
    print("|---|---|---|---|---|---|---|")
    for threads in (1, 2):
        for name, (output, _, _, peak) in (
                ("Keylight", java("FullSizeUNet.java", threads, weights, runs=4)),
                ("diffusers", run([sys.executable, "-W", "ignore", HERE / "full_size_unet.py", "run", weights], threads))):
            passes = [[float(x) for x in p] for p in re.findall(name + r": ([\d.]+) s, ([\d.]+) s of processor", output)]
            wall, processor = min(passes[1:])
            product = float(re.search(r"matrix product: ([\d.]+) G", output)[1])
            print(f"| {threads} | {name} | {wall:.2f} (first {passes[0][0]:.1f}) | {processor:.2f} | {peak:.0f} "
                  f"| {PASS / wall / 1e9:.0f} | {product:.0f} a core |", flush=True)


def frames(folder):
    return np.stack([np.asarray(Image.open(f).convert("RGB"), dtype=np.float64) for f in sorted(folder.glob("*.png"))])


def psnr(a, b):
    return 10 * np.log10(255 ** 2 / max(np.mean((a - b) ** 2), 1e-12))


PUBLISHED = [sys.executable, "-W", "ignore", HERE / "published.py"]


def made(folder, size, count, weights):
    """A case with panels, noise and weights: the given ones, or random ones."""
    case = folder / f"case-{size}-{count}"
    if not case.exists():
        run([*PUBLISHED, "make", case, "--size", size, "--frames", count, "--seed", 21], 2)
    own = case / "pretrained_weights"
    if weights and not own.is_symlink():
        own.rename(case / "random_weights")
        own.symlink_to(weights.resolve())
    return case


def generate(case, out, threads, *arguments):
    run(["rm", "-rf", out], 1)
    return run([ROOT / "keylight", "generate", case / "panels", "--weights", case / "pretrained_weights", "--noise",
                case / "noise.safetensors", "-o", out, *arguments], threads)


def pipeline(folder, options):
    size, count, threads = (int(x) for x in options.case.split(":"))
    case = made(folder, size, count, options.weights)
    print(f"\n{count} frames of {size}², 25 steps, relighting at 4.5, {threads} threads, from start to last file\n")
    print("| | s | s of processor | peak MiB | of Python's time | |\n|---|---|---|---|---|---|")
    output, python, processor, peak = run([*PUBLISHED, "run", case, "--steps", 25, "--threads", threads], threads)
    loaded = re.search(r"([\d.]+ s), .* without loading", output)[1]
    print(f"| published logic in Python | {python:.1f} | {processor:.1f} | {peak:.0f} | 1 | {loaded} without loading |", flush=True)
    exact = None
    for preset in ("exact", "fast"):
        out = case / preset
        _, wall, processor, peak = generate(case, out, threads, "--preset", preset)
        if exact is None:
            exact = frames(out)
            against = subprocess.run([*PUBLISHED, "compare", case, out], capture_output=True, text=True).stdout.strip()
        else:
            against = f"{psnr(frames(out), exact):.1f} dB to exact"
        print(f"| `{preset}` | {wall:.1f} | {processor:.1f} | {peak:.0f} | {wall / python:.2f} | {against} |", flush=True)


PARTS = ("", "--guidance-interval 0.05:90", "--guidance-interval 0.05:20", "--reduced-every 2",
         "--reduced-every 7 --decisive 0.05:10", "--deep-every 2", "--deep-every 7 --decisive 0.05:10",
         "--merged-turn 0.05", "--merged-turn 0.1", "--merged-turn 0.16", "--merged-turn 0.26",
         "--merged-turn 0.35", "--steps 16 --sampler dpmpp-2m", "--sampler dpmpp-2m", "--steps 16", "--precision bf16",
         "--preset fast", "--preset draft")


def parts(folder, options):
    size = int(options.case.split(":")[0])
    case = made(folder, size, 16, options.weights)
    print(f"\nOne window of 16 frames of {size}², 25 steps, relighting at 4.5, 2 threads, from start to last file\n")
    print("| part | passes | s | to `exact` |\n|---|---|---|---|")
    exact = None
    for part in PARTS:
        output, wall, _, _ = generate(case, case / "part", 2, *part.split())
        result = frames(case / "part")
        exact = result if exact is None else exact
        passes = int(re.search(r"(\d+) passes", output)[1]) / 50
        print(f"| {part or '`exact`'} | {passes:.2f} | {wall:.1f} | {psnr(result, exact):.1f} dB |", flush=True)


def precisions(_, __):
    print("\nUNet of 0.4 of the full widths, 8 frames of 32×32, second pass\n\n| threads | precision | s | off by |\n|---|---|---|---|")
    for threads in (1, 2):
        output = java("Precisions.java", threads, frames=8)[0]
        for name, wall, off in re.findall(r"(\w+): ([\d.]+) s, off by ([\d.]+)", output)[1::2]:
            print(f"| {threads} | {name} | {wall} | {off} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    known = {"full": full, "pipeline": pipeline, "parts": parts, "precisions": precisions}
    parser.add_argument("parts", nargs="*", metavar="full | pipeline | parts | precisions")
    parser.add_argument("--case", default="128:100:2")
    parser.add_argument("--weights", type=pathlib.Path)
    options = parser.parse_args()
    options.folder = options.folder.resolve()
    options.folder.mkdir(parents=True, exist_ok=True)
    for part in options.parts or known:
        known[part](options.folder, options)


if __name__ == "__main__":
    main()
