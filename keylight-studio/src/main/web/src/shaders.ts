/** The stage's shaders: the warp engine's LightField and develop step, pixel by pixel. Constants are the engine's. */
export const VERTEX = `#version 300 es
in vec3 position;
in vec2 source;
in vec3 normal;
in vec3 surface;
uniform vec2 size;
uniform float depth;
out vec2 uv;
out vec2 place;
out vec3 n;
out vec3 s;
void main() {
  uv = source / size;
  place = position.xy;
  n = normal;
  s = surface;
  gl_Position = vec4(2.0 * position.x / size.x - 1.0, 1.0 - 2.0 * position.y / size.y, clamp(position.z / depth, -0.98, 0.98), 1.0);
}`;

export const FRAGMENT = `#version 300 es
precision highp float;
in vec2 uv;
in vec2 place;
in vec3 n;
in vec3 s;
uniform sampler2D albedo;
uniform sampler2D behind;
uniform vec2 size;
uniform vec3 light[9];
uniform vec3 even;
uniform vec4 halfs[3];
uniform vec3 eyes[2];
uniform float catchlight;
uniform float range;
uniform float perSkin;
uniform float change;
uniform float rolled;
uniform int mode;
out vec4 shown;

vec3 encode(vec3 c) {
  c = clamp(c, 0.0, 1.0);
  return mix(12.92 * c, 1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055, step(0.0031308, c));
}
vec4 shoulder(vec4 x) { return min(x, 0.62) + 0.38 * (1.0 - exp(-max(x - 0.62, 0.0) / 0.38)); }
float response(float e) { return 0.035 + (e >= 0.16 ? e : 0.16 / (1.0 + (0.16 - e) / 0.16)); }

void main() {
  vec3 i = normalize(n);
  vec3 l = vec3(i.x, -i.y, -i.z);
  float k[9] = float[9](1.0, l.x, l.y, l.z, l.x * l.y, l.x * l.z, l.y * l.z, l.x * l.x - l.y * l.y, 3.0 * l.z * l.z - 1.0);
  vec3 e = vec3(0.0);
  for (int b = 0; b < 9; b++) e += k[b] * light[b];
  if (mode == 2) {
    // The face in plaster, as engines are told: shading alone.
    shown = vec4(encode(0.72 * max(e * s.x, 0.0)), 1.0);
    return;
  }
  vec3 lit;
  vec3 gloss;
  for (int c = 0; c < 3; c++) {
    float r = response(e[c] * s.x);
    float soft = r <= 1.2 ? r : 1.2 + (r - 1.2) / (1.0 + (r - 1.2) / 0.8);
    r = soft + max(0.0, 1.0 - 6.0 * (1.0 - s.z)) * (r - soft);
    lit[c] = even[c] + s.z * (r - even[c]);
    float nh = max(0.0, dot(halfs[c].xyz, i));
    float n2 = nh * nh;
    float n4 = n2 * n2;
    float n8 = n4 * n4;
    gloss[c] = s.y * s.x * halfs[c].w * (0.045 * n8 + 0.075 * n8 * n8 * n8 * n8);
  }
  float d = (dot(lit, vec3(0.3, 0.6, 0.1)) - 0.3) * 4.0;
  float warmth = 0.07 / (1.0 + d * d * d * d) * min(1.0, 2.0 * s.y);
  lit.r *= 1.0 + warmth;
  lit.b *= 1.0 - warmth;

  vec4 texel = texture(albedo, uv);
  float alpha = texel.a;
  // This texture is decoded to linear light as it is read.
  vec3 around = texture(behind, place / size).rgb;
  vec3 layer = range * texel.rgb * texel.rgb;
  float cover = max(alpha, 0.004);
  for (int eye = 0; eye < 2; eye++) {
    vec2 q = (place - eyes[eye].xy) / max(eyes[eye].z, 1e-3);
    float t = dot(q, q);
    layer += catchlight * step(1e-3, eyes[eye].z) * exp(-0.5 * t * t) * alpha;
  }
  float pale = clamp(layer.g / cover * perSkin * change, 0.0, change);
  vec3 person = layer / cover * lit + pale * gloss;
  float grey = dot(person, vec3(0.2126, 0.7152, 0.0722));
  vec4 rolls = shoulder(vec4(person, grey));
  vec3 film = min(vec3(1.0), 0.2 * rolls.a / max(1e-4, grey) * person) + 0.8 * rolls.rgb;
  person = mix(person, film, rolled);
  shown = vec4(encode(mix(around, person, alpha)), 1.0);
}`;

/** A whole picture, and lines over it. */
export const FLAT_VERTEX = `#version 300 es
in vec2 position;
uniform vec2 size;
out vec2 place;
void main() {
  place = position / size;
  gl_Position = vec4(2.0 * place.x - 1.0, 1.0 - 2.0 * place.y, 0.0, 1.0);
}`;

export const FLAT_FRAGMENT = `#version 300 es
precision highp float;
in vec2 place;
uniform sampler2D picture;
uniform vec4 colour;
out vec4 shown;
void main() {
  shown = colour.a > 0.0 ? vec4(colour.rgb * colour.a, colour.a) : texture(picture, place);
}`;
