/**
 * Asking people, as the paper does: how well does the light fit, is it the same person, is it a good video, 1 to 5.
 *
 * <p>A {@link dev.keylight.eval.study.StudyPage} is one HTML file with the videos in it. Neither what is seen nor the page's
 * source says which method made a video: each has a random code, and a key file that stays with whoever asks tells them apart
 * again. Answers come back as JSON files and become {@link dev.keylight.eval.study.StudyResults}.
 */
package dev.keylight.eval.study;
