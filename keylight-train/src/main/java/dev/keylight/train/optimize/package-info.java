/** Steps along gradients, and the running mean of where they led, on one vector that holds all weights. */
package dev.keylight.train.optimize;
