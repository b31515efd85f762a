/**
 * Networks that learn: the same classes that render, given weights that have gradients ({@link
 * dev.keylight.train.network.TrainableParameters}). All trained weights lie in one vector and all gradients in another, so
 * that the rest of training never needs to know a layer.
 */
package dev.keylight.train.network;
