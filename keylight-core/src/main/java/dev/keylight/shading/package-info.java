/**
 * Meshes turned into pixels under a light, by plain geometry and no networks.
 *
 * <p>Vertices and normals are in image axes (x right, y down, z away from the camera; a surface that faces the camera has a
 * normal with negative z). {@link dev.keylight.shading.ScanlineRasterizer} is what renders use; {@link
 * dev.keylight.shading.PublishedRasterizer} repeats the published system's rule to the bit, for parity and as the plain
 * form the fast one is tested against.
 */
package dev.keylight.shading;
