/**
 * Meshes under a light, drawn for networks and people: the published system's shading hint ({@link
 * dev.keylight.shading.ShadingHint}), its landmark map ({@link dev.keylight.shading.LandmarkMap}) and its five-panel
 * hand-over picture ({@link dev.keylight.shading.FivePanel}); and a plaster face that shows what a light does ({@link
 * dev.keylight.shading.PlasterFace}). {@link dev.keylight.shading.RadianceTransfer} adds the soft shadows a face throws on
 * itself, which the published hints do not have.
 */
package dev.keylight.shading;
