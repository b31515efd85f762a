/** CLIP's picture tower, and the resampling the published pipeline puts before it. */
package dev.keylight.lcvd.clip;
