/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Departments with a mechanism more than the reference: their numbers, and how they are
 * said in a scenario. Sizes are large enough to be seen among the luck of a path. */
#include <stddef.h>

#include "slow/firm.h"

#define N "%.17g"

static void segments(FILE *f, const char *key, const double *x)
{
    fprintf(f, "%s = { small = " N "; large = " N "; }; ", key, x[SMALL], x[LARGE]);
}

/* ---- waiting for first contact ---- */

void firm_text_waiting(FILE *f, const struct firm_channel *ch)
{
    if (ch->kind == INBOUND)
        fprintf(f,
                "\n   decay_exponent = " N "; decay_minutes = " N
                "; office_hours_share = " N "; night_gap_hours = " N
                "; weekend_gap_hours = " N "; patience_hours = " N "; ",
                ch->exponent, ch->minutes, ch->office, ch->night, ch->weekend,
                ch->patience);
}

/* Web forms come at any time, calls in office hours; late stages are served before new
 * leads, so that leads also go stale for want of hours. */
static void add_waiting(struct firm *f)
{
    const int order[WORKS] = {LATE, CONTACT, EARLY, SERVICE, PROSPECT};
    struct firm_channel *web = &f->channel[0], *ads = &f->channel[1];
    for (int i = 0; i < WORKS; i++)
        f->priority[i] = order[i];
    f->contact_hours = 0.5;
    f->task_minutes = 45;
    web->exponent = 0.3;
    web->minutes = 5;
    web->office = 0.55;
    web->night = 16;
    web->weekend = 64;
    ads->exponent = 0.6;
    ads->minutes = 30;
    ads->office = 0.8;
    ads->night = 12;
    ads->weekend = 60;
    ads->patience = 2;
}

/* ---- clients ---- */

void firm_text_customers(FILE *f, const struct firm *x)
{
    if (x->cross.rate[SMALL] > 0) {
        fprintf(f, " cross_sell = { ");
        segments(f, "offers_per_client_year", x->cross.rate);
        segments(f, "hours", x->cross.hours);
        segments(f, "opening_share", x->cross.opening);
        fprintf(f, "};\n");
    }
    if (x->buyers.on) {
        const struct firm_buyers *b = &x->buyers;
        fprintf(f, " repeat = { ");
        segments(f, "rate_shape", b->shape);
        segments(f, "rate_scale_months", b->scale);
        segments(f, "drop_a", b->a);
        segments(f, "drop_b", b->b);
        segments(f, "spend_mean", b->spend);
        segments(f, "spend_cv", b->cv);
        segments(f, "service_hours_per_week", b->service_week);
        fprintf(f,
                "opening_years = " N "; coverage_log_rate = " N
                "; satisfaction_log_rate = " N "; adverse_log_rate = " N "; };\n",
                b->years, b->by_coverage, b->by_content, b->by_adverse);
    }
    if (x->content.back > 0)
        fprintf(f,
                " satisfaction = { return_per_month = " N "; unserved = " N
                "; recovery = " N "; noise_sd = " N "; leave_log_odds = " N "; };\n",
                x->content.back, x->content.unserved, x->content.recovery,
                x->content.noise, x->content.leave_odds);
}

void firm_text_buyers_open(FILE *f, const struct firm *x)
{
    if (x->buyers.on)
        fprintf(f, " repeat_clients = { small = %d; large = %d; };\n",
                x->buyers.clients[SMALL], x->buyers.clients[LARGE]);
}

static void add_crossing(struct firm *f)
{
    f->cross = (struct firm_cross){{0.4, 0.3}, {3, 8}, {0.25, 0.25}};
}

/* Outages and scandals annoy, service that is missing disappoints. */
static void add_content(struct firm *f)
{
    f->content = (struct firm_content){0.3, 1.5, 0.4, 0.5, 0.7};
    f->channel[4].content = 0.4;
    f->crisis[0].effect[6] = (struct firm_effect){SATISFACTION, -1, -2};
    f->crisis[2].effect[6] = (struct firm_effect){SATISFACTION, -1, -1};
}

/* Buyers buy every third and fifth month on average, some far more often. Hardly
 * anybody has no reason to stop: where the drop-out law is densest at 0, buyers at
 * opening outlast the engine's six nodes (docs/model.md#approximations). */
static void add_buying(struct firm *f)
{
    f->content = (struct firm_content){0.3, 1, 0.4, 0.2, 0};
    f->buyers = (struct firm_buyers){.on = true,
                                     .clients = {60, 20},
                                     .shape = {1.2, 0.8},
                                     .scale = {3, 4},
                                     .a = {2, 1.6},
                                     .b = {14, 12},
                                     .spend = {1500, 9000},
                                     .cv = {0.8, 0.6},
                                     .service_week = {0.15, 0.4},
                                     .years = 3,
                                     .by_coverage = 0.6,
                                     .by_content = 0.3,
                                     .by_adverse = 0.3};
}

