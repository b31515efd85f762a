/** The small networks that turn hints (landmarks, shading, reference) into maps added to the UNet's first features. */
package dev.keylight.lcvd.adapter;
