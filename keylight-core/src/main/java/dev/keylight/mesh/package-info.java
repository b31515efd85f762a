/**
 * Triangles as plain geometry: normals of their vertices, and which of them each pixel shows. Knows float arrays and
 * nothing else, so that reading light off a face, drawing hints and warping portraits all stand on the same few classes.
 *
 * <p>Vertices and normals are in image axes (x right, y down, z away from the camera; a surface that faces the camera has a
 * normal with negative z). {@link dev.keylight.mesh.ScanlineRasterizer} is what renders use; {@link
 * dev.keylight.mesh.PublishedRasterizer} repeats the published system's rule to the bit, for parity and as the plain form
 * the fast one is tested against.
 */
package dev.keylight.mesh;
