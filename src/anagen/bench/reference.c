/* The bare workload of anagen's benchmark in C: the reference that the product's kernel is measured against.
 *
 * follow_blocks  blocks of follicles in lock-step by cycle, so that every step but the scatter is a loop that a C
 *                compiler can turn into vector instructions; the algorithm of anagen/kernel/follicles.py. Random
 *                counters, arithmetic and the start are those of the product, so both give the same bits.
 * follow_events  the plain event loop that anybody would write first: one follicle at a time, the C library's exp and
 *                log, Box-Muller normals, another generator, every follicle looked at in every sample. It shares no
 *                code with follow_blocks and checks it statistically.
 *
 * Build: gcc -O3 -march=native -ffp-contract=off -fno-math-errno -fno-trapping-math -fopenmp -shared -fPIC
 * Fused multiply-adds are written out, so that the bits do not depend on what a compiler chooses to contract.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 2048
#define MOVES 5 /* openings in anagen; exits from anagen, catagen, telogen, kenogen */
#define CLASSES 3
#define FIXED_POINT 1048576.0f
#define TAU 6.283185307179586

enum { STREAM_STAYS = 0, STREAM_TRAITS = 1 };

typedef struct {
    double sample_days;
    double mean[4], sigma[4];
    double sensitivity_sigma;
    double diameter_rate, anagen_rate, least_diameter, least_anagen;
    double diameter_mean, diameter_sd, diameter_low, diameter_high;
    double class_low, class_high;
} Workload;

/* Differences between samples; the last row takes what comes after the last sample. */
typedef struct {
    int64_t *moves, *classes, *diameters;
} Record;

/* ---- arithmetic: exp, log and the normal quantile in single precision, as in anagen/laws/arithmetic.py ---- */

static inline float float_of(uint32_t bits) { float x; memcpy(&x, &bits, 4); return x; }
static inline uint32_t bits_of(float x) { uint32_t bits; memcpy(&bits, &x, 4); return bits; }
#define FMA __builtin_fmaf

static inline float log_f32(float x)
{
    uint32_t bits = bits_of(x), shifted = bits - 0x3F3504F3u;
    float exponent = (float)((int32_t)shifted >> 23);
    float z = float_of(bits - (shifted & 0xFF800000u)) - 1.0f;
    float p = FMA(7.0376836292e-2f, z, -1.1514610310e-1f);
    p = FMA(p, z, 1.1676998740e-1f);
    p = FMA(p, z, -1.2420140846e-1f);
    p = FMA(p, z, 1.4249322787e-1f);
    p = FMA(p, z, -1.6668057665e-1f);
    p = FMA(p, z, 2.0000714765e-1f);
    p = FMA(p, z, -2.4999993993e-1f);
    p = FMA(p, z, 3.3333331174e-1f);
    float z2 = z * z, y = p * z * z2;
    y = FMA(exponent, -2.12194440e-4f, y);
    y = FMA(-0.5f, z2, y);
    return FMA(exponent, 0.693359375f, z + y);
}

static inline float exp_f32(float x)
{
    x = x < -87.0f ? -87.0f : x;
    x = x > 88.0f ? 88.0f : x;
    float whole = FMA(x, 1.44269504f, 12582912.0f) - 12582912.0f;
    float r = FMA(-whole, 0.693359375f, x);
    r = FMA(whole, 2.12194440e-4f, r);
    float p = FMA(1.9875691500e-4f, r, 1.3981999507e-3f);
    p = FMA(p, r, 8.3334519073e-3f);
    p = FMA(p, r, 4.1665795894e-2f);
    p = FMA(p, r, 1.6666665459e-1f);
    p = FMA(p, r, 5.0000001201e-1f);
    p = FMA(p, r * r, r) + 1.0f;
    return p * float_of((uint32_t)((int32_t)whole + 127) << 23);
}

static inline float folded_f32(uint32_t word)
{
    int32_t sign = (int32_t)word >> 31;
    return ((float)((int32_t)word ^ sign) + 0.5f) * 0x1p-32f;
}

