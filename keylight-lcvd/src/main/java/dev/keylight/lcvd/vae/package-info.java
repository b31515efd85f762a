/**
 * The autoencoder between pixels and latents: {@code sd-vae-ft-mse}, diffusers' {@code AutoencoderKL}. It knows nothing of
 * time; each frame is coded by itself, which is why frames may be decoded in batches of any size with the same result.
 */
package dev.keylight.lcvd.vae;
