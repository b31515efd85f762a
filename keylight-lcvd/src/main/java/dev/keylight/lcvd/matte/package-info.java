/**
 * Which pixels are the person: U²-Net as published with LCVD, quirks included by default, because the released weights of
 * the diffusion model were trained on its mattes. {@link dev.keylight.lcvd.matte.U2Net} is the network, {@link
 * dev.keylight.lcvd.matte.PersonMatte} what is done before and after it.
 */
package dev.keylight.lcvd.matte;
