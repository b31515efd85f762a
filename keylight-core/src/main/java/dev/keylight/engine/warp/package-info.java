/**
 * The {@code warp} engine: a photograph made to move and turned towards another light, without a network.
 *
 * <p>One surface carries the whole person: the tracked face mesh, continued by rings over hair, neck and shoulders to the
 * picture's edge ({@code HeadMesh}); its normals come from the mesh on the face and from the outline elsewhere ({@code
 * SurfaceNormals}, {@code BodyNormals}). The person's own light is divided out of the picture once ({@code LightField},
 * {@code ResidualShading}), which leaves an albedo; behind them the room is painted in ({@code BackgroundPlate}).
 *
 * <p>Then every frame is the same five steps ({@code WarpRender}): move the surface, draw it on a coarse grid as sampling
 * positions, normals and shadow ({@code ShadedGrid}), sample the albedo at full resolution, light it, lay it over the
 * room. Eyes and mouth, which a stretched picture cannot open, are treated apart ({@code Eyes}, {@code Mouth}). Videos are
 * relit in place by the same light on the same surface ({@code WarpRelight}).
 */
package dev.keylight.engine.warp;
