/**
 * What a model makes, while it learns, of people it never saw: the people, and the numbers that are kept of the renders.
 */
package dev.keylight.train.validation;
