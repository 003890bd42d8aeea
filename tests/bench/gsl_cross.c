/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scalar loop: selling another product to clients, and who has two. Laws:
 * src/model/cross_sell.c, cross_sell_close.c, for contracts of a year: young ones can
 * leave six months off their anniversary only. */
#include <string.h>

#include "gsl_loop.h"

static double lacking_of(const struct loop_path *w, uint32_t pair, int direction)
{
    const struct fc_cross_pair *p = &w->of->customers->cross.pair[pair];
    return loop_max(0, w->contracts[p->market[direction]].contracts -
                           w->cross.owners[pair]);
}

static double rate_of(const struct loop_path *w, uint32_t pair, int direction)
{
    const struct fc_cross *own = &w->of->customers->cross;
    const uint32_t to = own->pair[pair].market[1 - direction];
    const double most = w->s.potential[to];
    const double room = most > 0 ? loop_max(0, 1 - w->s.clients[to] / most) : 1;
    return loop_number(w, own->rate[own->pair[pair].segment]) / 12 * room;
}

/* The vintage whose contracts may leave in this month. */
static uint32_t moving(const struct loop_path *w)
{
    return (w->month + YEAR - 6) % YEAR;
}

static double young_lacking(const struct loop_path *w, uint32_t pair, int direction,
                            uint32_t vintage)
{
    const uint32_t from = w->of->customers->cross.pair[pair].market[direction];
    return loop_max(0,
                    w->cross.came[from][vintage] - w->cross.came_both[pair][vintage]);
}

/* Sales of a direction to companies that will have been clients for a year d months
 * later. */
static void settled_add(struct loop_path *w, uint32_t pair, int direction,
                        double lacking, double each)
{
    const uint32_t to = w->of->customers->cross.pair[pair].market[1 - direction];
    double young = 0;
    for (uint32_t d = YEAR; d-- > 0;) {
        const uint32_t back = YEAR - 1 - d;
        if (back > 0 && back <= w->month)
            young += young_lacking(w, pair, direction, (w->month + YEAR - back) % YEAR);
        w->cross.old[to][d] += each * loop_max(0, lacking - young);
    }
}

static void direction_mean(struct loop_path *w, uint32_t pair, int direction,
                           const double *skill)
{
    const struct loop_department *d = w->of;
    const struct fc_cross *own = &d->customers->cross;
    const uint32_t from = own->pair[pair].market[direction];
    const uint32_t to = own->pair[pair].market[1 - direction];
    const double covered =
        w->team[d->model->markets[from].team].covered[w->month % YEAR];
    const double passed = d->same_person[pair] ? 1 : loop_number(w, own->handoff);
    const double lacking = lacking_of(w, pair, direction);
    const double each = rate_of(w, pair, direction) * covered * passed * skill[to];
    w->cross.each[pair][direction] = each;
    w->cross.mean[pair][direction] = each * lacking;
    w->cross.total[to] += each * lacking;
    w->cross.lacking[to] += lacking;
    settled_add(w, pair, direction, lacking, each);
}

void loop_cross_draw(struct loop_path *w)
{
    const struct loop_department *d = w->of;
    const struct fc_cross *own = &d->customers->cross;
    struct loop_cross *x = &w->cross;
    double skill[MARKETS]; /* proficiency of those who serve */
    if (!own->on)
        return;
    memset(x->total, 0, sizeof x->total);
    memset(x->lacking, 0, sizeof x->lacking);
    memset(x->old, 0, sizeof x->old);
    for (uint32_t k = 0; k < d->markets; k++)
        skill[k] = pow(w->s.skill[k], 1 / w->law.beta[d->model->markets[k].segment]);
    for (uint32_t i = 0; i < own->pairs; i++)
        for (int direction = 0; direction < 2; direction++)
            direction_mean(w, i, direction, skill);
    for (uint32_t k = 0; k < d->markets; k++) {
        if (!own->paired[k])
            continue;
        w->s.cross_sold[k] =
            loop_min(loop_poisson(w, x->total[k]), floor(x->lacking[k]));
        for (int v = 0; v < YEAR; v++)
            x->old[k][v] = x->total[k] > 0 ? x->old[k][v] / x->total[k] : 0;
    }
}

void loop_cross_part(struct loop_path *w, uint32_t k)
{
    struct loop_cross *x = &w->cross;
    const double sold = w->s.cross_sold[k], all = w->s.sold[k];
    const double across = all > 0 ? sold / all : 0;
    if (!w->of->customers->cross.on)
        return;
    for (uint32_t d = 0; d < YEAR; d++)
        x->part[k][(w->month + d) % YEAR][d] = x->old[k][d] * across;
    x->old[k][moving(w)] = w->contracts[k].young[moving(w)]; /* before the month */
}

double loop_cross_net(const struct loop_path *w, uint32_t k)
{
    const double *part = w->cross.part[k][w->month % YEAR];
    double sum = 0;
    for (uint32_t back = 0; back < YEAR && back <= w->month; back++)
        sum += w->contracts[k].young[(w->month + YEAR - back) % YEAR] * part[back];
    return sum;
}

/* ---- after the events of the month ---- */

