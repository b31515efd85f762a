/**
 * The data set as it lies on the disk: {@code manifest.jsonl}, one {@link dev.keylight.train.data.ManifestRow} a line, and
 * {@code clips/}, one safetensors file each ({@link dev.keylight.train.data.Clip}). Pictures and mattes are stored without
 * loss and without compression; hints and landmark maps are drawn from the stored mesh and light when a batch is made, so
 * they never pass through a video codec, as the published ones do.
 */
package dev.keylight.train.data;