/* ---- a policy ---- */

void firm_text_rule(FILE *f, const struct firm_rule *r)
{
    if (r->share > 0)
        fprintf(f,
                "policies = ( { name = \"adverts\"; watch = \"leads\"; compare_to = "
                "\"opening\"; lag_months = " N "; noise_cv = " N "; smoothing = " N
                ";\n act_below = " N "; release_above = " N
                "; confirm_months = %d; hold_months = %d; cool_down_months = %d; "
                "delay_months = %d;\n do = \"marketing_up\"; share = " N
                "; setup_cost = " N "; monthly_cost = " N "; cost_per_client = " N
                "; budget = " N "; } );\n",
                r->lag, r->noise, r->smoothing, r->below, r->above, r->confirm, r->hold,
                r->cool_down, r->delay, r->share, r->setup, r->monthly, r->per_client,
                r->budget);
}

/* Every part of the rule matters: old and noisy figures, patience before and after, a
 * budget that ends it on many paths. */
static void add_ruled(struct firm *f)
{
    f->channel[0].share[SMALL] = f->channel[1].share[SMALL] = 0.4;
    f->rule = (struct firm_rule){.lag = 1.4,
                                 .noise = 0.15,
                                 .smoothing = 0.6,
                                 .below = 0.95,
                                 .above = 1.1,
                                 .confirm = 2,
                                 .hold = 3,
                                 .cool_down = 2,
                                 .delay = 1,
                                 .share = 1.5,
                                 .setup = 8000,
                                 .monthly = 1500,
                                 .per_client = 10,
                                 .budget = 120000};
}

/* ---- a mix of effort ---- */

void firm_text_mix(FILE *f, const struct firm_mix *mix)
{
    if (mix->month == 0)
        return;
    fprintf(f, "mix = { ");
    segments(f, "segment", mix->segment[0]);
    if (mix->territory[0] > 0)
        fprintf(f, "territory = { north = " N "; south = " N "; }; ", mix->territory[0],
                mix->territory[1]);
    fprintf(f, "}; mix_plan = ( { month = %d; ", mix->month);
    segments(f, "segment", mix->segment[1]);
    fprintf(f, "} );\n   ");
}

/* Adverts go to large clients from month 9 on, calls to small ones from month 7 on;
 * most calls are made in the north. */
static void add_mixed(struct firm *f)
{
    f->channel[0].share[LARGE] = f->channel[1].share[LARGE] = 0.3;
    f->channel[1].mix = (struct firm_mix){9, {{0.7, 0.3}, {0.3, 0.7}}, {0}};
    f->channel[3].mix = (struct firm_mix){7, {{0.4, 0.6}, {0.9, 0.1}}, {0.7, 0.3}};
}

/* ---- a matrix ---- */

void firm_text_teams(FILE *f, const struct firm *x)
{
    static const char *const name[NT] = {"north", "south", "core_experts",
                                         "plus_experts"};
    fprintf(f, " structure = \"%s\"; teams = (",
            x->pair.extra > 0 ? "matrix" : "geographic");
    for (int t = 0; t < firm_teams(x); t++)
        fprintf(f, "%s { name = \"%s\"; seats = %d; }", t ? "," : "", name[t],
                x->seats[t]);
    fprintf(f, " );\n");
    if (x->pair.extra > 0)
        fprintf(f, " matrix = { extra_hours = " N "; collaboration_loss = " N "; };\n",
                x->pair.extra, x->pair.loss);
    fprintf(f, "};\n");
}

/* One specialist for each product, at times alone with too many deals. */
static void add_matrix(struct firm *f)
{
    const int seats[NT] = {3, 2, 1, 1}, filled[NT] = {2, 2, 1, 1};
    for (int t = 0; t < NT; t++) {
        f->seats[t] = seats[t];
        f->filled[t] = filled[t];
    }
    f->pair = (struct firm_pair){1.5, 0.1};
}

/* ---- departments ---- */

typedef void add_part(struct firm *f);

static struct firm with(add_part *part)
{
    struct firm f = firm_reference;
    part(&f);
    return f;
}

struct firm firm_waiting(void)
{
    return with(add_waiting);
}

struct firm firm_crossing(void)
{
    return with(add_crossing);
}

struct firm firm_content(void)
{
    return with(add_content);
}

struct firm firm_buying(void)
{
    return with(add_buying);
}

struct firm firm_ruled(void)
{
    return with(add_ruled);
}

struct firm firm_mixed(void)
{
    return with(add_mixed);
}

struct firm firm_matrix(void)
{
    return with(add_matrix);
}

struct firm firm_wide(void)
{
    static add_part *const part[] = {add_waiting, add_crossing, add_buying, add_ruled,
                                     add_mixed,   add_matrix,   add_content};
    struct firm f = firm_reference;
    for (size_t i = 0; i < sizeof part / sizeof *part; i++)
        part[i](&f);
    return f;
}
