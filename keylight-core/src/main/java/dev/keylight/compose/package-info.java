/**
 * From rendered pictures to what the user gets.
 *
 * <p>Large pictures are rendered only where the person is: {@link dev.keylight.compose.FaceCrop} cuts that part out and
 * {@link dev.keylight.compose.PasteBack} puts it back, with a seam that knows that the light inside has changed.
 * {@link dev.keylight.compose.Cutout} keeps the person alone, {@link dev.keylight.compose.Panels} shows pictures side by
 * side, and {@link dev.keylight.compose.ContactSheet} a few frames of many results at a glance.
 *
 * <p>Everything works frame by frame. Methods that return a frame return a new one that the caller closes; what is given
 * stays the giver's unless the method says otherwise. Alpha is straight.
 */
package dev.keylight.compose;
