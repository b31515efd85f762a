/**
 * The paper's method at a size for a laptop: {@code lcvd-tiny}, trained by {@code keylight train}. The same UNet, adapters and
 * autoencoder in a small configuration, on pictures by themselves. What it paints is a change of what the {@code warp} engine
 * made, so that detail, background and any resolution survive.
 */
package dev.keylight.lcvd.tiny;
