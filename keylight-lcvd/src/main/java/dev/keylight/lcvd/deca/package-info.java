/**
 * DECA: what a face's shape, expression, pose and light are, from one picture (Feng et al., "Learning an animatable detailed
 * 3D face model from in-the-wild images", 2021).
 *
 * <p>{@link dev.keylight.lcvd.deca.CropTransform} says which square of the picture the encoder sees, {@link
 * dev.keylight.lcvd.deca.DecaEncoder} makes numbers of it, {@link dev.keylight.lcvd.deca.DecaCode} says what they mean, and
 * {@link dev.keylight.lcvd.deca.Projection} carries FLAME's mesh back into the picture.
 */
package dev.keylight.lcvd.deca;