/* Shares that have stayed: of the vintage that could leave; of those of a year. */
static void stayed(struct loop_path *w, uint32_t k)
{
    struct loop_cross *x = &w->cross;
    const uint32_t v = moving(w), now = w->month % YEAR;
    const double before = x->old[k][v], left = w->contracts[k].young[v];
    const double kept = before > 0 && left < before ? left / before : 1;
    const double lost = w->s.lost_clients[k];
    double young = 0;
    x->old[k][v] = kept;
    for (uint32_t i = 0; i < YEAR; i++)
        young += i == now ? 0 : x->came[k][i];
    const double gone = x->came[k][v] * (1 - kept);
    const double were = w->contracts[k].contracts - w->s.new_clients[k] + lost - young;
    const double stay = were - (lost - gone);
    x->stay[k] = were > 0 && stay > 0 ? loop_min(1, stay / were) : 0;
}

static double sales_share(const struct loop_path *w, uint32_t pair, int direction)
{
    const uint32_t to = w->of->customers->cross.pair[pair].market[1 - direction];
    return w->cross.total[to] > 0 ? w->s.cross_sold[to] / w->cross.total[to] : 0;
}

static void third_add(struct loop_path *w, const struct fc_cross_third *third)
{
    struct loop_cross *x = &w->cross;
    const int direction = (int)third->direction;
    const uint32_t from = w->of->customers->cross.pair[third->pair].market[direction];
    const double n = w->contracts[from].contracts;
    const double share = n > 0 ? loop_min(1, x->owners[third->by] / n) : 0;
    x->more[third->gets] += share * x->mean[third->pair][direction] *
                            sales_share(w, third->pair, direction);
}

static void pair_close(struct loop_path *w, uint32_t pair)
{
    struct loop_cross *x = &w->cross;
    const uint32_t *market = w->of->customers->cross.pair[pair].market;
    const uint32_t now = w->month % YEAR;
    double before = 0, after = 0, sales = x->more[pair], by_client[2];
    for (int d = 0; d < 2; d++) {
        const double share = sales_share(w, pair, d);
        sales += x->mean[pair][d] * share;
        by_client[d] = x->each[pair][d] * share;
    }
    for (uint32_t v = 0; v < YEAR; v++) {
        if (v == now)
            continue;
        const double both = x->came_both[pair][v];
        const bool may = v == moving(w);
        const double kept =
            may ? both * x->old[market[0]][v] * x->old[market[1]][v] : both;
        double sold = 0;
        for (int d = 0; d < 2; d++) {
            const double n = young_lacking(w, pair, d, v) * by_client[d];
            x->gained[market[1 - d]][v] += n;
            sold += n;
        }
        before += both;
        after += kept;
        x->came_both[pair][v] = kept + sold;
    }
    x->came_both[pair][now] = 0;
    const double settled = loop_max(0, x->owners[pair] - before);
    double owners = after + settled * x->stay[market[0]] * x->stay[market[1]] + sales;
    for (int d = 0; d < 2; d++)
        owners = loop_min(owners, w->contracts[market[d]].contracts);
    x->owners[pair] = owners;
}

static void came_close(struct loop_path *w, uint32_t k)
{
    struct loop_cross *x = &w->cross;
    for (uint32_t v = 0; v < YEAR; v++) {
        if (v == moving(w))
            x->came[k][v] *= x->old[k][v];
        x->came[k][v] += x->gained[k][v];
    }
    x->came[k][w->month % YEAR] = w->s.won[k];
}

static void owned_write(struct loop_path *w)
{
    const struct fc_cross *own = &w->of->customers->cross;
    memset(w->s.other_products, 0, w->of->markets * sizeof *w->s.other_products);
    for (uint32_t i = 0; i < own->pairs; i++)
        for (int d = 0; d < 2; d++)
            w->s.other_products[own->pair[i].market[d]] += w->cross.owners[i];
}

void loop_cross_close(struct loop_path *w)
{
    const struct fc_cross *own = &w->of->customers->cross;
    struct loop_cross *x = &w->cross;
    if (!own->on)
        return;
    memset(x->gained, 0, sizeof x->gained);
    memset(x->more, 0, sizeof x->more);
    for (uint32_t k = 0; k < w->of->markets; k++)
        if (own->paired[k])
            stayed(w, k);
    for (uint32_t i = 0; i < own->thirds; i++)
        third_add(w, &own->third[i]);
    for (uint32_t i = 0; i < own->pairs; i++)
        pair_close(w, i);
    for (uint32_t k = 0; k < w->of->markets; k++)
        if (own->paired[k])
            came_close(w, k);
    owned_write(w);
}

/* Hours that the offers of next month need. */
void loop_cross_service(struct loop_path *w)
{
    const struct fc_cross *own = &w->of->customers->cross;
    for (uint32_t i = 0; i < own->pairs; i++)
        for (int d = 0; d < 2; d++)
            w->s.service_need[own->pair[i].market[d]] +=
                loop_number(w, own->hours[own->pair[i].segment]) * rate_of(w, i, d) *
                lacking_of(w, i, d);
}

void loop_cross_open(struct loop_path *w)
{
    const struct fc_cross *own = &w->of->customers->cross;
    for (uint32_t i = 0; i < own->pairs; i++) {
        const struct fc_cross_pair *p = &own->pair[i];
        w->cross.owners[i] = loop_number(w, own->opening_share[p->segment]) *
                             loop_min(w->contracts[p->market[0]].contracts,
                                      w->contracts[p->market[1]].contracts);
    }
    if (own->on)
        owned_write(w);
}
