/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scalar loop: what moves people and how much effort they give. Laws:
 * src/model/motivation_effort.c, motivation.h; no levers on motives, no careers. The
 * root is found by the same steps, but only as many as it takes. */
#include "gsl_loop.h"

void loop_motives_draw(struct loop_path *w, uint32_t seat)
{
    const double alike = loop_number(w, w->of->motivation->alike);
    double draw[FC_MOTIVES], sum = 0;
    for (int i = 0; i < FC_MOTIVES; i++)
        sum += draw[i] =
            gsl_ran_gamma(w->rng, loop_max(alike * w->law.mean_motive[i], 0.1), 1);
    for (int i = 0; i < FC_MOTIVES; i++)
        w->seat[seat].weight[i] = draw[i] / (sum * w->law.mean_motive[i]);
}

struct goal {
    double gain, at, slope;
};

struct problem {
    struct goal quota, cap, bonus;
    double power, most;
    bool capped;
};

static double phi(double z)
{
    return 0.39894228040143268 * exp(-0.5 * z * z);
}

static double Phi(double z)
{
    return 0.5 * erfc(-M_SQRT1_2 * z);
}

/* Pay of one more unit of sales over the flat commission, and its derivative. */
static double pay_of(const struct problem *p, double e, double *slope)
{
    const double zq = p->quota.at + p->quota.slope * e;
    const double zb = p->bonus.at + p->bonus.slope * e;
    const double near = p->bonus.gain * phi(zb);
    double pay = 1 + p->quota.gain * Phi(zq) + near;
    *slope = p->quota.gain * phi(zq) * p->quota.slope - near * zb * p->bonus.slope;
    if (p->capped) {
        const double zc = p->cap.at + p->cap.slope * e;
        pay -= p->cap.gain * Phi(zc);
        *slope -= p->cap.gain * phi(zc) * p->cap.slope;
    }
    return loop_max(pay, 0.01);
}

static double solve(const struct problem *p, double *pay)
{
    double e = 1, slope;
    for (int i = 0; i < FC_EFFORT_ROUNDS; i++) {
        *pay = pay_of(p, e, &slope);
        const double f = pow(*pay, p->power);
        const double steep = loop_max(0.25, 1 - f * p->power * slope / *pay);
        const double next =
            loop_min(loop_max(e + (f - e) / steep, (double)FC_EFFORT_LEAST), p->most);
        const bool close = fabs(next - e) < 1e-5;
        e = next;
        if (close)
            return e;
    }
    *pay = pay_of(p, e, &slope);
    return e;
}

static void seat_effort(struct loop_path *w, uint32_t team, uint32_t seat, double gain)
{
    const struct loop_department *d = w->of;
    const struct fc_motivation *own = d->motivation;
    const struct loop_team *t = &w->team[team];
    struct loop_seat *x = &w->seat[seat];
    const uint32_t month = w->month + 1;
    const double quota = loop_number(w, d->model->pay_numbers.quota) / 12;
    const double year = 12 - month % 12, quarter = 3 - month % 3;
    const double output = w->s.seat_output[seat] / w->s.seat_effort[seat];
    const double rate =
        loop_max(0.02, t->output > 0 ? t->value / (t->output * quota) * output : 0);
    const double deal = t->deals > 0 ? t->value / (t->deals * quota) : 1;
    const double spread = rate * loop_max(deal, 1e-3) * (1 + own->cv2[team]);
    const double goal = x->served + year, near = x->in_quarter + quarter;
    const double by_year = 1 / sqrt(year * spread);
    const double by_quarter = 1 / sqrt(quarter * spread);
    const double sold = x->sold_year / quota, a = loop_number(w, own->accelerator);
    struct problem p = {
        .quota = {a - 1, (sold - goal) * by_year, year * rate * by_year},
        .bonus = {gain * near / 3 * by_quarter,
                  (x->sold_quarter / quota - near) * by_quarter,
                  quarter * rate * by_quarter},
        .power = loop_number(w, own->elasticity) * x->weight[FC_MONEY],
        .most = loop_number(w, own->effort_max),
        .capped = own->capped};
    if (own->capped)
        p.cap = (struct goal){a, (sold - loop_number(w, own->cap) * goal) * by_year,
                              p.quota.slope};
    double pay;
    w->s.seat_effort[seat] = solve(&p, &pay);
    x->mood = pow(pay, x->weight[FC_MONEY]);
}

void loop_effort(struct loop_path *w, uint32_t team)
{
    const struct fc_motivation *own = w->of->motivation;
    const struct fc_pay_numbers *pay = &w->of->model->pay_numbers;
    const double gain = loop_number(w, own->bonus) / (loop_number(w, pay->commission) *
                                                      loop_number(w, pay->quota) / 12);
    for (uint32_t i = own->first[team]; i < own->first[team + 1]; i++) {
        const uint32_t seat = own->seat[i];
        if (w->seat[seat].known >= 0) {
            seat_effort(w, team, seat, gain);
            continue;
        }
        w->s.seat_effort[seat] = 1;
        w->seat[seat].mood = 1;
    }
}
