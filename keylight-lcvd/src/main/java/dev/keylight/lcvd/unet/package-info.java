/**
 * The network that removes noise: Stable Video Diffusion's UNet with LCVD's features added behind its first convolution.
 *
 * <p>Read {@link dev.keylight.lcvd.unet.UNet} beside the paper's figure 2. On the way down and up, every level alternates
 * {@link dev.keylight.lcvd.unet.SpatioTemporalResBlock} (two convolutions over the picture, then two over time) and {@link
 * dev.keylight.lcvd.unet.SpatioTemporalTransformer} (attention within each frame, then across frames at each place). The
 * order of blocks, their names and their epsilons are diffusers' {@code UNetSpatioTemporalConditionModel} 0.27.2, whose
 * checkpoints load as they are.
 *
 * <p>One call sees one clip: {@code [frames, channels, height, width]}, without a batch dimension. What stays the same
 * between calls is kept outside the network in {@link dev.keylight.lcvd.unet.NoiseLevel} (one per step of the sampler) and
 * {@link dev.keylight.lcvd.unet.ImageContext} (one per set of conditions).
 */
package dev.keylight.lcvd.unet;
