package dev.keylight.eval.metric;

import dev.keylight.light.SphericalHarmonics;

/**
 * What there is to see at one frame of a clip. Sights are valid until the next moment but one; a still source is the same
 * sight at every moment.
 *
 * @param index of the frame, from 0
 * @param sampled whether dear metrics (light, identity, networks) look at this frame
 * @param result the picture under test
 * @param previous the result's picture before; null at the first frame
 * @param source what the result was made from, or null
 * @param comparable whether source and result have the same shape, so that their pixels can be compared
 * @param driver what moved the result, or null
 * @param truth what the result should be, at the result's size, or null
 * @param target the light that was asked for, or null
 * @param guide what the result's motion should be: the truth's, else the driver's, else a source video's; or null
 */
public record Moment(
    int index,
    boolean sampled,
    Sight result,
    Sight previous,
    Sight source,
    boolean comparable,
    Sight driver,
    Sight truth,
    SphericalHarmonics target,
    Sight guide) {}
