/**
 * The layers the networks are made of, each a few lines over one libtorch operation.
 *
 * <p>Pictures travel as {@code [frames, channels, height, width]} in channels-last memory: the bytes of one pixel's
 * channels stand together. That is the layout oneDNN's convolutions are fastest in, and in it a picture is, without a
 * copy, also a sequence of tokens {@code [frames, height · width, channels]}, which is how the transformers see it, and a
 * film {@code [1, channels, frames, height · width]}, which is how the temporal convolutions see it.
 *
 * <p>Every tensor an operation returns belongs to the innermost open {@code PointerScope}; {@link
 * dev.keylight.lcvd.nn.Scope#keep} runs a block in a scope of its own and lets only its result out. Layers own nothing.
 */
package dev.keylight.lcvd.nn;
