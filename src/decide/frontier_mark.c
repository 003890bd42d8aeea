/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who lies on the frontier, and what the next point of safety costs.
 *
 *   efficient   no other mix has at least as much expected profit and safety
 *   unsure      efficient, but what it gains on its neighbour (in safety on the bolder
 *               one, in profit on the safer one), or on the present mix in both, is
 *               less than half of its 95 % interval: drawn hollow, not recommended
 *   price       (E bolder - E safer) / (S safer - S bolder); its error is that of the
 *               mean of (IF_E - price IF_S) / (S safer - S bolder) over the worlds
 *
 * Safety is the mean of the worst 5 %, or minus the concentration. All differences are
 * paired. Checked by tests/unit/test_decide_frontier.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "decide/frontier.h"

#define HALF_95 1.959963984540054

/* ---- which mixes are worth fresh worlds ---- */

static bool beats(const struct fc__mix_tried *a, const struct fc__mix_tried *b)
{
    return a->mean >= b->mean && a->es05 >= b->es05 &&
           (a->mean > b->mean || a->es05 > b->es05);
}

/* How often a mix has been beaten by those that are not taken yet. */
static bool on_top(const struct fc_frontier *self, const bool *taken, size_t i)
{
    for (size_t j = 1; j < self->mixes; j++)
        if (!taken[j] && beats(&self->mix[j], &self->mix[i]))
            return false;
    return true;
}

/* By falling es05, ties by number. */
static void by_safety(const struct fc_frontier *self, size_t *mix, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        const size_t own = mix[i];
        size_t at = i;
        for (; at > 0 && self->mix[mix[at - 1]].es05 < self->mix[own].es05; at--)
            mix[at] = mix[at - 1];
        mix[at] = own;
    }
}

/* Layer after layer of efficient mixes; of a layer that does not fit, some that are
 * evenly spread from the safest to the boldest. */
static size_t pick_front(const struct fc_frontier *self, bool *taken, size_t *mix,
                         size_t n)
{
    const size_t end = n + FC__FRONT_MOST;
    while (n < end) {
        size_t layer[FC__MIXES_MOST], some = 0;
        for (size_t i = 1; i < self->mixes; i++)
            if (!taken[i] && on_top(self, taken, i))
                layer[some++] = i;
        if (some == 0)
            return n;
        by_safety(self, layer, some);
        const size_t fit = some < end - n ? some : end - n;
        for (size_t i = 0; i < fit; i++) {
            const size_t at = fit > 1 ? i * (some - 1) / (fit - 1) : 0;
            mix[n++] = layer[at];
            taken[layer[at]] = true;
        }
    }
    return n;
}

size_t fc__frontier_pick(const struct fc_frontier *self, size_t *mix)
{
    bool taken[FC__MIXES_MOST] = {false};
    size_t move[FC__MIXES_MOST], moves = 0;
    mix[0] = 0;
    size_t n = pick_front(self, taken, mix, 1);
    for (size_t i = 1; i < self->mixes; i++)
        if (self->mix[i].from >= 0)
            move[moves++] = i;
    by_safety(self, move, moves);
    for (size_t i = 0; i < moves && i < FC__MOVES_MOST; i++)
        if (!taken[move[i]])
            mix[n++] = move[i];
    return n;
}

/* ---- differences ---- */

struct pair {
    struct fc_estimate mean, safety; /* first less second */
};

static struct pair pair_of(const struct fc_frontier *self, bool hhi, size_t i, size_t j)
{
    const struct fc__front_point *a = &self->point[j], *b = &self->point[i];
    const size_t n = (size_t)self->plan.paths;
    struct pair out;
    out.mean = fc__difference(FC__OF_MEAN, a->value[0], NULL, b->value[0], NULL, n);
    out.safety = hhi ? fc__difference(FC__OF_MEAN, b->value[FC__F_HHI], NULL,
                                      a->value[FC__F_HHI], NULL, n)
                     : fc__difference(FC__OF_SHORTFALL, a->value[0], &a->tail,
                                      b->value[0], &b->tail, n);
    return out;
}

static bool is_seen(struct fc_estimate gain)
{
    return gain.value > HALF_95 * gain.error;
}

/* ---- numbers ---- */

