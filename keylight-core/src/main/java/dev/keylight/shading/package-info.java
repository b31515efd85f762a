/**
 * Meshes under a light, drawn for networks and people: the published system's shading hint ({@link
 * dev.keylight.shading.ShadingHint}), its landmark map ({@link dev.keylight.shading.LandmarkMap}) and its five-panel
 * hand-over picture ({@link dev.keylight.shading.FivePanel}).
 */
package dev.keylight.shading;
