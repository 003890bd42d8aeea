/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the recurrences of poisson.c and binomial.c share: counting the steps C(0),
 * C(1),
 * ... of a distribution function that lie below u - eps and below u + eps. Two vectors
 * go side by side, and two steps between the questions whether to go on: a step too
 * many costs less than a wrong guess of the processor, and changes no count. */
#ifndef FC_RANDOM_STEPS_H
#define FC_RANDOM_STEPS_H

#include "random/vec.h"

enum { FC__STEPS = 48, FC__PAIR = 2 * FC__FLOATS };

/* 1 / k */
static const float fc__inverse[FC__STEPS + 1] = {
    0,         1.0f / 1,  1.0f / 2,  1.0f / 3,  1.0f / 4,  1.0f / 5,  1.0f / 6,
    1.0f / 7,  1.0f / 8,  1.0f / 9,  1.0f / 10, 1.0f / 11, 1.0f / 12, 1.0f / 13,
    1.0f / 14, 1.0f / 15, 1.0f / 16, 1.0f / 17, 1.0f / 18, 1.0f / 19, 1.0f / 20,
    1.0f / 21, 1.0f / 22, 1.0f / 23, 1.0f / 24, 1.0f / 25, 1.0f / 26, 1.0f / 27,
    1.0f / 28, 1.0f / 29, 1.0f / 30, 1.0f / 31, 1.0f / 32, 1.0f / 33, 1.0f / 34,
    1.0f / 35, 1.0f / 36, 1.0f / 37, 1.0f / 38, 1.0f / 39, 1.0f / 40, 1.0f / 41,
    1.0f / 42, 1.0f / 43, 1.0f / 44, 1.0f / 45, 1.0f / 46, 1.0f / 47, 1.0f / 48};

/* The count of one vector. */
struct fc__count {
    vf low, high; /* u - eps, u + eps */
    vf p, c;      /* P(k) and C(k) of the step */
    vi below_low, below_high;
    vi top; /* words beyond the last safe one: their ends are NAN, above nothing */
};

static inline vf fc__count_uniform(vi centred)
{
    return __builtin_convertvector(centred, vf) * 0x1p-32f + 0.5f;
}

/* Is the count 0 in all lanes of a pair for sure? P(0) >= 1 - mean, by the inequality
 * of Bernoulli; a rounding of 1e-6 is far below `margin`. Then no step need be counted.
 */
static inline int fc__count_nothing(const vi *word, const vf *mean, float margin)
{
    const vf u0 = fc__count_uniform(word[0] ^ INT32_MIN);
    const vf u1 = fc__count_uniform(word[1] ^ INT32_MIN);
    const vf most = (vf){0} + (1.0f - margin);
    return !fc__any_greater(u0 + mean[0], most, u1 + mean[1], most);
}

/* Where the count of `word` begins: at P(0) = C(0) = zero. */
static inline struct fc__count fc__count_start(vi word, vf zero, float eps,
                                               uint32_t last)
{
    const vi centred = word ^ INT32_MIN;
    const vi top = centred > (int32_t)(last ^ 0x80000000u);
    const vf u = fc__count_uniform(centred);
    const vf low = (vf)((vi)(u - eps) | top), high = (vf)((vi)(u + eps) | top);
    return (struct fc__count){low, high, zero, zero, {0}, {0}, top};
}

static inline void fc__count_below(struct fc__count *self)
{
    self->below_low = fc__count_greater(self->below_low, self->low, self->c);
    self->below_high = fc__count_greater(self->below_high, self->high, self->c);
}

/* To the next step, P(k + 1) = P(k) ratio. */
static inline void fc__count_next(struct fc__count *self, vf ratio)
{
    self->p *= ratio;
    self->c += self->p;
}

static inline int fc__count_goes_on(const struct fc__count *a,
                                    const struct fc__count *b)
{
    return fc__any_greater(a->high, a->c, b->high, b->c);
}

/* -> k, or -1 where it is open; -> the lanes where it is. */
static inline vi fc__count_end(const struct fc__count *self, vf *k)
{
    const vi open = (self->below_low != self->below_high) |
                    (self->below_high >= FC__STEPS) | self->top;
    *k = fc__pick(open, (vf){0} - 1.0f, __builtin_convertvector(self->below_high, vf));
    return open;
}

#endif