static bool numbers_set(struct fc_frontier *self)
{
    const size_t n = (size_t)self->plan.paths;
    double *sorted = fc_array_new(n, sizeof *sorted);
    for (size_t i = 0; sorted && i < self->points; i++) {
        struct fc__front_point *at = &self->point[i];
        memcpy(sorted, at->value[FC__F_PROFIT], n * sizeof *sorted);
        fc__sort(sorted, n);
        at->tail = fc__tail_of(sorted, n, 0.05);
        at->facts.present = at->mix == 0;
        at->facts.mean = fc__mean_of(at->value[FC__F_PROFIT], n);
        at->facts.es05 =
            fc__statistic_of(FC__OF_SHORTFALL, at->value[FC__F_PROFIT], &at->tail, n);
        at->facts.hhi = fc__mean_of(at->value[FC__F_HHI], n);
        at->facts.hhi_client = fc__mean_of(at->value[FC__F_CLIENT], n);
        at->facts.top_client = fc__mean_of(at->value[FC__F_TOP], n);
    }
    free(sorted);
    return sorted != NULL;
}

static void points_order(struct fc_frontier *self)
{
    for (size_t i = 1; i < self->points; i++) {
        const struct fc__front_point own = self->point[i];
        size_t at = i;
        for (; at > 0 && self->point[at - 1].facts.es05.value < own.facts.es05.value;
             at--)
            self->point[at] = self->point[at - 1];
        self->point[at] = own;
    }
    for (size_t i = 0; i < self->points; i++)
        if (self->point[i].facts.present)
            self->present_point = i;
}

/* ---- marks ---- */

static double safety_of(const struct fc_frontier *self, bool hhi, size_t i)
{
    const struct fc_frontier_point *facts = &self->point[i].facts;
    return hhi ? -facts->hhi.value : facts->es05.value;
}

static bool is_dominated(const struct fc_frontier *self, bool hhi, size_t i)
{
    const double mean = self->point[i].facts.mean.value;
    const double safety = safety_of(self, hhi, i);
    for (size_t j = 0; j < self->points; j++) {
        const double other = self->point[j].facts.mean.value;
        const double safer = safety_of(self, hhi, j);
        if (other >= mean && safer >= safety && (other > mean || safer > safety))
            return true;
    }
    return false;
}

/* Efficient points from the boldest to the safest. */
static size_t efficient(const struct fc_frontier *self, bool hhi, size_t *point)
{
    size_t n = 0;
    for (size_t i = 0; i < self->points; i++) {
        if (is_dominated(self, hhi, i))
            continue;
        size_t at = n++;
        for (; at > 0 && safety_of(self, hhi, point[at - 1]) > safety_of(self, hhi, i);
             at--)
            point[at] = point[at - 1];
        point[at] = i;
    }
    return n;
}

/* Those of them whose gain on the neighbour is seen. */
static size_t keep_seen(const struct fc_frontier *self, bool hhi, const size_t *point,
                        size_t n, size_t *kept)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        const size_t now = point[i], present = self->present_point;
        if (now != present) {
            const struct pair gain = pair_of(self, hhi, now, present);
            if (!is_seen(gain.mean) && !is_seen(gain.safety))
                continue;
        }
        if (k > 0 && !is_seen(pair_of(self, hhi, now, kept[k - 1]).safety))
            continue;
        while (k > 0 && !is_seen(pair_of(self, hhi, kept[k - 1], now).mean))
            k--;
        kept[k++] = now;
    }
    return k;
}

static size_t mark_by(struct fc_frontier *self, bool hhi, size_t *kept)
{
    size_t point[FC__POINTS_MOST];
    enum fc_frontier_mark mark[FC__POINTS_MOST] = {FC_FRONTIER_DOMINATED};
    const size_t n = efficient(self, hhi, point);
    const size_t k = keep_seen(self, hhi, point, n, kept);
    for (size_t i = 0; i < n; i++)
        mark[point[i]] = FC_FRONTIER_UNSURE;
    for (size_t i = 0; i < k; i++)
        mark[kept[i]] = FC_FRONTIER_EFFICIENT;
    for (size_t i = 0; i < self->points; i++)
        if (hhi)
            self->point[i].facts.by_hhi = mark[i];
        else
            self->point[i].facts.by_es05 = mark[i];
    return k;
}

/* ---- prices ---- */