static inline float tail_f32(uint32_t word)
{
    float q = folded_f32(word);
    return -log_f32(4.0f * q * (1.0f - q));
}

static inline float normal_from_tail_f32(uint32_t word, float a)
{
    float c = a - 2.5f, p = FMA(2.81022636e-08f, c, 3.43273939e-07f);
    p = FMA(p, c, -3.5233877e-06f);
    p = FMA(p, c, -4.39150654e-06f);
    p = FMA(p, c, 0.00021858087f);
    p = FMA(p, c, -0.00125372503f);
    p = FMA(p, c, -0.00417768164f);
    p = FMA(p, c, 0.246640727f);
    p = FMA(p, c, 1.50140941f);
    float g = sqrtf(a) - 3.0f, t = FMA(-0.000200214257f, g, 0.000100950558f);
    t = FMA(t, g, 0.00134934322f);
    t = FMA(t, g, -0.00367342844f);
    t = FMA(t, g, 0.00573950773f);
    t = FMA(t, g, -0.0076224613f);
    t = FMA(t, g, 0.00943887047f);
    t = FMA(t, g, 1.00167406f);
    t = FMA(t, g, 2.83297682f);
    float y = (a < 5.0f ? p : t) * FMA(-2.0f, folded_f32(word), 1.0f) * 1.41421356f;
    return (int32_t)word < 0 ? y : -y;
}

static inline float normal_f32(uint32_t word) { return normal_from_tail_f32(word, tail_f32(word)); }

static inline float uniform_f32(uint32_t word) { return ((float)(int32_t)(word >> 9) + 0.5f) * 0x1p-23f; }

/* ---- the block engine ---- */

typedef struct {
    double entry_day[BLOCK], last_exposure[BLOCK], exposure[BLOCK], anagen_end[BLOCK], catagen_end[BLOCK];
    double release[BLOCK], cycle_end[BLOCK];
    float diameter[BLOCK], anagen[BLOCK], sensitivity[BLOCK], next_diameter[BLOCK], next_anagen[BLOCK];
    float stay[4][BLOCK], place[BLOCK];
    uint32_t number[BLOCK], word[4][BLOCK];
    int32_t first_phase[BLOCK], entry_cell[BLOCK], cell[4][BLOCK];
} Block;

/* Philox4x32-10: four random words of one counter (follicle, person 0, cycle, stream). */
static void draw_words(int m, Block *b, uint32_t cycle, uint32_t stream, uint32_t key_0, uint32_t key_1)
{
    uint32_t *w0 = b->word[0], *w1 = b->word[1], *w2 = b->word[2], *w3 = b->word[3];
    for (int j = 0; j < m; j++) {
        uint32_t c0 = b->number[j], c1 = 0, c2 = cycle, c3 = stream, k0 = key_0, k1 = key_1;
        for (int round = 0; round < 10; round++) {
            uint64_t p0 = (uint64_t)0xD2511F53u * c0, p1 = (uint64_t)0xCD9E8D57u * c2;
            c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
            c1 = (uint32_t)p1;
            c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
            c3 = (uint32_t)p0;
            k0 += 0x9E3779B9u;
            k1 += 0xBB67AE85u;
        }
        w0[j] = c0, w1[j] = c1, w2[j] = c2, w3[j] = c3;
    }
}

/* Lognormal stays of mean one; three short loops run faster than one long chain of dependent steps. */
static void draw_stays(int m, const uint32_t *word, float sigma, float *stay)
{
    float half_variance = 0.5f * sigma * sigma;
    for (int j = 0; j < m; j++) stay[j] = tail_f32(word[j]);
    for (int j = 0; j < m; j++) stay[j] = normal_from_tail_f32(word[j], stay[j]);
    for (int j = 0; j < m; j++) stay[j] = exp_f32(FMA(sigma, stay[j], -half_variance));
}

