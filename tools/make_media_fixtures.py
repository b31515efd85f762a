#!/usr/bin/env python3
"""Writes the small pictures that keylight-core's media tests read: kinds that Keylight itself never writes.

Every picture shows the same four quadrants (red, green / blue, grey). Needs Pillow, NumPy and OpenCV:
    tools/make_media_fixtures.py keylight-core/src/test/resources/dev/keylight/media
"""
import sys
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

RED, GREEN, BLUE, GREY = (200, 40, 30), (30, 180, 60), (40, 60, 200), (128, 128, 128)
WIDTH, HEIGHT = 24, 16


def quadrants() -> np.ndarray:
    picture = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    picture[: HEIGHT // 2, : WIDTH // 2] = RED
    picture[: HEIGHT // 2, WIDTH // 2 :] = GREEN
    picture[HEIGHT // 2 :, : WIDTH // 2] = BLUE
    picture[HEIGHT // 2 :, WIDTH // 2 :] = GREY
    return picture


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    rgb = quadrants()
    picture = Image.fromarray(rgb)

    # No black generation, so that the naive conversion back gives the same colours.
    inks = Image.merge("CMYK", [*Image.fromarray(255 - rgb).split(), Image.new("L", picture.size, 0)])
    inks.save(folder / "cmyk.jpg", quality=100, subsampling=0)
    inks.save(folder / "cmyk.tif", compression="tiff_lzw")

    luma = picture.convert("L")
    luma.save(folder / "grey.png")
    luma.save(folder / "grey.jpg", quality=100)
    cv2.imwrite(str(folder / "grey16.png"), np.asarray(luma).astype(np.uint16) * 257)
    cv2.imwrite(str(folder / "rgb16.png"), rgb[..., ::-1].astype(np.uint16) * 257)
    cv2.imwrite(str(folder / "rgb16.tif"), rgb[..., ::-1].astype(np.uint16) * 257)
    Image.merge("LA", [luma, Image.new("L", picture.size, 100)]).save(folder / "grey-alpha.png")

    palette = picture.quantize(8)
    palette.save(folder / "palette.png")
    grey_entry = palette.getpixel((WIDTH - 1, HEIGHT - 1))
    palette.save(folder / "palette-transparent.png", transparency=grey_entry)

    alpha = Image.new("L", picture.size, 255)
    alpha.paste(100, (0, 0, WIDTH // 2, HEIGHT))
    rgba = Image.merge("RGBA", [*picture.split(), alpha])
    rgba.save(folder / "alpha.webp", lossless=True, exact=True)
    rgba.save(folder / "alpha.tif", compression="tiff_lzw")

    # Stored turned, so that applying the EXIF orientation shows the quadrants upright.
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    for orientation, transpose in undo.items():
        exif = Image.Exif()
        exif[274] = orientation
        picture.transpose(transpose).save(
            folder / f"orientation-{orientation}.jpg", quality=100, subsampling=0, exif=exif)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
