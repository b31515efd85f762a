/**
 * The folder of published weights, in the layout its authors use ({@code relipa/} and {@code
 * stable-video-diffusion-img2vid-xt/}), and the networks opened from it. Each network is opened when its turn comes and
 * closed after it: the vision tower and the encoder are needed once per render, and need not share memory with the UNet.
 */
package dev.keylight.lcvd.model;
