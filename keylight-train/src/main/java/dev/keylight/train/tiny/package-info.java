/**
 * {@code lcvd-tiny}: the published networks in a small configuration, trained from scratch on a data set of a few dozen
 * people. First the autoencoder, then the UNet and its adapters on pairs the warp engine makes: a frame relit by a random
 * light and warped onto another frame of the same person, and that other frame itself.
 */
package dev.keylight.train.tiny;
