/** What the graphics card does for each point and each pixel of a head. Light is linear until it is shown. */

const LIGHT = `
const vec3 LAMPS[3] = vec3[3](vec3(-0.50, 0.62, 0.60), vec3(0.72, 0.30, 0.55), vec3(0.05, 0.85, -0.52));
const vec3 LAMP_COLORS[3] = vec3[3](vec3(1.02, 0.99, 0.95), vec3(0.46, 0.47, 0.50), vec3(0.34, 0.35, 0.38));
vec3 shown(vec3 c) {
  c = c * (2.51 * c + 0.03) / (c * (2.43 * c + 0.59) + 0.14);
  return pow(clamp(c, 0.0, 1.0), vec3(1.0 / 2.2));
}`

export const SURFACE_VERTEX = `
precision highp float;
uniform mat4 modelViewMatrix, projectionMatrix;
uniform mat3 normalMatrix;
in vec3 position, normal, color;
in float margin, density, value;
out vec3 vNormal, vColor, vPlace;
out float vMargin, vDensity, vValue, vHeight;
void main() {
  vHeight = position.y;
  vec4 place = modelViewMatrix * vec4(position, 1.0);
  vNormal = normalMatrix * normal;
  vColor = color * color;
  vPlace = place.xyz;
  vMargin = margin;
  vDensity = density;
  vValue = value;
  gl_Position = projectionMatrix * place;
}`

export const SURFACE_PIXEL = `
precision highp float;
in vec3 vNormal, vColor, vPlace;
in float vMargin, vDensity, vValue, vHeight;
uniform vec3 hair, cape;
uniform float capeFrom;
uniform bool asMap;
uniform sampler2D ramp;
out vec4 light;
${LIGHT}
void main() {
  vec3 n = normalize(vNormal), eye = normalize(-vPlace);
  if (asMap) {
    vec3 flat3 = vMargin > 0.0 ? texture(ramp, vec2(vValue, 0.5)).rgb : vec3(0.78);
    flat3 = mix(vec3(0.12), flat3, clamp(abs(vMargin) / max(fwidth(vMargin), 1e-4) / 1.4 - 0.3, 0.0, 1.0));
    float lit = 0.5 + 0.5 * dot(n, normalize(LAMPS[0]));
    light = vec4(flat3 * (0.74 + 0.26 * lit), 1.0);
    return;
  }
  float shade = 0.62 * vDensity * smoothstep(-1.0, 3.0, vMargin);
  vec3 base = mix(vColor, min(vColor, hair * 1.4), shade);
  base = mix(cape, base, smoothstep(capeFrom - 1.0, capeFrom + 1.0, vHeight));
  vec3 sum = base * mix(vec3(0.20, 0.20, 0.22), vec3(0.34, 0.35, 0.38), 0.5 + 0.5 * n.y);
  for (int k = 0; k < 3; k++) {
    vec3 lamp = normalize(LAMPS[k]);
    float lean = dot(n, lamp);
    vec3 bent = clamp((lean + vec3(0.34, 0.20, 0.16)) / (1.0 + vec3(0.34, 0.20, 0.16)), 0.0, 1.0);
    float shine = pow(max(dot(n, normalize(lamp + eye)), 0.0), 26.0) * step(0.0, lean);
    sum += LAMP_COLORS[k] * (base * bent + 0.035 * (1.0 - shade) * shine);
  }
  light = vec4(shown(sum), 1.0);
}`

