/**
 * Where the face is, as the published preprocessing finds it: {@link dev.keylight.lcvd.detect.S3fd} for the box, {@link
 * dev.keylight.lcvd.detect.Fan} for 68 landmarks in it, whose bounding box decides DECA's crop. {@link
 * dev.keylight.lcvd.detect.FaceFinder} is the door; behind it the two networks may be replaced by Keylight's own mesh.
 */
package dev.keylight.lcvd.detect;
