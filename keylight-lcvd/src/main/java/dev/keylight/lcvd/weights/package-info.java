/**
 * What the published model consists of, where each file comes from and under which terms, and the care of a folder of them:
 * fetching, checking, converting. Nothing here is ever shipped with Keylight.
 */
package dev.keylight.lcvd.weights;