export const HAIR_VERTEX = `
precision highp float;
precision highp int;
precision highp usampler2D;
uniform mat4 modelViewMatrix, projectionMatrix;
uniform usampler2D strands;
uniform int points, textureWidth;
uniform float stepMm, pxMm, widest;
uniform vec3 originMm, centerMm;
in vec2 state;
in vec2 kind;
out vec3 vAlong, vPlace, vOut;
out float vCover, vWay, vTint, vGray;
flat out uint vHair;
vec3 point(int hair, int k) {
  int i = hair * points + k;
  return vec3(texelFetch(strands, ivec2(i % textureWidth, i / textureWidth), 0).xyz) * stepMm + originMm;
}
void main() {
  int hair = gl_InstanceID, k = gl_VertexID >> 1;
  float side = (gl_VertexID & 1) == 0 ? -1.0 : 1.0;
  float at = float(k) * state.y;
  int low = min(int(floor(at)), points - 2);
  vec3 from = point(hair, low), to = point(hair, low + 1);
  vec3 place = mix(from, to, at - float(low));
  vec4 seen = modelViewMatrix * vec4(place, 1.0);
  vec3 along = normalize((modelViewMatrix * vec4(to - from + vec3(1e-5), 0.0)).xyz);
  vec3 across = normalize(cross(along, normalize(-seen.xyz)) + vec3(1e-6));
  float way = float(k) / float(points - 1);
  float wide = state.x * widest * (1.0 - 0.55 * smoothstep(0.75, 1.0, way));
  vOut = (modelViewMatrix * vec4(normalize(point(hair, 0) - centerMm), 0.0)).xyz;
  // Brows are not seen from behind their edge: from above they would else stand in line and make a black rim.
  if (kind.y < -0.5) wide *= smoothstep(0.35, 0.75, dot(vOut, normalize(-seen.xyz)));
  float pixel = -seen.z * pxMm;
  vCover = min(1.0, wide / pixel);
  seen.xyz += across * side * 0.5 * max(wide, pixel);
  vAlong = along;
  vPlace = seen.xyz;
  vWay = way * state.y;
  vTint = kind.x;
  vHair = uint(hair);
  vGray = max(kind.y, 0.0);
  gl_Position = state.x < 0.002 || wide <= 0.0 ? vec4(2.0, 2.0, 2.0, 1.0) : projectionMatrix * seen;
}`

export const HAIR_PIXEL = `
precision highp float;
precision highp int;
in vec3 vAlong, vPlace, vOut;
in float vCover, vWay, vTint, vGray;
flat in uint vHair;
uniform vec3 hair, gray;
uniform uint pass;
out vec4 light;
${LIGHT}
uint hashed(uvec3 v) {
  v = v * 1664525u + 1013904223u;
  v.x += v.y * v.z; v.y += v.z * v.x; v.z += v.x * v.y;
  v ^= v >> 16u;
  v.x += v.y * v.z; v.y += v.z * v.x; v.z += v.x * v.y;
  return v.x;
}
void main() {
  uint chance = hashed(uvec3(uvec2(gl_FragCoord.xy), pass * 977u + vHair * 7u));
  if (float(chance >> 8) / 16777216.0 > vCover) discard;
  vec3 along = normalize(vAlong), eye = normalize(-vPlace), out3 = normalize(vOut);
  vec3 own = mix(hair, gray, vGray) * exp(0.22 * 4.0 * vTint);
  float deep = mix(0.35, 1.0, smoothstep(0.0, 0.7, vWay));
  vec3 sum = own * 0.42 * deep * (0.75 + 0.25 * out3.y);
  float er = asin(clamp(dot(along, eye), -1.0, 1.0));
  for (int k = 0; k < 3; k++) {
    vec3 lamp = normalize(LAMPS[k]);
    float slant = dot(along, lamp);
    float side = sqrt(max(0.0, 1.0 - slant * slant));
    float half2 = 0.5 * (asin(clamp(slant, -1.0, 1.0)) + er);
    float open = clamp((dot(out3, lamp) + 0.3) / 1.3, 0.0, 1.0) * deep;
    float first = exp(-0.5 * pow((half2 + 0.10) / 0.15, 2.0)), second = exp(-0.5 * pow((half2 - 0.16) / 0.27, 2.0));
    sum += LAMP_COLORS[k] * open * side * (own * 0.95 + vec3(0.035) * first + sqrt(own) * 0.12 * second);
  }
  light = vec4(shown(sum), 1.0);
}`

/** A triangle over the whole picture. */
export const SHEET_VERTEX = `
in vec3 position;
out vec2 at;
void main() {
  at = position.xy * 0.5 + 0.5;
  gl_Position = vec4(position.xy, 0.0, 1.0);
}`

export const SHEET_PIXEL = `
precision highp float;
in vec2 at;
uniform sampler2D sheet;
uniform float weight;
out vec4 light;
void main() { light = vec4(texture(sheet, at).rgb, weight); }`
