/**
 * FLAME, the head model behind DECA: from a few dozen numbers to a mesh of 5023 vertices.
 *
 * <p>{@link dev.keylight.lcvd.flame.FlameModel} is the user's licensed file. {@link dev.keylight.lcvd.flame.Flame} reads
 * like the paper's figure: a template, moved by shape and expression, corrected for the pose, skinned to five joints (Li et
 * al., "Learning a model of facial shape and expression from 4D scans", 2017). {@link dev.keylight.lcvd.flame.FaceRegion}
 * says which triangles count as face, and {@link dev.keylight.lcvd.flame.LandmarkEmbedding} where on the mesh the 68
 * landmarks lie.
 *
 * <p>Units are metres; x points to the picture's right for a head that looks at the camera, y up, z towards the camera.
 */
package dev.keylight.lcvd.flame;
