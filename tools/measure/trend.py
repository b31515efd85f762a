#!/usr/bin/env python3
"""The ablations of a training's --trend folder, measured as the first sketch's were.

Light: distance of unit vectors between the light asked for and the one fitted on the result by fit.py, both in plain
real spherical harmonics (Keylight's coefficients hold the cosine lobe, which makes unit vectors nearer to each other).
Identity: distance of dlib's descriptors from the unmoved portrait's.
"""
import sys
from pathlib import Path

import numpy as np

import fit
import measure

# Keylight's constants of the nine bands over the plain ones of fit.basis (its SphericalHarmonics has them).
COSINE = np.array([.28209479, 1.02332671, 1.02332671, 1.02332671, .85808553, .85808553, .85808553, .42904277, .24770796]) \
    / np.array([.282095, .488603, .488603, .488603, 1.092548, 1.092548, 1.092548, .546274, .315392])


def asked(folder):
    lights = {}
    for line in (folder / "asked.csv").read_text().splitlines()[1:]:
        case, *numbers = line.split(",")
        lights[int(case)] = fit.unit(np.array(numbers, float).reshape(9, 3) @ fit.LUMINANCE * COSINE)
    return lights


def main(folder):
    lights = asked(folder)
    faces, identity = measure.FaceMesh(follow=False), measure.Identity()
    portraits = {case: identity.descriptor(measure.read_image(folder / f"{case:02d}-source.png")) for case in lights}
    variants = list(dict.fromkeys(line.split(",")[2] for line in (folder / "trend.csv").read_text().splitlines()[1:]))
    print(f"{'':16s} light  identity  faces")
    for variant in variants:
        errors, distances = [], []
        for case, light in lights.items():
            picture = measure.read_image(folder / f"{case:02d}-{variant}.png")
            face = faces.find(picture)
            if face is None:
                continue
            errors.append(np.linalg.norm(fit.unit(fit.light(picture, face.points)) - light))
            descriptor = identity.descriptor(picture)
            if descriptor is not None and portraits[case] is not None:
                distances.append(np.linalg.norm(descriptor - portraits[case]))
        print(f"{variant:16s} {np.mean(errors):.3f}  {np.mean(distances):.3f}     {len(errors)} / {len(lights)}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