/* The stays of the first cycle: length-biased for the phase that day 0 cuts. */
static void draw_first_stays(int m, const uint32_t *word, float sigma, int phase, const int32_t *first, float *stay)
{
    float half_variance = 0.5f * sigma * sigma;
    for (int j = 0; j < m; j++) {
        float z = normal_f32(word[j]);
        z = phase == first[j] ? z + sigma : z;
        stay[j] = exp_f32(FMA(sigma, z, -half_variance));
    }
}

static inline int32_t cell_of(double day, double first_day, double cells_per_day, int32_t last)
{
    int32_t cell = (int32_t)floor((day - first_day) * cells_per_day);
    cell = cell < 0 ? 0 : cell;
    return cell > last ? last : cell;
}

static inline int class_of(float diameter, float low, float high) { return (diameter >= low) + (diameter >= high); }

/* Follicles first .. first + m - 1 in the stationary state on day 0, each on the day on which its cycle began. */
static void open_block(int64_t first, int m, uint32_t key_0, uint32_t key_1, const Workload *w, Block *b)
{
    const float mean[4] = {w->mean[0], w->mean[1], w->mean[2], w->mean[3]};
    const float a1 = mean[0], a2 = a1 + mean[1], a3 = a2 + mean[2], whole = a3 + mean[3];
    const float d_mean = w->diameter_mean, d_sd = w->diameter_sd, d_low = w->diameter_low, d_high = w->diameter_high;
    const float s_sigma = w->sensitivity_sigma;
    for (int j = 0; j < m; j++)
        b->number[j] = (uint32_t)(first + j);
    draw_words(m, b, 0, STREAM_TRAITS, key_0, key_1);
    for (int j = 0; j < m; j++) {
        float d = FMA(d_sd, normal_f32(b->word[0][j]), d_mean);
        d = d < d_low ? d_low : d;
        b->diameter[j] = d > d_high ? d_high : d;
    }
    draw_stays(m, b->word[1], s_sigma, b->sensitivity);
    for (int j = 0; j < m; j++) {
        float u = uniform_f32(b->word[2][j]) * whole;
        b->first_phase[j] = (u >= a1) + (u >= a2) + (u >= a3);
        b->place[j] = uniform_f32(b->word[3][j]);
        b->anagen[j] = mean[0];
        b->last_exposure[j] = 0.0;
    }
    draw_words(m, b, 0, STREAM_STAYS, key_0, key_1);
    for (int p = 0; p < 4; p++)
        draw_first_stays(m, b->word[p], w->sigma[p], p, b->first_phase, b->stay[p]);
    for (int j = 0; j < m; j++) {
        int phase = b->first_phase[j];
        float a = b->stay[0][j] * mean[0], c = b->stay[1][j] * mean[1];
        float t = b->stay[2][j] * mean[2], k = b->stay[3][j] * mean[3];
        float stay = phase == 0 ? a : phase == 1 ? c : phase == 2 ? t : k;
        float before = phase == 0 ? 0.0f : phase == 1 ? a : phase == 2 ? a + c : (a + c) + t;
        b->entry_day[j] = 0.0 - (double)FMA(b->place[j], stay, before);
    }
}