static struct fc_estimate ratio_of(const struct fc_frontier *self,
                                   const struct fc_frontier_price *at)
{
    const struct fc__front_point *safer = &self->point[at->safer],
                                 *bolder = &self->point[at->bolder];
    const double price = at->cost.value / at->gain.value;
    const size_t n = (size_t)self->plan.paths;
    double sum = 0, squares = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < n; i++) {
            const double x = safer->value[0][i], y = bolder->value[0][i];
            const double gain = fc__tail_of_shortfall(&safer->tail, x) -
                                fc__tail_of_shortfall(&bolder->tail, y);
            const double part = (y - x - price * gain) / at->gain.value;
            if (pass == 0)
                sum += part;
            else
                squares += (part - sum / (double)n) * (part - sum / (double)n);
        }
    return (struct fc_estimate){price, sqrt(squares / ((double)n - 1) / (double)n), 0};
}

static void prices_set(struct fc_frontier *self, const size_t *kept, size_t k)
{
    for (size_t i = k; i-- > 1;) {
        const struct pair gain = pair_of(self, false, kept[i], kept[i - 1]);
        struct fc_frontier_price *at = &self->price[self->prices++];
        *at = (struct fc_frontier_price){.safer = kept[i], .bolder = kept[i - 1]};
        at->gain = gain.safety;
        at->cost = gain.mean;
        at->cost.value = -at->cost.value;
        at->price = ratio_of(self, at);
    }
}

static void moves_set(struct fc_frontier *self)
{
    for (size_t i = 0; i < self->points; i++) {
        const struct fc__mix_tried *mix = &self->mix[self->point[i].mix];
        if (mix->from >= 0 && self->moves < FC__MOVES_MOST)
            self->move[self->moves++] =
                (struct fc_frontier_move){(size_t)mix->from, (size_t)mix->to, i};
    }
}

void fc__frontier_mark(struct fc_frontier *self)
{
    size_t kept[FC__POINTS_MOST];
    if (!numbers_set(self))
        return;
    points_order(self);
    for (size_t i = 0; i < self->points; i++) {
        struct fc_frontier_point *facts = &self->point[i].facts;
        const struct pair gain = pair_of(self, false, i, self->present_point);
        facts->d_mean = gain.mean;
        facts->d_es05 = gain.safety;
        facts->d_hhi = pair_of(self, true, i, self->present_point).safety;
        facts->d_hhi.value = -facts->d_hhi.value;
    }
    mark_by(self, true, kept);
    prices_set(self, kept, mark_by(self, false, kept));
    moves_set(self);
}

/* ---- reading ---- */

struct fc_run_facts fc_frontier_facts(const fc_frontier *self)
{
    return self->facts;
}

const fc_scenario *fc_frontier_scenario(const fc_frontier *self)
{
    return self->scenario;
}

struct fc_frontier_plan fc_frontier_planned(const fc_frontier *self)
{
    return self->plan;
}

double fc_frontier_step_points(const fc_frontier *self)
{
    return 100 * self->step;
}

double fc_frontier_most_per_quarter(const fc_frontier *self)
{
    return 100 * self->per_quarter;
}

size_t fc_frontier_members(const fc_frontier *self)
{
    return self->members;
}

const char *fc_frontier_member(const fc_frontier *self, size_t i, const char **title)
{
    const struct fc_axis_table *axis = &self->sample.at[0].model->axis[self->axis];
    if (title)
        *title = axis->title[i];
    return axis->name[i];
}

size_t fc_frontier_channels(const fc_frontier *self)
{
    return self->efforts;
}

const char *fc_frontier_channel(const fc_frontier *self, size_t i)
{
    return self->effort[i].title;
}

size_t fc_frontier_points(const fc_frontier *self)
{
    return self->points;
}

struct fc_frontier_point fc_frontier_point(const fc_frontier *self, size_t i)
{
    return self->point[i].facts;
}

double fc_frontier_share(const fc_frontier *self, size_t point, size_t member)
{
    return self->mix[self->point[point].mix].share[member];
}

size_t fc_frontier_present(const fc_frontier *self)
{
    return self->present_point;
}

size_t fc_frontier_prices(const fc_frontier *self)
{
    return self->prices;
}

struct fc_frontier_price fc_frontier_price(const fc_frontier *self, size_t i)
{
    return self->price[i];
}

size_t fc_frontier_moves(const fc_frontier *self)
{
    return self->moves;
}

struct fc_frontier_move fc_frontier_move(const fc_frontier *self, size_t i)
{
    return self->move[i];
}