static void follow_block(int m, uint32_t key_0, uint32_t key_1, int32_t samples, const double *reading,
                         const double *rate, const Workload *w, Block *b, Record r)
{
    const float c_mean = w->mean[1], t_mean = w->mean[2], k_mean = w->mean[3];
    const float d_rate = -(float)w->diameter_rate, a_rate = -(float)w->anagen_rate;
    const float d_least = w->least_diameter, a_least = w->least_anagen;
    const float low = w->class_low, high = w->class_high;
    const double width = w->sample_days, per_day = 1.0 / width, start = -width;
    const double until = (samples - 1) * width;
    const int32_t last = samples - 1;
    for (uint32_t cycle = 0; m > 0; cycle++) {
        /* the two laws: diameter and mean anagen shrink with the exposure since the last return to anagen */
        for (int j = 0; j < m; j++)
            b->entry_cell[j] = cell_of(b->entry_day[j], start, per_day, samples);
        for (int j = 0; j < m; j++) {
            int32_t i = b->entry_cell[j] < last ? b->entry_cell[j] : last;
            b->exposure[j] = reading[i] + (b->entry_day[j] - (start + width * (double)i)) * rate[i];
        }
        for (int j = 0; j < m; j++) {
            float dose = b->sensitivity[j] * (float)(b->exposure[j] - b->last_exposure[j]);
            float d = b->diameter[j] * exp_f32(d_rate * dose), a = b->anagen[j] * exp_f32(a_rate * dose);
            b->next_diameter[j] = d < d_least ? d_least : d;
            b->next_anagen[j] = a < a_least ? a_least : a;
        }
        /* four stays */
        if (cycle > 0) { /* those of the first cycle are there already */
            draw_words(m, b, cycle, STREAM_STAYS, key_0, key_1);
            for (int p = 0; p < 4; p++)
                draw_stays(m, b->word[p], w->sigma[p], b->stay[p]);
        }
        for (int j = 0; j < m; j++) {
            double a = b->entry_day[j] + (double)(b->stay[0][j] * b->next_anagen[j]);
            double c = a + (double)(b->stay[1][j] * c_mean);
            double t = c + (double)(b->stay[2][j] * t_mean);
            double k = t + (double)(b->stay[3][j] * k_mean);
            b->cell[0][j] = cell_of(a, start, per_day, samples);
            b->cell[1][j] = cell_of(c, start, per_day, samples);
            b->cell[2][j] = cell_of(t, start, per_day, samples);
            b->cell[3][j] = cell_of(k, start, per_day, samples);
            b->cycle_end[j] = k;
        }
        /* record, and put those that go on at the start of their next cycle */
        int kept = 0;
        for (int j = 0; j < m; j++) {
            int32_t i = b->entry_cell[j];
            float d = b->next_diameter[j], before = b->diameter[j];
            int now = class_of(d, low, high);
            if (cycle == 0) {
                r.moves[i * MOVES]++;
                r.classes[i * CLASSES + now]++;
                r.diameters[i] += (int64_t)(d * FIXED_POINT);
            } else {
                int was = class_of(before, low, high);
                r.diameters[i] += (int64_t)(d * FIXED_POINT) - (int64_t)(before * FIXED_POINT);
                if (now != was) {
                    r.classes[i * CLASSES + was]--;
                    r.classes[i * CLASSES + now]++;
                }
            }
            r.moves[b->cell[0][j] * MOVES + 1]++;
            r.moves[b->cell[1][j] * MOVES + 2]++;
            r.moves[b->cell[2][j] * MOVES + 3]++;
            r.moves[b->cell[3][j] * MOVES + 4]++;
            b->entry_day[kept] = b->cycle_end[j];
            b->diameter[kept] = d;
            b->anagen[kept] = b->next_anagen[j];
            b->last_exposure[kept] = b->exposure[j];
            b->sensitivity[kept] = b->sensitivity[j];
            b->number[kept] = b->number[j];
            kept += b->cycle_end[j] < until;
        }
        m = kept;
    }
}

static void *or_stop(void *memory) { if (!memory) abort(); return memory; }

static Record new_record(int32_t samples)
{
    Record r;
    r.moves = or_stop(calloc((size_t)(samples + 1) * MOVES, 8));
    r.classes = or_stop(calloc((size_t)(samples + 1) * CLASSES, 8));
    r.diameters = or_stop(calloc((size_t)samples + 1, 8));
    return r;
}

static void add_record(int32_t samples, Record from, Record to)
{
    for (int64_t i = 0; i < (int64_t)(samples + 1) * MOVES; i++) to.moves[i] += from.moves[i];
    for (int64_t i = 0; i < (int64_t)(samples + 1) * CLASSES; i++) to.classes[i] += from.classes[i];
    for (int64_t i = 0; i <= samples; i++) to.diameters[i] += from.diameters[i];
    free(from.moves), free(from.classes), free(from.diameters);
}

/* reading, rate: what the exposure clock shows at the left edge of each month, and its speed; month 0 lies before day 0 */
void follow_blocks(int64_t follicles, int32_t samples, uint64_t seed, const double *reading, const double *rate,
                   const Workload *w, int64_t *moves, int64_t *classes, int64_t *diameters, int threads)
{
    Record all = {moves, classes, diameters};
    int64_t blocks = (follicles + BLOCK - 1) / BLOCK;
    (void)threads;
#pragma omp parallel num_threads(threads)
    {
        Record own = new_record(samples);
        Block *b = or_stop(aligned_alloc(64, (sizeof(Block) + 63) / 64 * 64));
#pragma omp for schedule(dynamic)
        for (int64_t i = 0; i < blocks; i++) {
            int64_t first = i * BLOCK, left = follicles - first;
            int m = left < BLOCK ? (int)left : BLOCK;
            open_block(first, m, (uint32_t)seed, (uint32_t)(seed >> 32), w, b);
            follow_block(m, (uint32_t)seed, (uint32_t)(seed >> 32), samples, reading, rate, w, b, own);
        }
#pragma omp critical
        add_record(samples, own, all);
        free(b);
    }
}

/* ---- the plain event loop ---- */

static uint64_t next_word(uint64_t *state)
{
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static double uniform(uint64_t *state) { return ((double)(next_word(state) >> 11) + 0.5) * 0x1p-53; }

static double normal(uint64_t *state)
{
    double u = uniform(state), v = uniform(state);
    return sqrt(-2.0 * log(u)) * cos(TAU * v);
}

/* phases[k, 4], classes[k, 3] and the sum of diameters of sample k, added up over the follicles. */
void follow_events(int64_t follicles, int32_t samples, uint64_t seed, const double *reading, const double *rate,
                   const Workload *w, int64_t *phases, int64_t *classes, double *diameters)
{
    const double width = w->sample_days, until = (samples - 1) * width;
    const double cycle = w->mean[0] + w->mean[1] + w->mean[2] + w->mean[3];
    uint64_t state = seed;
    for (int64_t n = 0; n < follicles; n++) {
        double d = w->diameter_mean + w->diameter_sd * normal(&state);
        d = fmin(fmax(d, w->diameter_low), w->diameter_high);
        double s = exp(w->sensitivity_sigma * normal(&state) - 0.5 * w->sensitivity_sigma * w->sensitivity_sigma);
        double anagen = w->mean[0], last_exposure = 0.0, u = uniform(&state) * cycle;
        int phase = 0;
        for (; phase < 3 && u >= w->mean[phase]; phase++) u -= w->mean[phase];
        /* what is left of a length-biased stay that is cut at a uniform place */
        double sigma = w->sigma[phase];
        double day = uniform(&state) * w->mean[phase] * exp(0.5 * sigma * sigma + sigma * normal(&state));
        for (int32_t k = 0;;) {
            for (; k < samples && k * width <= day; k++) {
                phases[k * 4 + phase]++;
                classes[k * CLASSES + (d >= w->class_low) + (d >= w->class_high)]++;
                diameters[k] += d;
            }
            if (day >= until) break;
            phase = (phase + 1) % 4;
            double mean = w->mean[phase];
            if (phase == 0) {
                int32_t i = (int32_t)(day / width) + 1;
                double exposure = reading[i] + (day - (i - 1) * width) * rate[i];
                double dose = s * (exposure - last_exposure);
                last_exposure = exposure;
                d = fmax(w->least_diameter, d * exp(-w->diameter_rate * dose));
                anagen = fmax(w->least_anagen, anagen * exp(-w->anagen_rate * dose));
                mean = anagen;
            }
            sigma = w->sigma[phase];
            day += mean * exp(sigma * normal(&state) - 0.5 * sigma * sigma);
        }
    }
}
